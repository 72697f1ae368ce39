"""A furnished house: one of everything that an address can name, for walking every route."""

from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from app.access import Role
from app.accounts.models import RoleHeld, User
from app.actions.models import ActionItem, Assignment
from app.audit.record import COMMAND_LINE
from app.certificates.models import Certificate
from app.checkin.devices import add_open_device
from app.db import db, transaction
from app.documents.issue import issue_document, verification_code
from app.documents.models import DocumentKind
from app.events.models import SignerTask
from app.jobs.models import Job
from app.lib.personal_names import PersonalName
from app.messages.compose import compose
from app.minutes.models import EntryKind
from app.minutes.open_minutes import open_minutes
from app.minutes.wording import Wording
from app.minutes.write_entry import write_entry
from app.participants.kept_sheets import Roster
from app.registration.correct_name import ask_for_correction
from app.services import services
from tests.access.data_room import data_arguments
from tests.cast import Cast
from tests.registration.furnished import registration_arguments

NOBODYS_TOKEN = "0" * 26


@dataclass
class House:
    """What the arguments of an address are filled with."""

    cast: Cast
    arguments: dict[str, object]

    def address(self, app: Flask, rule: Rule) -> str:
        """Write the address of a route; an argument nobody knows yet is a KeyError: furnish the house."""
        given = rule.defaults or {}
        values = {name: given[name] if name in given else self.arguments[name] for name in rule.arguments}
        with app.test_request_context():
            return str(rule.build(values, append_unknown=False)[1])  # type: ignore[index]

    def user(self, role: Role) -> User:
        """An account with one role in the event; office roles hold it for the office of the person."""
        return self.cast.user(role, office=self.cast.office("kaltim"))


def furnish(cast: Cast) -> House:
    """Make one of everything."""
    event, person, session = cast.event, cast.participant(), cast.session()
    other_person = cast.participant("Orang Lain")
    administrator = cast.user(Role.ADMINISTRATOR)
    now = services().clock.now()
    with transaction() as database:
        minutes = open_minutes(event, title="Pleno", sessions=[session], by=COMMAND_LINE)
        database.flush()
        wording = Wording(kind=EntryKind.DECISION, text="Sepakat", session_id=session.id)
        database.refresh(minutes)
        entry = write_entry(minutes, wording, key="k", by=COMMAND_LINE)
        document = issue_document(
            event.id,
            kind=DocumentKind.CERTIFICATE,
            key="c",
            number_pattern="{number}",
            title="Sertifikat",
            dated=event.starts_on,
            facts={},
            by=COMMAND_LINE,
        )
        action = ActionItem(
            event_id=event.id,
            document_id=document.id,
            entry_id=entry.id,
            code="TL-01.01",
            task="Lapor",
            agreed_at=now,
        )
        kaltim = cast.office("kaltim").id
        action.assignments = [Assignment(event_id=event.id, office_id=kaltim, supervising_office_id=kaltim)]
        device = add_open_device(event, gate="Utama 1", by=COMMAND_LINE).device
        certificate = Certificate(event_id=event.id, participant_id=person.id, document_id=document.id)
        roster = Roster(
            event_id=event.id,
            filename="daftar.csv",
            storage_key=services().storage.keep(b"Nama\nAndi\n"),
            uploaded_at=now,
            uploaded_by=administrator.reference,
        )
        job = Job(
            kind="test",
            key="j",
            arguments={},
            requested_by=administrator.reference,
            requested_at=now,
            run_after=now,
        )
        database.add_all([action, certificate, roster, job])
        message = compose(
            key="registration.pass:1:1:1",
            to="andi@contoh.example",
            recipient_name="Andi",
            subject="Kartu",
            text="Isi",
            by=COMMAND_LINE,
            about=person.reference,
            event_id=event.id,
        )
        wanted = PersonalName("", "Andi Tenri", "S.H.")
        correction = ask_for_correction(person, wanted, by=COMMAND_LINE)
    other = cast.user(Role.COMMITTEE)
    held = db.session.query(RoleHeld).filter_by(user_id=other.id).one()
    arguments: dict[str, object] = {
        "event": event.slug,
        "participant_id": person.id,
        "other_id": other_person.id,
        "session_id": session.id,
        "day_id": session.day_id,
        "minutes_id": minutes.id,
        "entry_id": entry.id,
        "action_id": action.id,
        "number": 1,
        "message_id": message.id,
        "whom": "people",
        "document_id": document.id,
        "certificate_id": certificate.id,
        "correction_id": correction.id,
        "device_id": device.id,
        "roster_id": roster.id,
        "job_id": job.id,
        "account_id": other.id,
        "role_id": held.id,
        "office_id": cast.office("kaltim").id,
        "position_id": cast.head.id,
        "venue_id": event.venues[0].id,
        "room_id": event.venues[0].rooms[1].id,
        "task": SignerTask.CERTIFICATE.value,
        "code": verification_code(document),
        "token": NOBODYS_TOKEN,
        "opening": NOBODYS_TOKEN,
        "key": "unknown-key",
        "hall_code": NOBODYS_TOKEN,
        "name": "app",
        "filename": "mark.svg",
    }
    return House(cast, arguments | registration_arguments(cast) | data_arguments(cast, person))
