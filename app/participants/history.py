"""What happened to one participant: told from the records, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.lib.refusals import N_
from app.participants.doubles import merges_with
from app.participants.models import MergedInto, Participant, Withdrawal

FIRST_SERIAL = 1


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened. `what` is a sentence to translate; `text` is as somebody wrote it."""

    what: str
    at: datetime
    icon: str
    kind: str = ""
    text: str = ""


def history_of(participant: Participant) -> list[Happening]:
    """Tell registration, passes, withdrawal and substitution of a participant, the newest first."""
    told = [Happening(what=N_("Registered."), at=participant.registered_at, icon="user-plus")]
    for issued in participant.passes:
        again = issued.serial > FIRST_SERIAL
        what = N_("A new pass was issued.") if again else N_("A pass was issued.")
        told.append(Happening(what=what, at=issued.issued_at, icon="qr-code", kind="ok"))
        if issued.voided_at:
            reason = issued.void_reason or ""
            told.append(
                Happening(what=N_("The pass ended:"), at=issued.voided_at, icon="x", kind="warn", text=reason)
            )
    if participant.withdrawal:
        told.append(_left(participant, participant.withdrawal))
    if participant.substitutes_id:
        told.append(_came(participant, db.session.get_one(Participant, participant.substitutes_id)))
    told += [_merged(participant, merged) for merged in merges_with(participant)]
    return sorted(told, key=lambda happening: happening.at, reverse=True)


def _merged(participant: Participant, merged: MergedInto) -> Happening:
    goes = merged.duplicate_id == participant.id
    what = N_("Merged into another row:") if goes else N_("Another row was merged into this one:")
    other = merged.participant if goes else merged.duplicate
    text = f"{other.display_name}, {other.office.short_name} · {merged.reason} ({merged.merged_by})"
    return Happening(what=what, at=merged.merged_at, icon="users", kind="warn", text=text)


def _left(participant: Participant, gone: Withdrawal) -> Happening:
    text = f"{gone.reason} ({gone.withdrawn_by})"
    what, icon = N_("Withdrawn:"), "undo-2"
    if gone.is_substituted:
        came = select(Participant).where(Participant.substitutes_id == participant.id)
        names = [person.display_name for person in db.session.scalars(came)]
        what, icon, text = N_("Substituted by:"), "refresh-cw", " · ".join([*names, text])
    return Happening(what=what, at=gone.withdrawn_at, icon=icon, kind="warn", text=text)


def _came(participant: Participant, before: Participant) -> Happening:
    at = before.withdrawal.withdrawn_at if before.withdrawal else participant.registered_at
    return Happening(what=N_("Comes instead of:"), at=at, icon="refresh-cw", text=before.display_name)
