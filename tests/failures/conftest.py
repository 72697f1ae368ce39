"""A secretary in the middle of writing, when something outside fails."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.minutes.models import Entry
from app.minutes.open_minutes import open_minutes
from tests.cast import Cast, sign_in

TYPED = "Setiap kantor wilayah menyampaikan rencana aksi."


@dataclass
class Desk:
    """The secretary's browser, before a draft."""

    browser: FlaskClient
    address: str
    session_id: int

    def write(self) -> TestResponse:
        """Send the form with one entry."""
        entry = {"key": str(uuid4()), "kind": "decision", "text": TYPED, "session": self.session_id}
        return self.browser.post(self.address, data=entry)

    def send_again(self, page: TestResponse) -> TestResponse:
        """Press the button of the page that gave back what was typed."""
        form = BeautifulSoup(page.text, "html.parser").select_one("main form[method=post]")
        assert form is not None, page.text
        fields = {str(box["name"]): box.get_text() for box in form.select("textarea")}
        return self.browser.post(self.address, data=fields)

    @staticmethod
    def entries() -> int:
        """Count what was stored."""
        return db.session.scalar(select(func.count(Entry.id))) or 0


@pytest.fixture
def desk(client: FlaskClient, cast: Cast) -> Desk:
    session = cast.session()
    with transaction() as database:
        minutes = open_minutes(cast.event, title="Pleno", sessions=[session], by=COMMAND_LINE)
        database.flush()
    sign_in(client, cast.user(Role.SECRETARY))
    return Desk(client, f"/events/{cast.event.slug}/minutes/{minutes.id}/entries", session.id)


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Return the browser of somebody of the committee."""
    return sign_in(client, cast.user(Role.COMMITTEE))
