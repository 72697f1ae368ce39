"""Requests about personal data: a clock of 3 x 24 hours, an answer with words, what erasure leaves."""

from datetime import timedelta

import pytest

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.compose import compose
from app.messages.deliver import deliver_released
from app.messages.models import Delivery, DeliveryState
from app.participants.kept_sheets import Roster, RosterChange
from app.participants.models import Participant
from app.privacy.answer import AnsweredMeanwhile, answer_request
from app.privacy.ask import AskedAlready, WordsNeeded, ask
from app.privacy.erase import AT_REQUEST, erase_person, forget_answered
from app.privacy.models import DataRequest, Erasure, RequestKind
from app.travel.models import Direction, Journey, Means, Needs
from tests.cast import sign_in
from tests.privacy.people import open_data, token_for

ARRIVAL = {"direction": Direction.ARRIVAL, "means": Means.CAR}


@pytest.fixture
def andi(cast):
    return cast.participant(nip="196803171992031901")


@pytest.fixture
def committee(client, cast):
    return sign_in(client, cast.user(Role.COMMITTEE))


def asked(person, kind=RequestKind.ERASURE, words=""):
    with transaction():
        return ask(person, kind, words=words, by=COMMAND_LINE)


def trail(action):
    return db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == action)).all()


def with_everything(person, clock):
    """Travel, needs, a letter that went out, a trace of a sheet: whatever can be kept of somebody."""
    now, who = clock.now(), {"event_id": person.event_id, "participant_id": person.id}
    with transaction() as session:
        sheet = Roster(
            event_id=person.event_id, filename="a.csv", storage_key="0" * 64, uploaded_at=now, uploaded_by="x"
        )
        session.add(sheet)
        session.flush()
        change = {"phone": ["0811", person.phone], "rank": ["", "Pembina"]}
        session.add_all(
            [
                Journey(**who, **ARRIVAL, at=now, changed_at=now, changed_by="x"),
                Needs(**who, diets=["no_nuts"], assistance=[], changed_at=now),
                RosterChange(roster_id=sheet.id, participant_id=person.id, changed=change),
            ]
        )
        compose(
            key="note:1", to=person.email, recipient_name=person.name, subject="Kartu", text="Isi",
            about=person.reference, event_id=person.event_id, by=COMMAND_LINE,
        )  # fmt: skip


def test_a_request_from_the_personal_page_is_due_in_three_days(client, andi):
    token = token_for(andi)
    open_data(client, token)
    client.post(f"/me/{token}/data/requests", data={"kind": "correction", "words": "Pangkat saya IV/b"})
    request = db.session.scalars(db.select(DataRequest)).one()
    assert request.due_at - request.asked_at == timedelta(hours=72)
    assert "Pangkat saya IV/b" in client.get(f"/me/{token}/data").text


def test_without_the_code_nobody_asks_in_my_name(client, andi):
    answer = client.post(f"/me/{token_for(andi)}/data/requests", data={"kind": "erasure"})
    assert answer.status_code == 403
    assert db.session.scalars(db.select(DataRequest)).all() == []


def test_one_request_of_a_kind_at_a_time(andi):
    asked(andi)
    with pytest.raises(AskedAlready):
        asked(andi)


def test_a_correction_says_what_is_wrong(andi):
    with pytest.raises(WordsNeeded):
        asked(andi, RequestKind.CORRECTION)


def test_the_register_shows_time_left_and_overdue(committee, cast, andi, clock):
    asked(andi)
    address = f"/events/{cast.event.slug}/personal-data"
    assert "Tersisa 72 jam" in committee.get(address).text
    clock.pass_time(hours=73)
    assert "Terlambat sejak" in committee.get(address).text


@pytest.mark.parametrize("role", [Role.REGISTRATION_DESK, Role.GATE, Role.OFFICE_OPERATOR, Role.SECRETARY])
@pytest.mark.any_database
def test_only_the_committee_reads_the_register(client, cast, role):
    sign_in(client, cast.user(role, office=cast.office("kaltim")))
    assert client.get(f"/events/{cast.event.slug}/personal-data").status_code == 403


def test_a_request_of_another_event_is_not_there(committee, cast):
    elsewhere = asked(cast.participant(event=cast.make_event("lain")))
    address = f"/events/{cast.event.slug}/personal-data/requests/{elsewhere.id}"
    assert committee.get(address).status_code == 404


def test_an_answer_is_given_once_and_written_to_the_person(andi, post):
    request = asked(andi, RequestKind.QUESTION, "Siapa melihat data saya?")
    with transaction():
        answer_request(request, granted=True, words="Panitia.", by=COMMAND_LINE)
    deliver_released()
    assert "Panitia." in post.letters[-1].text
    with pytest.raises(AnsweredMeanwhile), transaction():
        answer_request(request, granted=False, words="Tidak.", by=COMMAND_LINE)


def test_a_granted_erasure_takes_what_the_law_does_not_keep(committee, cast, andi, clock):
    with_everything(andi, clock)
    request = asked(andi)
    address = f"/events/{cast.event.slug}/personal-data/requests/{request.id}"
    assert "menghapus seketika" in committee.get(address).text
    committee.post(address, data={"outcome": "granted", "words": "Sudah kami hapus."})
    kept = db.session.get_one(Participant, andi.id)
    assert (kept.email, kept.phone, kept.sex) == (None, None, None)
    assert kept.nip == "196803171992031901"
    assert kept.name
    assert db.session.scalars(db.select(Journey)).all() == []
    assert db.session.scalars(db.select(Needs)).all() == []
    assert "phone" not in db.session.scalars(db.select(RosterChange)).one().changed


def test_a_declined_erasure_erases_nothing(andi):
    phone = andi.phone
    request = asked(andi)
    with transaction():
        answer_request(request, granted=False, words="Masih diperiksa.", by=COMMAND_LINE)
    assert db.session.get_one(Participant, andi.id).phone == phone


def test_letters_keep_that_they_were_sent_and_lose_address_and_text(andi, clock):
    with_everything(andi, clock)
    with transaction():
        erase_person(andi, reason=AT_REQUEST, by=COMMAND_LINE)
    delivery = db.session.scalars(db.select(Delivery)).one()
    assert (delivery.address, delivery.recipient_name, delivery.message.text) == ("", "", "")
    assert delivery.message.subject == "Kartu"
    assert delivery.state is DeliveryState.DISCARDED


def test_the_answer_that_says_so_is_forgotten_once_it_has_gone(andi, post):
    address, request = andi.email, asked(andi)
    with transaction():
        answer_request(request, granted=True, words="Sudah kami hapus.", by=COMMAND_LINE)
    forget_answered()
    deliver_released()
    assert (post.letters[-1].to, "Sudah kami hapus." in post.letters[-1].text) == (address, True)
    forget_answered()
    delivery = db.session.scalars(db.select(Delivery)).one()
    assert (delivery.address, delivery.recipient_name, delivery.message.text) == ("", "", "")
    assert delivery.state is DeliveryState.SENT


def test_letters_written_after_an_erasure_stay(andi, clock):
    with transaction():
        erase_person(andi, reason=AT_REQUEST, by=COMMAND_LINE)
    clock.pass_time(hours=1)
    with transaction():
        compose(
            key="note:2", to="baru@contoh.example", recipient_name="Andi", subject="Kartu", text="Isi",
            about=andi.reference, event_id=andi.event_id, by=COMMAND_LINE,
        )  # fmt: skip
    forget_answered()
    assert db.session.scalars(db.select(Delivery)).one().address == "baru@contoh.example"


def test_erasing_twice_leaves_one_proof(andi, clock):
    with_everything(andi, clock)
    for _ in range(2):
        with transaction():
            erase_person(andi, reason=AT_REQUEST, by=COMMAND_LINE)
    assert [sorted(one.kinds) for one in db.session.scalars(db.select(Erasure))] == [
        ["contact", "needs", "travel"]
    ]
    assert len(trail("privacy.erase")) == 1


def test_the_trail_of_an_erasure_holds_no_contact(andi, clock):
    phone, email = andi.phone, andi.email
    with_everything(andi, clock)
    with transaction():
        erase_person(andi, reason=AT_REQUEST, by=COMMAND_LINE)
    told = str([entry.details for entry in db.session.scalars(db.select(AuditEntry))])
    assert phone not in told
    assert email not in told
