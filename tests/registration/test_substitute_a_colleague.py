"""A colleague of the list comes instead, and goes back: nothing of the own data, seat or standing is lost."""

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.lib.refusals import Refused
from app.participants.models import Participant, ParticipantRole, ParticipantState, Seat
from app.participants.passes import valid_pass
from app.participants.person_entry import PersonEntry
from app.participants.register_person import SameNameThere
from app.participants.seats import take_seat
from app.participants.withdraw import SubstitutedMeanwhile, restore_participant
from app.registration.board import SeatState, board_of
from app.registration.substitute import substitute
from tests.cast import ANDI, Cast, sign_in
from tests.registration.plans import holds, seats_for
from tests.registration.test_waiting_list import quota_for, register

SICK, WELL = "Sakit, surat dokter terlampir", "Sudah sembuh"
HEAD_NIP, NIP = "197909172003121002", "198504172010012004"
COLLEAGUE = "Ir. Baiq Zohratulaini, S.Farm."


@pytest.fixture
def seats(cast: Cast) -> list[Seat]:
    return seats_for(cast, cast.office("bali"), [cast.head], staff=1)


@pytest.fixture
def head(cast: Cast, seats: list[Seat]) -> Participant:
    person = holds(cast.participant(ANDI, office="bali", nip=HEAD_NIP), cast.head)
    with transaction():
        take_seat(person, seats[0], by=COMMAND_LINE)
    return person


@pytest.fixture
def colleague(cast: Cast, seats: list[Seat]) -> Participant:
    person = cast.participant(COLLEAGUE, office="bali", nip=NIP)
    with transaction():
        person.position_name, person.rank = "Kepala Subbidang", "Penata (III/c)"
        person.email, person.phone = "baiq@contoh.example", "081211112222"
        take_seat(person, seats[1], by=COMMAND_LINE)
    return person


def comes(left: Participant, entry: PersonEntry, *, reason: str = SICK, **more) -> Participant:
    with transaction():
        return substitute(left, entry, reason=reason, letter=None, by=COMMAND_LINE, **more).came


def fresh(person: Participant) -> Participant:
    db.session.expire_all()
    return db.session.get_one(Participant, person.id)


def test_whoever_is_called_in_by_the_nip_alone_keeps_what_is_known(head, colleague, seats):
    prefilled = PersonEntry(name="Baiq Zohratulaini", nip=NIP, position_name=head.position_name)
    comes(head, prefilled)
    now = fresh(colleague)
    assert (now.display_name, now.rank) == (COLLEAGUE, "Penata (III/c)")
    assert (now.email, now.phone) == ("baiq@contoh.example", "081211112222")
    assert (now.position_name, now.seat_id) == ("Kepala Subbidang", seats[0].id)


def test_whoever_went_back_is_no_substitute_and_the_colleague_returns(cast, head, colleague, seats):
    comes(head, PersonEntry(name="Baiq Zohratulaini", nip=NIP))
    comes(fresh(colleague), PersonEntry(name=head.name, nip=HEAD_NIP), reason=WELL)
    (line,) = (line for line in board_of(cast.event).lines if line.seats)
    assert [mark.state for marks in line.marks.values() for mark in marks] == [SeatState.FILLED]
    with transaction():
        restore_participant(fresh(colleague), by=COMMAND_LINE)
    back = fresh(colleague)
    assert (back.state, back.seat_id) == (ParticipantState.REGISTERED, None)
    assert valid_pass(back) is not None
    with transaction():
        take_seat(back, seats[1], by=COMMAND_LINE)


def test_who_was_substituted_stays_away_while_a_third_one_comes(cast, head, colleague):
    comes(head, PersonEntry(name="Baiq Zohratulaini", nip=NIP))
    third = comes(fresh(colleague), PersonEntry(name="Ida Ayu Sukma"))
    with pytest.raises(SubstitutedMeanwhile), transaction():
        restore_participant(fresh(head), by=COMMAND_LINE)
    comes(fresh(third), PersonEntry(name=head.name, nip=HEAD_NIP), reason=WELL)
    assert fresh(head).substitutes_id is None
    with transaction():
        restore_participant(fresh(colleague), by=COMMAND_LINE)
    assert fresh(colleague).state is ParticipantState.REGISTERED


def test_the_page_of_who_was_substituted_restores_when_nobody_comes_instead(cast, client, head, colleague):
    comes(head, PersonEntry(name="Baiq Zohratulaini", nip=NIP))
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    here = f"/events/{cast.event.slug}/participants"
    removal = f"{here}/{head.id}/withdrawal/removal"
    page = committee.get(f"{here}/{head.id}").text
    assert removal not in page
    assert f"{here}/{colleague.id}" in page
    comes(fresh(colleague), PersonEntry(name=head.name, nip=HEAD_NIP), reason=WELL)
    removal = f"{here}/{colleague.id}/withdrawal/removal"
    assert removal in committee.get(f"{here}/{colleague.id}").text
    assert committee.post(removal).status_code == 303


def test_a_namesake_of_the_office_is_asked_about(cast, client: FlaskClient, head, colleague):
    entry = PersonEntry(name="Baiq Zohratulaini")
    with pytest.raises(SameNameThere):
        comes(head, entry, namesake_allowed=False)
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    address = f"/events/{cast.event.slug}/participants/{head.id}/substitution"
    typed = {"name": entry.name, "role": "participant", "manner": "holder", "reason": SICK}
    typed["letter_follows"] = "y"
    refused = committee.post(address, data=typed)
    assert (refused.status_code, 'name="is_another"' in refused.text) == (422, True)
    assert committee.post(address, data={**typed, "is_another": "y"}).status_code == 303


def test_another_role_needs_a_place_there(cast: Cast, client: FlaskClient, head):
    quota = quota_for(cast, 1)
    register(quota, 0)
    journalist = PersonEntry(name="Ida Ayu Sukma", role=ParticipantRole.MEDIA)
    with pytest.raises(Refused):
        comes(head, journalist)
    assert fresh(head).withdrawal is None
    assert comes(head, journalist, beyond=True).role is ParticipantRole.MEDIA
