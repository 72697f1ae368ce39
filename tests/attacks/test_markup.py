"""Markup in everything that people may write, on every page and on paper."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Column, String, update
from sqlalchemy.schema import ColumnCollectionConstraint
from weasyprint.urls import FatalURLFetchingError

from app.access import Role
from app.db import db, transaction
from app.factory import STATIC, TEMPLATES
from app.participants.models import Participant
from app.services.paper import WeasyPrintPress
from app.services.paper.engine import OwnFilesOnly
from app.services.paper.parts import PrintedName
from app.services.paper.pictures import Pictures
from app.services.paper.sheets import BadgeSheet
from tests.access.house import House, furnish
from tests.cast import Cast, sign_in
from tests.services.paper_cast import badge, people

EVIL = """<img src=x onerror=alert(1)><script>alert(2)</script>" onfocus=alert(3) x="' javascript:alert(4)"""
# What no person writes: addresses, keys, hashes, and what is chosen from a list.
KEPT = {
    *(
        "slug",
        "zone",
        "key",
        "code",
        "token_sha256",
        "code_sha256",
        "password_hash",
        "email",
        "kind",
        "subject",
    ),
    *("certificate_design", "hash", "requested_by", "actor", "by", "set_by", "task"),
}


def written_by_people(column: Column[object]) -> bool:
    chosen = column.name in KEPT or column.name.endswith(("number", "storage_key"))
    bound = any(
        isinstance(rule, ColumnCollectionConstraint) and rule.columns.contains_column(column)
        for rule in column.table.constraints
    )
    one_of_each = any(index.unique and column in index.columns.values() for index in column.table.indexes)
    free = not (chosen or bound or one_of_each)
    return type(column.type) is String and free and column.computed is None


def poison() -> None:
    """Put markup into every column of text that somebody may have written."""
    with transaction():
        for table in db.metadata.sorted_tables:
            columns = [column for column in table.columns if written_by_people(column)]
            if columns:
                db.session.execute(update(table).values(dict.fromkeys(columns, EVIL)))


@pytest.fixture
def house(cast: Cast) -> House:
    made = furnish(cast)
    poison()
    db.session.expire_all()
    return made


@pytest.mark.any_database
def test_markup_in_the_database_is_words_on_every_page(
    app: Flask, client: FlaskClient, cast: Cast, house: House
):
    administrator, seen = sign_in(client, cast.user(Role.ADMINISTRATOR)), 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint in {"static", "stylesheet", "portal.worker"}:
            continue
        answer = administrator.get(
            house.address(app, rule), query_string={"q": EVIL, "next": EVIL, "code": EVIL}
        )
        if answer.mimetype != "text/html":
            continue
        page = answer.text
        assert answer.status_code != 500, rule.rule
        if rule.endpoint == "messages.html":  # a letter as it is: shown where nothing of it can run
            policy = answer.headers["Content-Security-Policy"]
            assert "sandbox" in policy
            assert "default-src 'none'" in policy
            assert "allow-scripts" not in policy
            continue
        for broken in ("<img src=x", "<script>alert", '" onfocus=', 'href="javascript:'):
            assert broken not in page, (rule.rule, broken)
        seen += "&lt;img src=x" in page
    assert seen > 25


def test_markup_in_a_name_is_words_on_paper():
    press = WeasyPrintPress(static=STATIC, templates=TEMPLATES)
    evil = '<img src="file:///etc/passwd"><a href="http://evil.example">x</a>'
    sheet = replace(badge(people()[0]), name=PrintedName(evil, evil, ""), office=evil, post=evil)
    printed = press.print_badges(
        BadgeSheet(title="x", event_line=evil, badges=(sheet,), place=evil, zone="WIB", days=())
    )
    assert b"evil.example" not in printed
    assert b"/URI" not in printed


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "file:///etc/passwd?.css",
        f"{(STATIC / 'paper').as_uri()}/../../config.py",
        f"{(STATIC / 'paper').as_uri()}/%2e%2e/%2e%2e/config.py",
        f"{(STATIC / 'paper').as_uri()}-other/x.css",
        f"file://evil.example{STATIC}/paper/css/base.css",
        "http://127.0.0.1:1/x.css",
        "data:text/css,*{}",
        "ftp://x/y",
        "paper:mark/unknown",
    ],
)
def test_a_paper_reads_no_file_but_its_own_and_nothing_from_elsewhere(url: str):
    with pytest.raises(FatalURLFetchingError):
        OwnFilesOnly(STATIC / "paper", Pictures()).fetch(url)


def test_public_pages_and_papers_never_hold_a_number_or_a_telephone(client: FlaskClient, cast: Cast):
    house = furnish(cast)
    person = db.session.get_one(Participant, house.arguments["participant_id"])
    with transaction():
        person.nip = "198605102009121003"
    for address in (
        f"/P/{cast.code(person)}",
        f"/V/{house.arguments['code']}",
        f"/verify?code={house.arguments['code']}",
    ):
        page = client.get(address).text
        for secret in ("198605102009121003", "19860510 200912", person.phone, person.email):
            assert str(secret) not in page
