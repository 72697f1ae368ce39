"""Read an agenda from a CSV file: all of it, or nothing."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from app.agenda.models import Session, SessionKind
from app.agenda.queries import sessions_of
from app.agenda.schedule import PresenterDetails, SessionDetails, add_session, change_session
from app.audit.record import Doer
from app.events.models import Event
from app.events.places import add_room, add_venue
from app.events.queries import venues_of
from app.lib.csv_lists import ListUnreadable, read_csv_list
from app.lib.refusals import N_

COLUMNS = ("date", "start", "end", "venue", "room", "kind", "title")
PRESENTERS = ("presenters", "presenters (posts)")


@dataclass(frozen=True, kw_only=True)
class AgendaRow:
    """One line of the agenda; times are those of the event's place."""

    line: int
    on: date
    starts: time
    ends: time
    venue: str
    room: str
    kind: SessionKind
    title: str
    presenters: tuple[PresenterDetails, ...]


@dataclass(frozen=True, kw_only=True)
class AgendaImported:
    """What an import did."""

    rows: int
    created: int
    unchanged: int
    updated: int


class AgendaUnreadable(ListUnreadable):
    """The file is not an agenda."""


def read_agenda(content: bytes) -> list[AgendaRow]:
    """Read a CSV file with date, start, end, venue, room, kind, title and presenters.

    Dates are 2024-09-06, times 13:30, presenters posts with semicolons between them. Raises
    ListUnreadable, or AgendaUnreadable with the line.
    """
    return [_row(values, number) for number, values in read_csv_list(content, columns=COLUMNS)]


def import_agenda(event: Event, rows: list[AgendaRow], *, by: Doer) -> AgendaImported:
    """Add the sessions that are new, with their venues and rooms; change those of the same start and title.

    Repeating it changes nothing. Raises TimesImpossible and SessionAttended.
    """
    rooms = _Rooms(event, by)
    there = {(session.starts_at, session.title): session for session in sessions_of(event)}
    created = updated = 0
    for row in rows:
        details = _details(event, row, rooms)
        session = there.get((details.starts_at, details.title))
        if session is None:
            add_session(event, details, by=by)
            created += 1
        elif _as_details(session) != details:
            change_session(event, session, details, by=by)
            updated += 1
    return AgendaImported(
        rows=len(rows), created=created, updated=updated, unchanged=len(rows) - created - updated
    )


class _Rooms:
    """The rooms of the event by name; one that is missing is added."""

    def __init__(self, event: Event, by: Doer) -> None:
        self._event, self._by = event, by
        self._venues = {venue.name: venue for venue in venues_of(event)}
        self._ids = {
            (venue.name, room.name): room.id for venue in self._venues.values() for room in venue.rooms
        }

    def id_of(self, venue: str, room: str) -> int | None:
        if not room:
            return None
        if (venue, room) not in self._ids:
            if venue not in self._venues:
                self._venues[venue] = add_venue(self._event, name=venue, by=self._by)
            self._ids[venue, room] = add_room(self._venues[venue], name=room, by=self._by).id
        return self._ids[venue, room]


def _details(event: Event, row: AgendaRow, rooms: _Rooms) -> SessionDetails:
    zone = ZoneInfo(event.zone)
    return SessionDetails(
        title=row.title,
        kind=row.kind,
        starts_at=datetime.combine(row.on, row.starts, zone),
        ends_at=datetime.combine(row.on, row.ends, zone),
        room_id=rooms.id_of(row.venue, row.room),
        presenters=row.presenters,
    )


def _as_details(session: Session) -> SessionDetails:
    return SessionDetails(
        title=session.title,
        kind=session.kind,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room_id=session.room_id,
        presenters=tuple(PresenterDetails(one.post, one.name, one.topic) for one in session.presenters),
    )


def _row(values: dict[str, str], number: int) -> AgendaRow:
    posts = next((values[name] for name in PRESENTERS if name in values), "")
    if not values["title"]:
        raise AgendaUnreadable(
            N_("Line %(line)s of the agenda has no title. Nothing was imported."), line=number
        )
    try:
        return AgendaRow(
            line=number,
            on=date.fromisoformat(values["date"]),
            starts=time.fromisoformat(values["start"].replace(".", ":")),
            ends=time.fromisoformat(values["end"].replace(".", ":")),
            venue=values["venue"],
            room=values["room"],
            kind=SessionKind(values["kind"]),
            title=values["title"],
            presenters=tuple(PresenterDetails(post.strip()) for post in posts.split(";") if post.strip()),
        )
    except ValueError as unreadable:
        raise AgendaUnreadable(
            N_(
                "Line %(line)s of the agenda could not be read: %(why)s. Write dates as 2024-09-06,"
                " times as 13:30, and one of these kinds: %(kinds)s."
            ),
            line=number,
            why=str(unreadable),
            kinds=", ".join(kind.value for kind in SessionKind),
        ) from unreadable
