"""The list of people to be written to by WhatsApp: counted by the database, and read a page at a time."""

import enum
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, literal, select

from app.db import db
from app.events.models import Event
from app.messages.models import Sharing
from app.participants.models import Participant
from app.participants.pages import Page, Tally, page_among
from app.participants.queries import everything, offices_taking_part, question
from app.participants.wanted import ListState, Wanted


class Opened(enum.Enum):
    """Whether somebody has opened WhatsApp for a person."""

    NOT_YET = "waiting"
    BEFORE = "opened"


def count_openings(event: Event, *, actor: Any, search: str) -> Tally[Opened]:
    """Count those with a valid pass whom the search finds, by whether WhatsApp was opened for them."""
    found, opened = question(event, actor, _registered(search)), _is_opened()
    asked = found.with_only_columns(Participant.office_id, opened, func.count())
    rows = db.session.execute(asked.group_by(Participant.office_id, opened))
    return Tally(
        [(office_id, Opened.BEFORE if done else Opened.NOT_YET, people) for office_id, done, people in rows]
    )


def page_of_openings(
    event: Event, *, actor: Any, search: str, opened: Opened | None, number: int, counts: Tally[Opened]
) -> Page:
    """Return one page of them in protocol order; `counts` are of the same search."""
    asked = question(event, actor, _registered(search))
    if opened is not None:
        asked = asked.where(_is_opened() if opened is Opened.BEFORE else ~_is_opened())
    return page_among(
        asked,
        counts.by_office(opened),
        number=number,
        offices=offices_taking_part(event, actor=actor),
        options=everything(),
    )


def _registered(search: str) -> Wanted:
    return Wanted(search=search, state=ListState.REGISTERED)


def _is_opened() -> ColumnElement[bool]:
    reference = literal("participant:") + cast(Participant.id, String)
    return select(Sharing.id).where(Sharing.about == reference).correlate(Participant).exists()
