"""Every deed and every kind of work has words, in both languages."""

import ast
import re

import pytest
from bs4 import BeautifulSoup

from app.access import Role
from app.admin.deeds import DEED_WORDS
from app.audit.record import COMMAND_LINE, record
from app.db import db, transaction
from app.factory import AREAS
from app.i18n import force_locale, write
from app.jobs.background import KINDS
from app.jobs.models import Job
from dev.addresses import ROOT
from tests.cast import sign_in

AREA = "|".join(area.rpartition(".")[2] for area in AREAS)
ACTION = re.compile(rf"(?:{AREA})\.[a-z_]+")


def actions_recorded() -> set[str]:
    """Find the actions in the modules that write or read the trail; each is a literal in one of them."""
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        tree = ast.parse(path.read_text())
        imported = {
            name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in {"app.audit.record", "app.audit.models"}
            for name in node.names
        }
        if imported & {"record", "record_all", "Deed", "AuditEntry"}:
            texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
            found |= {text for text in texts if isinstance(text, str) and ACTION.fullmatch(text)}
    return found


@pytest.mark.any_database
def test_every_action_of_the_trail_has_words(app):
    pages, kinds = set(app.view_functions), set(KINDS)
    assert actions_recorded() - pages - kinds - set(DEED_WORDS) == set()
    assert set(DEED_WORDS) - actions_recorded() == set()


@pytest.mark.parametrize("msgid", sorted({*DEED_WORDS.values(), *(one.words for one in KINDS.values())}))
@pytest.mark.any_database
def test_the_words_are_there_in_indonesian(app, msgid):
    with app.test_request_context(), force_locale("id"):
        assert msgid == "Try" or write(msgid, {}) != msgid


def test_the_trail_tells_a_deed_in_words_and_by_its_name(client, cast):
    with transaction():
        record("participants.withdraw", by=COMMAND_LINE, on="participant:1")
    page = sign_in(client, cast.user(Role.ADMINISTRATOR)).get("/admin/audit?q=participants.")
    assert "Mengundurkan peserta" in page.text
    assert "participants.withdraw" in page.text


def test_a_piece_of_work_says_what_it_is_and_leads_back_to_where_it_was_asked_for(client, cast):
    cast.participant()
    badges = f"/events/{cast.event.slug}/badges"
    sign_in(client, cast.user(Role.COMMITTEE))
    asked = client.post(badges, data={"office": "0", "key": "k"})
    page = BeautifulSoup(client.get(asked.location).data, "html.parser")
    assert page.select("h1")[0].text == "Pencetakan kartu"
    assert page.select(".back")[0]["href"] == badges
    assert "Acara" in page.select(".sections")[0].text


@pytest.mark.parametrize("foreign", ["https://evil.example/", "//evil.example", "/\\evil.example", "nowhere"])
@pytest.mark.any_database
def test_the_way_back_leads_nowhere_else(client, cast, foreign):
    cast.participant()
    sign_in(client, cast.user(Role.COMMITTEE))
    client.post(f"/events/{cast.event.slug}/badges", data={"office": "0", "key": "k"})
    job = db.session.scalars(db.select(Job)).one()
    assert foreign not in client.get(f"/jobs/{job.id}", query_string={"back": foreign}).text.split("<main")[1]


def test_the_list_of_work_speaks_in_words(client, cast):
    cast.participant()
    client = sign_in(client, cast.user(Role.COMMITTEE))
    client.post(f"/events/{cast.event.slug}/badges", data={"office": "0", "key": "k"})
    page = sign_in(client, cast.user(Role.ADMINISTRATOR)).get("/admin/jobs")
    assert "Pencetakan kartu" in page.text
