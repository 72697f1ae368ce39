"""The pages that need no account: a scanned badge, and the page of the personal link."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from app.accounts.links import revoke_links
from app.accounts.models import LinkKind
from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.lib.codes import grouped
from app.participants.merge import merge_people
from app.participants.models import Participant
from app.participants.passes import reissue_pass
from app.participants.personal_links import personal_link
from app.participants.withdraw import withdraw_participant
from tests.cast import ANDI, BAIQ, Cast


@pytest.fixture
def andi(cast: Cast) -> Participant:
    return cast.participant(ANDI, nip="197911222005012910")


def address_of(person: Participant) -> str:
    with transaction():
        return personal_link(person, by=COMMAND_LINE).removeprefix("https://rakornis.example")


@pytest.mark.parametrize("prefix", ["P", "p"])
def test_a_scanned_badge_names_the_event_and_nobody(
    client: FlaskClient, cast: Cast, andi: Participant, prefix: str
) -> None:
    answer = client.get(f"/{prefix}/{cast.code(andi)}")
    assert answer.status_code == 200
    assert "Rakornis Uji" in answer.text
    assert "Andi" not in answer.text
    assert "Makkulau" not in answer.text


def test_the_code_may_be_typed_in_small_letters_and_groups(
    client: FlaskClient, cast: Cast, andi: Participant
) -> None:
    assert client.get(f"/P/{grouped(cast.code(andi).lower())}").status_code == 200


@pytest.mark.usefixtures("andi")
def test_an_unknown_code_says_so_and_names_no_event(client: FlaskClient) -> None:
    answer = client.get("/P/0123456789ABCDEFGH")
    assert answer.status_code == 404
    assert "Rakornis Uji" not in answer.text


def test_the_personal_page_shows_pass_agenda_and_no_number(
    client: FlaskClient, cast: Cast, andi: Participant
) -> None:
    cast.session("Pleno pertama")
    cast.session("Pleno esok", at=datetime(2024, 9, 7, 1, tzinfo=UTC))
    told = client.get(address_of(andi)).text
    assert "S.H., M.Kn." in told
    assert grouped(cast.code(andi)) in told
    assert re.search(r'class="is-now"[^>]*>.*?Pleno pertama', told, re.DOTALL)
    assert "Pleno esok" in told
    assert "19791122" not in told
    assert "noindex" in client.get(address_of(andi)).headers["X-Robots-Tag"]


def test_the_qr_is_drawn_for_the_holder_of_the_link_only(client: FlaskClient, andi: Participant) -> None:
    assert client.get(f"{address_of(andi)}/qr.svg").mimetype == "image/svg+xml"
    assert client.get("/me/UNKNOWN/qr.svg").status_code == 404


def test_a_new_pass_appears_on_the_same_page(client: FlaskClient, cast: Cast, andi: Participant) -> None:
    address, old = address_of(andi), cast.code(andi)
    with transaction():
        reissue_pass(andi, reason="Hilang", by=COMMAND_LINE)
    assert grouped(old) not in client.get(address).text


def test_a_revoked_link_opens_nothing(client: FlaskClient, andi: Participant) -> None:
    address = address_of(andi)
    with transaction():
        revoke_links(LinkKind.PERSONAL, subject=andi.reference, by=COMMAND_LINE)
    answer = client.get(address)
    assert answer.status_code == 410
    assert "Andi" not in answer.text
    assert client.get(f"{address}/qr.svg").status_code == 410


def test_who_has_withdrawn_sees_no_pass(client: FlaskClient, cast: Cast, andi: Participant) -> None:
    address, code = address_of(andi), cast.code(andi)
    with transaction():
        withdraw_participant(andi, reason="Sakit", by=COMMAND_LINE)
    told = client.get(address).text
    assert "tercatat tidak hadir" in told
    assert grouped(code) not in told
    assert client.get(f"{address}/qr.svg").status_code == 404


def test_papers_of_others_are_not_there(client: FlaskClient, andi: Participant) -> None:
    assert client.get(f"{address_of(andi)}/papers/1").status_code == 404


def test_guessing_is_slowed_down_but_links_that_open_never_are(
    client: FlaskClient, andi: Participant
) -> None:
    address = address_of(andi)
    statuses = [client.get(f"/me/GUESS{number}").status_code for number in range(31)]
    assert statuses == [404] * 30 + [429]
    assert client.get("/P/0123456789ABCDEFGH").status_code == 429
    assert client.get(address).status_code == 200


def test_the_page_is_told_in_english_when_asked(client: FlaskClient, andi: Participant) -> None:
    assert "This page is yours alone" in client.get(f"{address_of(andi)}?language=en").text


def test_the_worker_that_serves_without_a_signal_comes_from_below_me(client: FlaskClient) -> None:
    answer = client.get("/me/worker.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")


def test_the_old_link_of_a_merged_row_opens_the_person_it_counts_as(
    client: FlaskClient, cast: Cast, andi: Participant
) -> None:
    duplicate = cast.participant(BAIQ, office="bali")
    address = address_of(duplicate)
    with transaction():
        merge_people(duplicate, andi, reason="Orang yang sama", by=COMMAND_LINE)
    told = client.get(address).text
    assert grouped(cast.code(andi)) in told
    assert duplicate.name not in told
