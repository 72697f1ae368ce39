"""What the row that stays takes over from one merged into it, because it lacks it, and how it goes back.

The trail tells which columns those were: taking the two apart reads it there (docs/decisions/0029).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.db import db
from app.participants.models import Manner, Participant, Seat
from app.participants.register_person import identities, nip_holder
from app.participants.search_text import search_text
from app.participants.seats import free_from_those_gone
from app.participants.told_change import told_change

MERGED = "participants.merge"
COPIED = ("rank", "email", "phone", "sex")  # both rows have them afterwards
POST = ("position_name", "position_id")
SEAT = ("seat_id", "manner", "represents")  # moved: a seat has one holder, an event one row with a NIP
NOTHING = {"rank": "", "position_name": ""}  # what a column says that says nothing, when not None
Told = Mapping[str, Sequence[Any]]


def taken_over(duplicate: Participant, into: Participant) -> dict[str, Any]:
    """Say what `into` would take over: each column that it lacks and `duplicate` has, with the value."""
    names = [name for name in ("nip", *COPIED) if getattr(duplicate, name) and not getattr(into, name)]
    if duplicate.position_name and not into.position_name:
        names += POST
    if _sits(duplicate) and into.seat_id is None and into.delegation_id == duplicate.delegation_id:
        names += SEAT
    return {name: getattr(duplicate, name) for name in names}


def leaves_seat_empty(duplicate: Participant, into: Participant) -> bool:
    """Whether nobody sits any more where `duplicate` sat, once it counts as `into`."""
    return _sits(duplicate) and "seat_id" not in taken_over(duplicate, into)


def _sits(row: Participant) -> bool:
    return row.seat_id is not None and row.withdrawal is None


def take_over(duplicate: Participant, into: Participant) -> dict[str, list[Any]]:
    """Let `into` have what it lacks; return old and new value of each column, as the trail keeps them.

    Call it holding `one_at_a_time`.
    """
    values = taken_over(duplicate, into)
    told = {name: told_change(name, (getattr(into, name), value)) for name, value in values.items()}
    if "nip" in values:
        _number(duplicate, None)
        _number(into, values["nip"])
    if "seat_id" in values:
        duplicate.seat_id = None
        db.session.flush()
    _write(into, {name: value for name, value in values.items() if name != "nip"})
    _look_again(duplicate, into)
    return told


def give_back(duplicate: Participant, into: Participant) -> None:
    """Take from `into` what it took over from `duplicate`, unless it says something else by now.

    A number or a seat goes back too, when nobody else has it. Call it holding `one_at_a_time`.
    """
    told = _told(duplicate)
    if "nip" in told:
        _give_number_back(duplicate, into, told["nip"][1])
    for name in (name for name in (*COPIED, POST[0]) if name in told):
        if getattr(into, name) == getattr(duplicate, name):
            _write(into, {one: NOTHING.get(one) for one in (POST if name in POST else (name,))})
    if "seat_id" in told:
        _give_seat_back(duplicate, into, told)
    _look_again(duplicate, into)


def _told(duplicate: Participant) -> Told:
    """What the last merge of this row took over; one from before this was written down took nothing."""
    merges = select(AuditEntry.details).where(
        AuditEntry.action == MERGED, AuditEntry.subject == duplicate.reference
    )
    last = db.session.scalars(merges.order_by(AuditEntry.id.desc()).limit(1)).one_or_none()
    taken: Told = (last or {}).get("taken_over", {})
    return taken


def _give_number_back(duplicate: Participant, into: Participant, nip: str) -> None:
    if into.nip == nip:
        _number(into, None)
    if nip_holder(duplicate.event_id, nip) is None:
        _number(duplicate, nip)


def _give_seat_back(duplicate: Participant, into: Participant, told: Told) -> None:
    seat_id = told["seat_id"][1]
    if into.seat_id == seat_id:
        manner, represents = Manner(told["manner"][0]), told["represents"][0]
        _write(into, {"seat_id": None, "manner": manner, "represents": represents})
    if duplicate.withdrawal is not None or db.session.get(Seat, seat_id) is None:
        return
    free_from_those_gone(duplicate.event_id, {seat_id})
    if db.session.scalar(select(Participant.id).where(Participant.seat_id == seat_id)) is None:
        _write(duplicate, {"seat_id": seat_id})


def _number(row: Participant, nip: str | None) -> None:
    """Write the NIP of a row, and what a sheet recognises it by: the first identity that is free."""
    for identity in identities(nip, row.name, row.office):
        others = select(Participant.id).where(
            Participant.event_id == row.event_id, Participant.identity == identity, Participant.id != row.id
        )
        if db.session.scalar(others) is None:
            _write(row, {"nip": nip, "identity": identity})
            return


def _write(row: Participant, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    db.session.flush()


def _look_again(*rows: Participant) -> None:
    for row in rows:
        row.search_text = search_text(row.folded_name, row.position_name)
        db.session.flush()
        db.session.expire(row, ["seat", "position"])
