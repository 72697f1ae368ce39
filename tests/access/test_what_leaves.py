"""NIPs, telephones and addresses are for those who need them, and what leaves the house is written down."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.access import DECLARED, GRANTS, Permission, Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.edit_person import edit_person
from app.participants.models import Participant
from app.participants.person_entry import entry_of
from tests.cast import sign_in
from tests.pictures import furnished

NIP, PHONE, EMAIL = "196803171992031901", "081234500077", "rahasia.sekali@contoh.example"
SECRETS = {NIP, "19680317 199203 1 901", "196803171992031", PHONE, "6281234500077", EMAIL}
# Whoever registers people writes to them and tells people of one name apart: they need the numbers.
NEED_NUMBERS = Permission.PARTICIPANTS_REGISTER
WITHOUT_NUMBERS = [role for role in Role if GRANTS[role] and NEED_NUMBERS not in GRANTS[role]]
# They name nobody: an empty form, a specimen, and figures.
NAMELESS = {"participants.roster_template", "certificates.specimen", "reports.chairs_report_pdf"}
# It never ends; what it sends is `checkin.hall_now`, which is read.
ENDLESS = {"checkin.hall_stream"}
LEAVES = re.compile(r"\.(xlsx|xls|csv|ods|zip|json|pdf|<any\(.*)$")


def pages(app: Flask) -> list[tuple[Rule, str]]:
    """List every address that can be read, with its guard."""
    readable = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    guarded = [(rule, getattr(app.view_functions[rule.endpoint], DECLARED, "")) for rule in readable]
    known = {one.value for one in Permission}
    return [(rule, guard) for rule, guard in guarded if guard in known and rule.endpoint not in ENDLESS]


def text_of(content: bytes) -> str:
    """Return what can be read in an answer, also inside a sheet or an archive."""
    if not is_zipfile(BytesIO(content)):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


@pytest.fixture
def house(app, clock):
    house = furnished(clock)
    with transaction():
        for person in db.session.scalars(db.select(Participant)):
            if person.id == house.arguments["participant_id"]:
                person.nip, person.phone, person.email = NIP, PHONE, EMAIL
    return house


@pytest.mark.parametrize("role", WITHOUT_NUMBERS, ids=lambda role: role.value)
@pytest.mark.any_database
def test_who_registers_nobody_reads_no_number_anywhere(app, house, role):
    client = sign_in(app.test_client(), house.user(role))
    told = {}
    for rule, guard in pages(app):
        if Permission(guard) in GRANTS[role]:
            text = text_of(client.get(house.address(app, rule)).data)
            told[rule.endpoint] = [secret for secret in SECRETS if secret in text]
    assert told
    assert {endpoint: found for endpoint, found in told.items() if found} == {}


def test_the_committee_sees_the_numbers_it_needs(app, house):
    client = sign_in(app.test_client(), house.user(Role.COMMITTEE))
    page = client.get(f"/events/{house.arguments['event']}/participants/{house.arguments['participant_id']}")
    assert "19680317 199203 1 901" in page.text
    assert PHONE in page.text


def test_the_sealed_trail_never_holds_a_telephone_or_an_address(cast):
    person = cast.participant()
    entry = replace(entry_of(person), phone=PHONE, email=EMAIL)
    with transaction():
        edit_person(person, entry, by=COMMAND_LINE)
    told = str([entry.details for entry in db.session.scalars(db.select(AuditEntry))])
    assert "phone" in told
    assert PHONE not in told
    assert EMAIL not in told


def test_whatever_leaves_the_house_is_written_into_the_trail(app, house):
    client = sign_in(app.test_client(), house.user(Role.ADMINISTRATOR))
    silent = set()
    for rule, _ in pages(app):
        if not LEAVES.search(rule.rule):
            continue
        before = db.session.scalar(db.select(db.func.count(AuditEntry.id)))
        answer = client.get(house.address(app, rule))
        after = db.session.scalar(db.select(db.func.count(AuditEntry.id)))
        if answer.status_code == 200 and after == before:
            silent.add(rule.endpoint)
    assert silent <= NAMELESS
