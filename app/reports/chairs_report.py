"""The report of the chair at the opening, filled from the numbers of this moment, in either language."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from app.agenda.models import Session, SessionKind
from app.agenda.queries import sessions_of
from app.attendance.presence import DayPresence, presence_on
from app.checkin.walk_in import count_walk_ins
from app.db import db
from app.events.clock import day_of, event_now
from app.events.models import Day, Event
from app.events.on_paper import printed_letterhead
from app.events.queries import venues_of
from app.i18n import DEFAULT_LANGUAGE, clock_time, dates, force_locale, full_date, language, number, write
from app.lib.indonesian_dates import date_range
from app.lib.refusals import N_
from app.offices.models import Office, OfficeKind, Position
from app.participants.models import Participant, ParticipantRole, Seat
from app.participants.roles import ROLE_NAMES
from app.participants.wanted import ON_THE_LIST
from app.registration.words import KIND_NAMES
from app.services.paper.parts import Fact, Signer
from app.services.paper.statements import Statement, StatementPart

MOST_POSTS = 8
LEFT_OUT = frozenset({SessionKind.BREAK, SessionKind.DEPARTURE})


@dataclass(frozen=True)
class Figures:
    """Who takes part: by role, offices by kind, people by known post (the highest first), walk-ins."""

    people: int
    by_role: dict[ParticipantRole, int]
    offices: dict[OfficeKind, int]
    posts: Sequence[tuple[str, int]]
    walk_ins: int


@dataclass(frozen=True)
class Section:
    """One part of the report: its title, sentences, and lines of figures."""

    title: str
    sentences: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The section as it is copied."""
        lines = [f"- {label}: {value}" for label, value in self.figures]
        return "\n".join([self.title, *self.sentences, *lines])


@dataclass(frozen=True)
class Report:
    """What the chair reads out: `heading`, the event, and the sections; `as_of` is the moment it is true."""

    language: str
    heading: str
    event_title: str
    sections: tuple[Section, ...]
    as_of: str

    @property
    def text(self) -> str:
        """The whole report as plain text, to be copied."""
        head = f"{self.heading}\n{self.event_title}"
        return "\n\n".join([head, *(section.text for section in self.sections), self.as_of])


def reports_of(event: Event, *, languages: Sequence[str]) -> list[Report]:
    """Write the report in each of these languages, from the same numbers."""
    now, figures, sessions = event_now(event), figures_of(event), sessions_of(event)
    presence = presence_on(event, day_of(event, now))
    reports = []
    for spoken in languages:
        with force_locale(spoken):
            sections = (
                _time_and_place(event),
                *_people(figures),
                *_present(event, presence, now),
                *_agenda(sessions),
            )
            reports.append(
                Report(
                    spoken,
                    write(N_("Report of the chair of the committee"), {}),
                    event.title,
                    sections,
                    write(N_("As of %(when)s."), {"when": _moment(event, now)}),
                )
            )
    return reports


def statement_of(event: Event, report: Report) -> Statement:
    """Put a report on paper, under the letterhead of the event, to be signed by hand."""
    parts = tuple(
        StatementPart(one.title, one.sentences, tuple(Fact(*row) for row in one.figures))
        for one in report.sections
    )
    with force_locale(report.language):
        chair = Signer(post=write(N_("Chair of the committee"), {}), name="")
        place_and_date = f"{event.city}, {dates((day_of(event, event_now(event)),) * 2)}"
    return Statement(
        letterhead=printed_letterhead(event),
        heading=report.heading.upper(),
        subheading=(report.event_title,),
        parts=parts,
        as_of=report.as_of,
        place_and_date=place_and_date,
        signer=chair,
    )


def figures_of(event: Event) -> Figures:
    """Count who takes part, in four statements."""
    here = (Participant.event_id == event.id, Participant.state.in_(ON_THE_LIST))
    people = select(Participant.role, func.count()).where(*here).group_by(Participant.role)
    by_role = dict(db.session.execute(people).all())
    sending = select(Participant.office_id).where(*here).distinct()
    offices = select(Office.kind, func.count()).where(Office.id.in_(sending)).group_by(Office.kind)
    planned = select(Seat.id).where(Seat.event_id == event.id, Seat.position_id == Position.id).exists()
    posts = (
        select(Position.name, func.count(Participant.id), planned)
        .join(Participant, Participant.position_id == Position.id)
        .where(*here)
        .group_by(Position.id)
        .order_by(Position.rank_order, Position.id)
    )
    return Figures(
        people=sum(by_role.values()),
        by_role=by_role,
        offices=dict(db.session.execute(offices).all()),
        posts=_told_posts(db.session.execute(posts).all()),
        walk_ins=count_walk_ins(event),
    )


def _told_posts(rows: Sequence[Any]) -> list[tuple[str, int]]:
    """The posts of the seat plan; without a plan the highest ones."""
    planned = [(name, count) for name, count, is_planned in rows if is_planned]
    return planned or [(name, count) for name, count, _ in rows][:MOST_POSTS]


def _time_and_place(event: Event) -> Section:
    place = ", ".join([*(venue.name for venue in venues_of(event)), event.city])
    said = N_("With respect, we report that %(title)s is held on %(dates)s in %(place)s.")
    sentence = write(said, {"title": event.title, "dates": _days_of(event), "place": place})
    return Section(write(N_("Time and place"), {}), (sentence, *([event.purpose] if event.purpose else [])))


def _people(figures: Figures) -> Iterator[Section]:
    kinds = Counter(figures.offices)
    sentence = write(
        N_("%(people)s people are registered, sent by %(offices)s offices and bodies."),
        {"people": number(figures.people), "offices": number(kinds.total())},
    )
    rows = [(write(KIND_NAMES[kind], {}), number(kinds[kind])) for kind in OfficeKind if kinds[kind]]
    if figures.walk_ins:
        rows.append((write(N_("Registered at the desk"), {}), number(figures.walk_ins)))
    yield Section(write(N_("Participants"), {}), (sentence,), tuple(rows))
    posts = [(post, number(count)) for post, count in figures.posts]
    if posts:
        others = figures.people - sum(count for _, count in figures.posts)
        last = [(write(N_("Other posts and staff"), {}), number(others))] if others else []
        yield Section(write(N_("Participants by post"), {}), (), (*posts, *last))
    roles = [
        (write(ROLE_NAMES[role], {}), number(figures.by_role[role]))
        for role in ParticipantRole
        if figures.by_role.get(role)
    ]
    if roles:
        yield Section(write(N_("Participants by role"), {}), (), tuple(roles))


def _present(event: Event, presence: DayPresence | None, now: datetime) -> Iterator[Section]:
    if presence is None:
        return
    values = {
        "here": number(presence.here),
        "expected": number(presence.expected),
        "complete": number(presence.complete),
        "offices": number(presence.offices),
        "when": _moment(event, now),
    }
    sentence = N_(
        "By %(when)s, %(here)s of %(expected)s registered people have come; "
        "of %(complete)s of %(offices)s offices nobody is missing."
    )
    yield Section(write(N_("Present today"), {}), (write(sentence, values),))


def _agenda(sessions: Sequence[Session]) -> Iterator[Section]:
    told = [one for one in sessions if one.kind not in LEFT_OUT]
    rows = [
        (_day(day), "; ".join(one.title for one in of_day))
        for day, of_day in groupby(told, key=lambda one: one.day)
    ]
    if rows:
        yield Section(write(N_("Agenda in brief"), {}), (), tuple(rows))


def _days_of(event: Event) -> str:
    days = (event.starts_on, event.ends_on)
    return date_range(*days) if language() == DEFAULT_LANGUAGE else dates(days)


def _day(day: Day) -> str:
    return f"{full_date(day.date)} ({day.name})" if day.name else full_date(day.date)


def _moment(event: Event, now: datetime) -> str:
    return f"{full_date(now, event.zone)}, {clock_time(now, event.zone)}"
