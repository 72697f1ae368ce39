"""What whoever stands at the gate should know of a person: offline and online in the same words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import aliased

from app.db import db
from app.i18n import gettext as _
from app.participants.models import Manner, Participant, ParticipantRole
from app.participants.roles import ROLE_NAMES
from app.travel.models import Needs

VIPS = frozenset({ParticipantRole.LEADERSHIP, ParticipantRole.GUEST})
BEFORE = aliased(Participant)  # whom somebody comes instead of
NOTED: tuple[ColumnElement[Any] | Any, ...] = (
    Participant.role,
    Participant.manner,
    Participant.represents,
    BEFORE.name.label("instead_of"),
    Needs.assistance,
)


class NoteKind(StrEnum):
    """What a note is about."""

    VIP = "vip"
    NEEDS = "needs"
    REPRESENTS = "represents"
    ACTING = "acting"
    SUBSTITUTED = "substituted"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know, in the language of the device. What somebody needs is never told, only that."""

    kind: NoteKind
    text: str


def notes_in(row: Row[*tuple[Any, ...]]) -> list[Note]:
    """Return the notes of a row that has the columns NOTED."""
    notes = []
    if row.role in VIPS:
        notes.append(Note(NoteKind.VIP, _(ROLE_NAMES[row.role])))
    if row.represents:
        notes.append(Note(NoteKind.REPRESENTS, _("Represents %(whom)s", whom=row.represents)))
    elif row.manner is Manner.ACTING:
        notes.append(Note(NoteKind.ACTING, _("Acting holder of the post")))
    if row.instead_of:
        notes.append(Note(NoteKind.SUBSTITUTED, _("Comes instead of %(name)s", name=row.instead_of)))
    if row.assistance:
        notes.append(Note(NoteKind.NEEDS, _("Asked for assistance: ask what helps")))
    return notes


def notes_of(person: Participant) -> list[Note]:
    """Return the notes of one person."""
    question = (
        select(*NOTED)
        .select_from(Participant)
        .outerjoin(BEFORE, BEFORE.id == Participant.substitutes_id)
        .outerjoin(Needs, Needs.participant_id == Participant.id)
        .where(Participant.id == person.id)
    )
    return notes_in(db.session.execute(question).one())
