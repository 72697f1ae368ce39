"""Every page of the demonstration: the addresses of the URL map, filled in."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.accounts.invite import send_password_link
from app.accounts.links import token_of
from app.accounts.models import User
from app.actions.models import ActionItem
from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.certificates.models import Certificate
from app.checkin.allow_self_check_in import Offer, offer_self_check_in
from app.checkin.devices import opening_token, register_device
from app.checkin.hall_codes import code_of_this_moment
from app.checkin.models import Scan
from app.db import db, transaction
from app.demo.loader import EVENT_SLUG
from app.documents.issue import issue_document, keep_printed, verification_code
from app.documents.models import DocumentKind
from app.events.models import Event, SignerTask
from app.events.queries import event_by_slug
from app.jobs.models import Job
from app.minutes.models import Entry
from app.offices.models import Office, Position
from app.participants.keep_roster import keep_roster
from app.participants.models import Participant
from app.participants.passes import code_of
from app.participants.personal_links import personal_link
from app.services import services
from config import Config
from tests.browser.gate_gaps import gate_gaps
from tests.browser.registration_gaps import data_gaps, registration_gaps

SHEET_WITH_PROBLEMS = (
    b"Nama;NIP;Unit kerja\nSiti Lokasari;1,97804E+17;Kanwil Bali\n;198001012005011003;Dinas Mana\n"
)
# The open session of 13.40, when the demonstration begins.
NOW_OPEN = "Diskusi: tantangan dan hambatan di wilayah"
# What no browser shows as a page of its own: files, and fragments of the pages that ask for them.
FILES = {
    "api.count", "api.document", "api.roster", "api.sessions", "attendance.accounts", "attendance.matrix",
    "attendance.office_paper_by_link", "attendance.own_office_paper", "attendance.printed_blank_day_list",
    "attendance.printed_blank_list", "attendance.printed_day_list", "attendance.printed_list",
    "certificates.bundle", "certificates.specimen",
    "checkin.counters", "checkin.gate_app", "checkin.gate_manifest", "checkin.gate_worker",
    "checkin.hall_stream", "checkin.opening_qr", "checkin.roster", "checkin.standing", "documents.file",
    "events.mark", "messages.html", "minutes.draft_pdf", "minutes.pdf", "network.authority", "network.qr",
    "participants.badges_pdf", "participants.export", "participants.export_csv", "participants.export_xlsx",
    "participants.people_pdf", "participants.qr", "participants.roster_file", "participants.written_list",
    "participants.roster_template", "portal.my_paper", "portal.my_qr", "portal.worker",
    "privacy.authority_paper", "privacy.my_json", "privacy.my_paper", "privacy.recipients",
    "registration.invitation_bundle", "registration.invitation_pdf", "registration.letter",
    "registration.office_letter_file", "registration.own_letter_file", "reports.chairs_report_pdf",
    "static", "stylesheet", "travel.take", "well_known_mark.svg", "well_known_robots.txt",
}  # fmt: skip
FRAGMENTS = {
    "agenda.hours", "agenda.now", "attendance.live", "attendance.summary", "attendance.today",
    "certificates.figures", "certificates.progress", "checkin.counts", "checkin.hall_now", "events.figures",
    "jobs.progress", "minutes.progress", "participants.figures", "participants.roster_progress",
    "registration.figures", "reports.summary",
}  # fmt: skip
# It opens once in the life of an installation; the accounts room tries it.
NEVER_AGAIN = {"accounts.first_administrator"}
NO_PAGES = FILES | FRAGMENTS | NEVER_AGAIN
OTHER_FACES = {
    "minutes published": "/events/{event}/minutes/1",
    "certificates issued": "/events/{event}/certificates?standing=issued",
    "certificates not due": "/events/{event}/certificates?standing=not_due",
    "participants none": "/events/{event}/participants?q=zzz",
    "people everybody": "/events/{event}/sessions/{session_id}/attendance/people?show=all",
    "badge": "/P/{pass_code}",
    "new password": "/links/password/{password}",
    "unknown code": "/verify?code=0000",
    "nothing here": "/nothing-is-here",
}
# What check-in shows once there is something to show.
FACES_OF_CHECK_IN = {
    "closing a day with something open": "/events/{event}/attendance/days/{today_id}/closure",
    "desk with people": "/events/{event}/desk?q={somebody}&person={somebody_id}",
    "gate, admitted": "/events/{event}/scans/{admitted_key}",
    "gate, already": "/events/{event}/scans/{already_key}",
    "gate, refused": "/events/{event}/scans/{refused_key}",
    "kiosk, admitted": "/events/{event}/kiosk/{admitted_key}",
    "kiosk, already": "/events/{event}/kiosk/{already_key}",
    "kiosk, refused": "/events/{event}/kiosk/{refused_key}",
}


@cache
def pages() -> dict[str, str]:
    """Return the addresses, with their gaps, of all pages by endpoint, or by what is special about them."""
    data = Path(mkdtemp())
    settings = {"RAKORNIS_DATA": str(data), "RAKORNIS_DATABASE_URL": f"sqlite:///{data / 'unused.db'}"}
    app = create_app(Config.from_environment(settings))
    named = {}
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint not in NO_PAGES:
            gaps = "".join(f"{{{part}}}" if dynamic else part for dynamic, part in rule._trace)
            named[rule.endpoint] = _with_own_token(gaps.removeprefix("|"))
    return named | OTHER_FACES


def _with_own_token(address: str) -> str:
    """Tell the links of offices and of individuals from the personal ones."""
    if address.startswith(("/delegation/", "/D/")):
        return address.replace("{token}", "{office_token}")
    if address.startswith("/registration/"):
        return address.replace("{token}", "{join_token}").replace("{key}", "{joined_key}")
    return address.replace("{quota_id}/{nomination_id}", "{quota_id}/{individual_id}")


def furnish(app: Flask) -> dict[str, object]:
    """Add to the demonstration what it has none of, and return what fills the gaps."""
    event = event_by_slug(EVENT_SLUG)
    person, desk = _first(Participant), _first(User)
    with transaction() as database:
        certificate = _certificate(event, person)
        device = register_device(event, gate="Utama 1", by=COMMAND_LINE)
        roster = keep_roster(event, filename="peserta.csv", content=SHEET_WITH_PROBLEMS, by=COMMAND_LINE)
        personal = personal_link(person, by=COMMAND_LINE)
        password = send_password_link(desk, by=COMMAND_LINE)
        registering = registration_gaps(event, person)
        open_session = db.session.scalars(select(Session).where(Session.title == NOW_OPEN)).one()
        offer_self_check_in(open_session, offer=Offer.YES, by=COMMAND_LINE)
        at_gates = gate_gaps(event, open_session, device)
        database.flush()
    registering |= data_gaps(event, person) | at_gates
    entry = db.session.scalars(select(Entry).order_by(Entry.minutes_id.desc())).first()
    return registering | {
        "event": event.slug,
        "account_id": desk.id,
        "action_id": _first(ActionItem).id,
        "certificate_id": certificate.id,
        "code": verification_code(certificate.document),
        "day_id": event.days[0].id,
        "device_id": device.id,
        "document_id": certificate.document_id,
        "entry_id": entry.id if entry else 0,
        "minutes_id": entry.minutes_id if entry else 0,
        "key": _first(Scan).key,
        "hall_code": code_of_this_moment(open_session.id).text,
        "job_id": _first(Job).id,
        "office_id": _first(Office).id,
        "opening": opening_token(device),
        "participant_id": person.id,
        "pass_code": code_of(person.passes[0]),
        "position_id": _first(Position).id,
        "room_id": event.venues[0].rooms[0].id,
        "roster_id": roster.id,
        "session_id": open_session.id,
        "task": SignerTask.CERTIFICATE.value,
        "token": personal.rsplit("/", 1)[1],
        "password": token_of(password),
        "venue_id": event.venues[0].id,
    }


def _certificate(event: Event, person: Participant) -> Certificate:
    document = issue_document(
        event.id,
        kind=DocumentKind.CERTIFICATE,
        key="for-looking-at",
        number_pattern="{number}",
        title="Sertifikat",
        dated=date(2024, 9, 6),
        facts={},
        by=COMMAND_LINE,
        holder_name=person.display_name,
    )
    keep_printed(document, b"%PDF-1.7\n%%EOF\n", at=services().clock.now())
    certificate = Certificate(event_id=event.id, participant_id=person.id, document_id=document.id)
    db.session.add(certificate)
    db.session.flush()
    certificate.document = document
    return certificate


def _first(model: type[Any]) -> Any:
    return db.session.scalars(select(model).order_by(model.id).limit(1)).one()
