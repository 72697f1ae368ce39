"""The desk of the tests: minutes of one plenary, and somebody who writes into them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from app.access import Role
from app.accounts.models import User
from app.agenda.models import Session
from app.audit.record import Machine
from app.db import db, transaction
from app.documents.models import Document
from app.events.models import Event
from app.minutes.models import Entry, EntryKind, Minutes, Publication
from app.minutes.open_minutes import open_minutes
from app.minutes.publish import publish_minutes
from app.minutes.queries import minutes_with_id
from app.minutes.wording import Wording
from app.minutes.write_entry import write_entry
from tests.cast import Cast

DUE = date(2024, 9, 30)


@dataclass
class Desk:
    """A secretary with a draft before them; everything written is committed."""

    cast: Cast
    session: Session
    minutes_id: int
    by: Machine

    @property
    def event(self) -> Event:
        return self.cast.event

    @property
    def minutes(self) -> Minutes:
        """The minutes as the database has them now."""
        return minutes_with_id(self.minutes_id)

    @property
    def document(self) -> Document:
        """The published paper as the database has it now."""
        publication = self.minutes.publication
        assert publication is not None
        return publication.document

    @property
    def secretary(self) -> User:
        return self.cast.user(Role.SECRETARY)

    @property
    def address(self) -> str:
        return f"/events/{self.event.slug}/minutes/{self.minutes_id}"

    def wording(self, text: str = "Seluruh kantor menuntaskan target.", **values: Any) -> Wording:
        plain = Wording(kind=EntryKind.DECISION, text=text, session_id=self.session.id)
        return replace(plain, **values)

    def action(
        self, *offices: str, text: str = "Mengunggah data dukung.", due_on: date | None = DUE
    ) -> Wording:
        """An action for these offices."""
        ids = tuple(self.cast.office(code).id for code in offices)
        return self.wording(text, kind=EntryKind.ACTION, due_on=due_on, office_ids=ids)

    def write(self, wording: Wording | None = None, *, key: str | None = None) -> Entry:
        with transaction():
            return write_entry(self.minutes, wording or self.wording(), key=key or str(uuid4()), by=self.by)

    def publish(self) -> Publication:
        with transaction():
            return publish_minutes(self.event, self.minutes_id, by=self.by)

    def typed(self, text: str = "Target dituntaskan.", **values: object) -> dict[str, object]:
        """What the browser sends for an entry."""
        plain = {"key": str(uuid4()), "kind": "decision", "session": self.session.id, "text": text}
        return {**plain, **values}

    def another(self, title: str = "Pleno kedua") -> "Desk":
        """Minutes of one more session."""
        return make_desk(self.cast, title)


def make_desk(cast: Cast, title: str) -> Desk:
    """Open minutes for a new session of this title."""
    session, by = cast.session(title), Machine("user:1", "Dhea")
    with transaction():
        minutes = open_minutes(cast.event, title=title, sessions=[session], by=by)
    return Desk(cast, session, minutes.id, by)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """Return a desk with an empty draft."""
    made = make_desk(cast, "Pleno pertama")
    db.session.expire_all()
    return made
