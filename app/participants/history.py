"""What happened to one participant: told from the records, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from app.lib.refusals import N_
from app.participants.models import Participant

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
    """Tell registration, passes and withdrawal of a participant, the newest first."""
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
        gone = participant.withdrawal
        text = f"{gone.reason} ({gone.withdrawn_by})"
        told.append(
            Happening(what=N_("Withdrawn:"), at=gone.withdrawn_at, icon="undo-2", kind="warn", text=text)
        )
    return sorted(told, key=lambda happening: happening.at, reverse=True)
