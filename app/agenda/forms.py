"""What people type about a session."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length

from app.agenda.models import Session, SessionKind
from app.agenda.schedule import PresenterDetails, SessionDetails
from app.agenda.words import KIND_WORDS
from app.doors import SelectChoice
from app.events.models import Day, Event, Venue
from app.i18n import full_date
from app.lib.folding import lines_of, squeezed, tidy

NO_ROOM = ""
NEEDED = _l("Fill this in.")


class SessionForm(FlaskForm):
    """A session; times are those of the event's place."""

    title = TextAreaField(_l("Title"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=300)])
    kind = SelectField(
        _l("Kind"), choices=[SelectChoice(kind.value, _l(word)) for kind, word in KIND_WORDS.items()]
    )
    on = SelectField(_l("Day"))
    starts = TimeField(_l("Begins"), validators=[InputRequired(_l("Give a time, for example 13.30."))])
    ends = TimeField(_l("Ends"), validators=[InputRequired(_l("Give a time, for example 15.30."))])
    room = SelectField(_l("Room"))
    presenters = TextAreaField(
        _l("Presenters, in order"),
        description=_l("One per line: post; name; topic. Only what is known, for example the post alone."),
        validators=[Length(max=5000)],
    )

    def offer(self, days: Iterable[Day], venues: Iterable[Venue]) -> None:
        """Offer the days and rooms of the event."""
        self.on.choices = [SelectChoice(day.date.isoformat(), full_date(day.date)) for day in days]
        rooms = [
            SelectChoice(str(room.id), f"{room.name}, {venue.name}")
            for venue in venues
            for room in venue.rooms
        ]
        self.room.choices = [SelectChoice(NO_ROOM, _l("No room")), *rooms]

    def details(self, event: Event) -> SessionDetails:
        """Return what was typed, as the verb takes it."""
        day, zone = date.fromisoformat(self.on.data), ZoneInfo(event.zone)
        return SessionDetails(
            title=self.title.data or "",
            kind=SessionKind(self.kind.data),
            starts_at=datetime.combine(day, self.starts.data or time(), zone),
            ends_at=datetime.combine(day, self.ends.data or time(), zone),
            room_id=int(self.room.data) if self.room.data else None,
            presenters=tuple(map(_presenter, lines_of(self.presenters.data))),
        )


def _presenter(line: str) -> PresenterDetails:
    post, name, topic, *_ = [*map(squeezed, line.split(";", 2)), "", "", ""]
    return PresenterDetails(post, name, topic)


def written(session: Session, zone: str) -> dict[str, Any]:
    """Return a session as the form shows it."""
    there = ZoneInfo(zone)
    lines = [f"{one.post}; {one.name}; {one.topic}".rstrip("; ") for one in session.presenters]
    return {
        "title": session.title,
        "kind": session.kind.value,
        "on": session.starts_at.astimezone(there).date().isoformat(),
        "starts": session.starts_at.astimezone(there).time(),
        "ends": session.ends_at.astimezone(there).time(),
        "room": str(session.room_id or NO_ROOM),
        "presenters": "\n".join(lines),
    }
