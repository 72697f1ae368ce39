"""Passes: what admits. A code is derived from pass, serial and secret; the database holds its SHA-256."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from app.audit.record import Doer, record
from app.db import db, insert_once, reserve_ids, write_rows
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.i18n import DEFAULT_LANGUAGE, force_locale, gettext
from app.lib.codes import code_sha256, pass_code
from app.lib.refusals import N_, Conflict
from app.participants.models import Participant, Pass
from app.participants.restate import restate
from app.participants.same_person import ids_of, refuse_merged
from app.services import services
from app.services.paper.qr import draw_qr

FIRST_SERIAL = 1
QR_MM = 33


class PassChanged(Conflict):
    """Somebody else issued a pass to the same person at the same moment."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Somebody else has just issued a new pass to this person. "
                "Look at the page again before you go on."
            )
        )


@dataclass(frozen=True)
class NewPass:
    """A pass to be issued: whose, and the how-manieth."""

    participant_id: int
    serial: int = FIRST_SERIAL


def code_of(issued: Pass) -> str:
    """The code on a pass, 18 characters; it is derived each time and stands in no table."""
    return pass_code(services().pass_secret, issued.id, issued.serial)


def pass_address(issued: Pass) -> str:
    """What the QR of a pass says: an upper-case address, so that its squares are large."""
    return f"{services().base_url}/P/{code_of(issued)}".upper()


def pass_qr(issued: Pass) -> bytes:
    """The QR of a pass as an SVG drawing, for screens."""
    return draw_qr(pass_address(issued), level="Q", size=QR_MM).svg()


def issue_pass(participant: Participant, *, by: Doer) -> Pass:
    """Give somebody a pass that admits; who has a valid one keeps it. A first one ends those of merged rows.

    Raises PassChanged when two do so at once, and CountsAsSomebody for a merged row.
    """
    one_at_a_time(participant.event_id)
    refuse_merged(participant)
    _lock(participant)
    valid = valid_pass(participant)
    if valid is not None:
        return valid
    event = db.session.get_one(Event, participant.event_id)
    with force_locale(DEFAULT_LANGUAGE):  # the reason is kept: in one language, whoever issues
        _void_passes(event, participant, reason=gettext(_NEW_ONE))  # of merged rows
    issued = _issue_next(event, participant)
    record(
        "participants.issue_pass", by=by, on=participant.reference, event_id=event.id, serial=issued.serial
    )
    return issued


def reissue_pass(participant: Participant, *, reason: str, by: Doer) -> Pass:
    """Void the pass around somebody's neck at once, also that of a merged row, and issue the next one.

    Raises PassChanged when two do so at once, and CountsAsSomebody for a merged row.
    """
    one_at_a_time(participant.event_id)
    refuse_merged(participant)
    _lock(participant)
    event = db.session.get_one(Event, participant.event_id)
    _void_passes(event, participant, reason=reason)
    issued = _issue_next(event, participant)
    record(
        "participants.reissue_pass",
        by=by,
        on=participant.reference,
        event_id=event.id,
        serial=issued.serial,
        reason=reason,
    )
    return issued


def void_passes(participant: Participant, *, reason: str) -> None:
    """End all passes of somebody who left, also of merged rows: from this moment no gate admits them."""
    one_at_a_time(participant.event_id)
    _lock(participant)
    _void_passes(db.session.get_one(Event, participant.event_id), participant, reason=reason)
    db.session.expire(participant, ["passes"])


def valid_pass(participant: Participant) -> Pass | None:
    """The pass that admits this person, if there is one."""
    return next((issued for issued in reversed(participant.passes) if issued.is_valid), None)


def issue_passes(event: Event, wanted: Sequence[NewPass]) -> list[int]:
    """Issue many passes in a few statements, and return their ids in the order given."""
    now = event_now(event)
    ids = reserve_ids(Pass, len(wanted))
    write_rows(
        Pass,
        (
            {
                "id": pass_id,
                "event_id": event.id,
                "participant_id": new.participant_id,
                "serial": new.serial,
                "code_sha256": code_sha256(pass_code(services().pass_secret, pass_id, new.serial)),
                "issued_at": now,
            }
            for pass_id, new in zip(ids, wanted, strict=True)
        ),
    )
    restate([new.participant_id for new in wanted])
    return ids


def _lock(participant: Participant) -> None:
    """Let whoever issues to the same person wait, and look at the passes as they are now."""
    row = select(Participant.id).where(Participant.id == participant.id)
    db.session.execute(row.with_for_update(key_share=True))
    db.session.expire(participant, ["passes"])


def _issue_next(event: Event, participant: Participant) -> Pass:
    highest = select(func.max(Pass.serial)).where(Pass.participant_id == participant.id)
    serial = (db.session.scalar(highest) or 0) + 1
    new_id = insert_once(
        Pass,
        event_id=event.id,
        participant_id=participant.id,
        serial=serial,
        issued_at=event_now(event),
    )
    if new_id is None:
        raise PassChanged
    sealed = code_sha256(pass_code(services().pass_secret, new_id, serial))
    db.session.execute(update(Pass).where(Pass.id == new_id).values(code_sha256=sealed))
    restate([participant.id])
    db.session.expire(participant, ["passes"])
    return db.session.get_one(Pass, new_id)


def _void_passes(event: Event, participant: Participant, *, reason: str) -> None:
    rows = ids_of(participant)
    db.session.execute(
        update(Pass)
        .where(Pass.participant_id.in_(rows), Pass.voided_at.is_(None))
        .values(voided_at=event_now(event), void_reason=reason)
    )
    restate(rows)


_NEW_ONE = N_("The person has a new pass.")
