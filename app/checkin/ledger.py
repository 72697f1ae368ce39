"""The few statements that redeeming needs, each for a whole batch.

They are built once: a scan costs one look at the passes, one insert of scans and one of
attendances (`many_rows`). Unique constraints decide every race; rows are written in a fixed order, so
that two gates with overlapping batches wait for each other instead of locking each other out.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    ScalarSelect,
    Select,
    String,
    Table,
    bindparam,
    case,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

from app.checkin.hours import SessionHours
from app.checkin.judging import Judgement, PassFound, PersonAtGate, arrival
from app.checkin.many_rows import insert_into, insert_rows
from app.checkin.models import Attendance, Scan
from app.db import db
from app.lib.personal_names import name_of_row
from app.offices.models import Office
from app.participants.models import MergedInto, Participant, ParticipantState, Pass, Withdrawal

# Tables, not models: a gate in a hurry needs no objects.
SCANS, ATTENDANCES, PASSES, PEOPLE, OFFICES, WITHDRAWALS, MERGES = (
    cast("Table", model.__table__)
    for model in (Scan, Attendance, Pass, Participant, Office, Withdrawal, MergedInto)
)
# What an arrival writes over an excuse; nobody stands in for somebody who has come.
COMING = ("status", "first_at", "scan_id", "set_by", "represented_by")
WHO = tuple(PEOPLE.c[name] for name in ("front_titles", "name", "back_titles", "rank", "position_name"))


def find_passes(codes: Iterable[str], *, session_id: int) -> dict[str, PassFound]:
    """Look the codes up (SHA-256), with owner and arrival in this session; unknown ones are missing.

    The pass of a row that was merged into another belongs to that person, and so does its arrival.
    """
    asked = {"codes": list(codes), "session_id": session_id}
    rows = db.session.connection().execute(_passes(_dialect()), asked)
    return {
        row.code_sha256: PassFound(
            id=row.pass_id,
            event_id=row.event_id,
            person=person_at_gate(row),
            voided_at=row.voided_at,
            withdrawn_at=row.withdrawn_at,
            first_at=min(filter(None, (row.first_at, row.merged_first_at)), default=None),
            confirmed=row.state is not ParticipantState.WITHOUT_PASS,
            left_at=max(filter(None, (row.left_at, row.merged_left_at)), default=None),
            returned_at=max(filter(None, (row.returned_at, row.merged_returned_at)), default=None),
        )
        for row in rows
    }


@cache
def _passes(dialect: str) -> Select[*tuple[Any, ...]]:
    owner = func.coalesce(MERGES.c.participant_id, PASSES.c.participant_id)
    in_session = ATTENDANCES.c.session_id == bindparam("session_id")
    return (
        select(
            PASSES.c.code_sha256,
            PASSES.c.id.label("pass_id"),
            PASSES.c.event_id,
            PEOPLE.c.id.label("participant_id"),
            PASSES.c.voided_at,
            *WHO,
            OFFICES.c.name.label("office"),
            WITHDRAWALS.c.withdrawn_at,
            PEOPLE.c.state,
            ATTENDANCES.c.first_at,
            ATTENDANCES.c.left_at,
            ATTENDANCES.c.returned_at,
            _of_merged(owner, "first_at", func.min).label("merged_first_at"),
            _of_merged(owner, "left_at", func.max).label("merged_left_at"),
            _of_merged(owner, "returned_at", func.max).label("merged_returned_at"),
        )
        .select_from(PASSES)
        .outerjoin(MERGES, MERGES.c.duplicate_id == PASSES.c.participant_id)
        .join(PEOPLE, PEOPLE.c.id == owner)
        .join(OFFICES, OFFICES.c.id == PEOPLE.c.office_id)
        .outerjoin(WITHDRAWALS, WITHDRAWALS.c.participant_id == PEOPLE.c.id)
        .outerjoin(ATTENDANCES, (ATTENDANCES.c.participant_id == PEOPLE.c.id) & in_session)
        .where(
            PASSES.c.code_sha256 == func.any(bindparam("codes", type_=postgresql.ARRAY(String)))
            if dialect == "postgresql"
            else PASSES.c.code_sha256.in_(bindparam("codes", expanding=True))
        )
    )


def _of_merged(owner: ColumnElement[int], moment: str, which: Callable[..., Any]) -> ScalarSelect[datetime]:
    """When somebody came, went or came back under rows merged into this person; hardly anybody has one.

    A question inside the question, so that every database begins with the merges of this person: as a join,
    PostgreSQL looked through all arrivals of the session for every scan, as long as it believed them few.
    """
    others, arrived = MERGES.alias("others"), ATTENDANCES.alias("arrived")
    under_it = (
        select(arrived.c[moment])
        .where(
            arrived.c.session_id == bindparam("session_id"),
            arrived.c.participant_id == others.c.duplicate_id,
        )
        .correlate(others)
        .scalar_subquery()
    )
    return (
        select(which(under_it))
        .select_from(others)
        .where(others.c.participant_id == owner)
        .correlate(MERGES, PASSES)
        .scalar_subquery()
    )


def person_at_gate(row: Row[*tuple[Any, ...]]) -> PersonAtGate:
    """Return the person of a row that names participant, office and post."""
    name = name_of_row(row.front_titles, row.name, row.back_titles, row.rank)
    return PersonAtGate(row.participant_id, name.display, row.office, row.position_name)


def keep_scans(rows: list[dict[str, object]]) -> dict[str, int]:
    """Write scans; return the ids of the new ones by key. A key that is there already stays as it is."""
    in_order = sorted(rows, key=lambda row: str(row["key"]))
    written = insert_rows(db.session.connection(), _scan_insert(_dialect()), in_order)
    return {row.key: row.id for row in written}


@cache
def _scan_insert(dialect: str) -> Any:
    insert = insert_into(SCANS, dialect)
    return insert.on_conflict_do_nothing(index_elements=["event_id", "key"]).returning(
        SCANS.c.id, SCANS.c.key
    )


def keep_attendances(rows: list[dict[str, object]]) -> set[int]:
    """Write arrivals; return the participants who had not arrived before.

    Somebody who was marked excused or absent and comes after all becomes present.
    """
    in_order = sorted(rows, key=lambda row: cast("int", row["participant_id"]))
    written = insert_rows(db.session.connection(), _attendance_insert(_dialect()), in_order)
    return {row.participant_id for row in written}


@cache
def _attendance_insert(dialect: str) -> Any:
    insert = insert_into(ATTENDANCES, dialect)
    arrived = {name: insert.excluded[name] for name in COMING}
    return insert.on_conflict_do_update(
        index_elements=["session_id", "participant_id"],
        set_=arrived,
        where=ATTENDANCES.c.first_at.is_(None),
    ).returning(ATTENDANCES.c.participant_id)


def arrivals(session_id: int, participants: Iterable[int]) -> dict[int, datetime]:
    """Return when these people arrived in a session, as other gates have written it meanwhile."""
    rows = db.session.execute(
        select(Attendance.participant_id, Attendance.first_at).where(
            Attendance.session_id == session_id,
            Attendance.participant_id.in_(list(participants)),
            Attendance.first_at.is_not(None),
        )
    )
    return {row.participant_id: row.first_at for row in rows}


def correct_scan(scan_id: int, judgement: Judgement) -> None:
    """Write what a scan came to after another gate was quicker."""
    values = {"status": judgement.status, "first_at": judgement.first_at}
    db.session.execute(update(SCANS).where(SCANS.c.id == scan_id).values(values))


def move_arrival(judgement: Judgement, *, hours: SessionHours, scan_id: int) -> None:
    """Let an earlier scan, sent later, be the arrival: unless a still earlier one is there.

    Where going is noted, what was the arrival is a coming back from now on: somebody may have gone between.
    """
    values: dict[str, Any] = {"first_at": judgement.at, "scan_id": scan_id}
    if hours.direction_out:
        columns = ATTENDANCES.c
        is_last = columns.returned_at.is_(None) | (columns.returned_at < columns.first_at)
        values["returned_at"] = case((is_last, columns.first_at), else_=columns.returned_at)
    db.session.execute(
        update(ATTENDANCES)
        .where(
            ATTENDANCES.c.session_id == hours.session_id,
            ATTENDANCES.c.participant_id.in_(rows_of(judgement.person_id)),
            ATTENDANCES.c.first_at > judgement.at,
        )
        .values(**values, status=arrival(hours, judgement.at))
    )


def rows_of(person_id: int | None) -> Any:
    """Return the rows that count as this person: the own one, and those merged into it."""
    merged = select(MERGES.c.duplicate_id).where(MERGES.c.participant_id == person_id)
    return select(literal(person_id, Integer)).union_all(merged)


def _dialect() -> str:
    return db.session.connection().dialect.name


def scan_row(judgement: Judgement, constants: Mapping[str, object]) -> dict[str, object]:
    """Return a scan as it is stored; `constants` are what a whole batch has in common."""
    return {
        **constants,
        "key": judgement.presented.key,
        "gate_id": judgement.presented.post.gate_id,
        "device_id": judgement.presented.post.device_id,
        "by": judgement.presented.post.by,
        "by_name": judgement.presented.post.by_name,
        "participant_id": judgement.person_id,
        "pass_id": judgement.found.id if judgement.found else None,
        "code_sha256": judgement.presented.code_sha256,
        "at": judgement.presented.at,
        "clock_offset_seconds": judgement.offset_seconds,
        "status": judgement.status,
        "reason": judgement.reason,
        "first_at": judgement.first_at,
        "direction": judgement.presented.direction,
        "told": judgement.presented.told,
    }
