"""The pages of the seat plan, and of a substitution."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Participant, ParticipantRole, Seat
from app.participants.withdraw import withdraw_participant
from app.registration.board import Owed, Shown, board_of
from app.registration.letter_files import read_letter
from app.registration.letters import keep_letter
from app.registration.models import Letter, Quota, Substitution
from app.registration.queries import office_page
from app.reports.queries import delegation_counts
from app.services.clock import HeldClock
from tests.cast import Cast, sign_in
from tests.registration import letter_files
from tests.registration.acts import submit
from tests.registration.letter_files import pdf
from tests.registration.plans import seats_for

PLAN = "/events/rakornis-uji/seats"


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    """A browser of the committee."""
    cast.office("bali"), cast.office("kaltim")
    return sign_in(client, cast.user(Role.COMMITTEE))


def seats() -> int:
    return db.session.scalar(select(func.count()).select_from(Seat)) or 0


def test_a_plan_is_written_and_its_seats_made_for_all(committee: FlaskClient, cast: Cast) -> None:
    typed = {"places_staff": "2", "post": str(cast.head.id), "post_places": "1"}
    assert committee.post(f"{PLAN}/regional", data=typed).status_code == 303
    assert committee.post(f"{PLAN}/making").location == PLAN
    assert "2 unit kerja: 6 kursi ditambahkan" in committee.get(PLAN).text
    assert seats() == 6


def test_a_seat_that_somebody_fills_is_told_when_it_is_no_longer_planned(
    committee: FlaskClient, cast: Cast
) -> None:
    committee.post(f"{PLAN}/regional", data={"places_staff": "1", "post": "", "post_places": "1"})
    cast.participant(office="bali")
    committee.post(f"{PLAN}/making")
    committee.post(f"{PLAN}/regional", data={"places_staff": "0", "post": "", "post_places": "1"})
    committee.get(PLAN)
    committee.post(f"{PLAN}/making")
    told = committee.get(PLAN).text
    assert "Kanwil Bali tetap memiliki 1 kursi yang tidak lagi direncanakan (staf)" in told
    assert seats() == 1


def test_a_number_that_is_none_stays_in_the_form(committee: FlaskClient) -> None:
    answer = committee.post(f"{PLAN}/regional", data={"places_staff": "-3", "post": "", "post_places": "1"})
    assert answer.status_code == 422
    assert BeautifulSoup(answer.data, "html.parser").select("#places_staff")[0]["value"] == "-3"


def test_the_room_for_a_role_closes_in_the_zone_of_the_event(committee: FlaskClient) -> None:
    typed = {"places": "20", "closes_at": "2024-09-02T16:00", "contact": "Dewi, 021 0000 0000"}
    assert committee.post("/events/rakornis-uji/quotas/speaker", data=typed).status_code == 303
    quota = db.session.scalars(select(Quota)).one()
    assert (quota.role, quota.places) == (ParticipantRole.SPEAKER, 20)
    assert quota.closes_at == datetime(2024, 9, 2, 8, 0, tzinfo=UTC)
    form = BeautifulSoup(committee.get("/events/rakornis-uji/quotas/speaker").data, "html.parser")
    assert form.select("#closes_at")[0]["value"] == "2024-09-02T16:00"


@pytest.mark.parametrize("address", ["seats/shop", "quotas/participant", "quotas/king"])
def test_what_has_no_plan_is_not_found(committee: FlaskClient, cast: Cast, address: str) -> None:
    assert committee.get(f"/events/{cast.event.slug}/{address}").status_code == 404


def test_the_desk_may_not_change_the_plan(client: FlaskClient, cast: Cast) -> None:
    desk = sign_in(client, cast.user(Role.REGISTRATION_DESK))
    assert desk.get(f"/events/{cast.event.slug}/seats").status_code == 403


def typed(**more: object) -> dict[str, object]:
    person = {"name": "Ngurah Widyatmika", "role": "participant", "manner": "holder", "reason": "Sakit"}
    return {**person, **more}


def test_a_person_is_substituted_with_the_letter(committee: FlaskClient, cast: Cast) -> None:
    andi = cast.participant(office="bali")
    letter = {
        "letter_number": "W.20-UM.01.01-17",
        "letter_dated": "2024-09-05",
        "letter_file": (BytesIO(pdf()), "st.pdf"),
    }
    address = f"/events/{cast.event.slug}/participants/{andi.id}/substitution"
    answer = committee.post(address, data=typed(**letter), content_type="multipart/form-data")
    assert answer.status_code == 303
    done = db.session.scalars(select(Substitution)).one()
    assert answer.location.endswith(f"/participants/{done.came_id}")
    assert db.session.scalars(select(Letter.number)).one() == "W.20-UM.01.01-17"
    assert done.letter_id is not None


def test_without_a_letter_one_says_that_it_follows(committee: FlaskClient, cast: Cast) -> None:
    andi = cast.participant(office="bali")
    address = f"/events/{cast.event.slug}/participants/{andi.id}/substitution"
    answer = committee.post(address, data=typed())
    assert answer.status_code == 422
    assert "Lampirkan surat tugas" in answer.text
    assert committee.post(address, data=typed(letter_follows="y")).status_code == 303


def test_a_delegation_lacks_its_letter_until_the_one_that_follows_has_come(
    committee: FlaskClient, cast: Cast, clock: HeldClock
) -> None:
    andi = cast.participant(office="bali")
    seats_for(cast, cast.office("bali"), [cast.head])
    submit(andi.delegation)
    without = Shown(owed=Owed.LETTER)
    assert board_of(cast.event, shown=without).lines == []
    clock.pass_time(minutes=1)
    address = f"/events/{cast.event.slug}/participants/{andi.id}/substitution"
    committee.post(address, data=typed(letter_follows="y"))
    assert [line.letters for line in board_of(cast.event, shown=without).lines] == [0]
    assert [one.letters for one in delegation_counts(cast.event)] == [0]
    assert office_page(andi.delegation).letter_follows
    clock.pass_time(minutes=1)
    with transaction():
        file = read_letter(letter_files.photo())
        keep_letter(
            andi.delegation, number="2", dated=letter_files.DATED, filename="2", file=file, by=COMMAND_LINE
        )
    assert board_of(cast.event, shown=without).lines == []


def test_a_bad_letter_substitutes_nobody(committee: FlaskClient, cast: Cast) -> None:
    andi = cast.participant(office="bali")
    letter = {"letter_number": "1", "letter_dated": "2024-09-05", "letter_file": (BytesIO(b"MZ"), "st.pdf")}
    address = f"/events/{cast.event.slug}/participants/{andi.id}/substitution"
    answer = committee.post(address, data=typed(**letter), content_type="multipart/form-data")
    assert answer.status_code == 422
    assert db.session.scalars(select(Participant.id)).all() == [andi.id]


def test_who_withdrew_cannot_be_substituted_and_the_page_says_so(committee: FlaskClient, cast: Cast) -> None:
    andi = cast.participant(office="bali")
    with transaction():
        withdraw_participant(andi, reason="Sakit", by=COMMAND_LINE)
    answer = committee.get(f"/events/{cast.event.slug}/participants/{andi.id}/substitution")
    assert "sudah ditarik" in answer.text
    assert "<form" not in answer.text.partition("<main")[2].partition("</main>")[0]
