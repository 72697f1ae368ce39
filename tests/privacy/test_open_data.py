"""My data: the link and a code, each try counted, nobody else's."""

from datetime import timedelta

import pytest

from app.access import Role
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.i18n import clock_time
from app.messages.deliver import deliver_released
from app.messages.models import Message
from app.privacy.open_data import LIFE
from tests.cast import BAIQ, sign_in
from tests.privacy.people import ask_code, newest_code, open_data, token_for


@pytest.fixture
def andi(cast):
    return cast.participant(nip="196803171992031901")


@pytest.fixture
def token(andi):
    return token_for(andi)


def wrong(digits):
    return f"{(int(digits) + 1) % 1_000_000:06}"


def test_the_link_alone_shows_nothing(client, token, andi):
    page = client.get(f"/me/{token}/data")
    assert andi.phone not in page.text
    assert andi.email not in page.text
    assert client.get(f"/me/{token}/data.json").status_code == 403
    assert client.get(f"/me/{token}/data.pdf").status_code == 403


def test_the_code_goes_to_the_registered_address_and_stands_in_no_table(client, token, andi, post):
    digits = ask_code(client, token)
    deliver_released()
    assert digits in post.letters[-1].text
    assert post.letters[-1].to == andi.email
    assert digits not in db.session.scalars(db.select(Message.text)).one()


def test_the_code_opens_everything_kept_about_me(client, token, andi):
    assert open_data(client, token).status_code == 303
    page = client.get(f"/me/{token}/data")
    assert andi.phone in page.text
    assert "19680317 199203 1 901" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_code_works_once(client, token, app):
    digits = ask_code(client, token)
    client.post(f"/me/{token}/data/opening", data={"code": digits})
    thief = app.test_client()
    assert thief.post(f"/me/{token}/data/opening", data={"code": digits}).status_code == 422
    assert thief.get(f"/me/{token}/data.json").status_code == 403


def test_a_code_is_over_after_ten_minutes(client, token, clock):
    digits = ask_code(client, token)
    clock.pass_time(minutes=10)
    assert client.post(f"/me/{token}/data/opening", data={"code": digits}).status_code == 422


def test_only_the_newest_code_counts(client, token):
    first = ask_code(client, token)
    second = ask_code(client, token)
    if first != second:
        assert client.post(f"/me/{token}/data/opening", data={"code": first}).status_code == 422
    assert client.post(f"/me/{token}/data/opening", data={"code": second}).status_code == 303


def test_after_five_wrong_tries_the_right_code_opens_nothing(client, token):
    digits = ask_code(client, token)
    for _ in range(5):
        assert client.post(f"/me/{token}/data/opening", data={"code": wrong(digits)}).status_code == 422
    assert client.post(f"/me/{token}/data/opening", data={"code": digits}).status_code == 422
    assert newest_code().tries == 5
    refused = db.select(AuditEntry).where(AuditEntry.action == "privacy.refuse_code")
    assert len(db.session.scalars(refused).all()) == 5


def test_nobody_asks_for_codes_all_day(client, token):
    for _ in range(6):
        ask_code(client, token)
    last = newest_code().id
    client.post(f"/me/{token}/data/code")
    assert newest_code().id == last


def test_the_code_of_somebody_else_does_not_open_mine(client, cast, token):
    other = token_for(cast.participant(BAIQ))
    digits, ours = ask_code(client, other), ask_code(client, token)
    if digits != ours:
        assert client.post(f"/me/{token}/data/opening", data={"code": digits}).status_code == 422


def test_a_browser_that_opened_mine_does_not_open_somebody_elses(client, cast, token):
    open_data(client, token)
    other = token_for(cast.participant(BAIQ))
    assert client.get(f"/me/{other}/data.json").status_code == 403


def test_the_page_closes_by_itself_and_by_its_button(client, token, clock):
    open_data(client, token)
    clock.pass_time(minutes=30)
    assert client.get(f"/me/{token}/data.json").status_code == 403
    open_data(client, token)
    client.post(f"/me/{token}/data/closing")
    assert client.get(f"/me/{token}/data.json").status_code == 403


def test_the_copy_holds_everything_and_is_written_into_the_trail(client, token, andi):
    open_data(client, token)
    copy = client.get(f"/me/{token}/data.json").json
    assert copy["person"][0]["phone"] == andi.phone
    assert copy["passes"][0]["serial"] == "1"
    assert client.get(f"/me/{token}/data.pdf").data.startswith(b"%PDF")
    taken = db.select(AuditEntry).where(AuditEntry.action == "privacy.copy").order_by(AuditEntry.id)
    copies = db.session.scalars(taken).all()
    assert [entry.details["form"] for entry in copies] == ["json", "pdf"]


def test_without_an_address_the_desk_shows_a_code(client, cast, andi, token, app):
    desk = sign_in(app.test_client(), cast.user(Role.REGISTRATION_DESK))
    address = f"/events/{cast.event.slug}/participants/{andi.id}/data-code"
    assert desk.post(address).status_code == 422
    shown = desk.get(desk.post(address, data={"seen": "y"}).location)
    digits = "".join(letter for letter in shown.text.split('class="figure">')[1][:7] if letter.isdigit())
    assert client.post(f"/me/{token}/data/opening", data={"code": digits}).status_code == 303


def test_a_code_of_the_desk_is_valid_by_the_clock_of_the_page(client, cast, andi, clock):
    with transaction():
        cast.event.rehearsal.clock_starts_at = clock.now() + timedelta(hours=3)
        cast.event.rehearsal.set_at = clock.now()
    desk = sign_in(client, cast.user(Role.REGISTRATION_DESK))
    address = f"/events/{cast.event.slug}/participants/{andi.id}/data-code"
    shown = desk.get(desk.post(address, data={"seen": "y"}).location)
    over = clock.now() + timedelta(hours=3) + LIFE
    assert f"Berlaku sampai {clock_time(over, cast.event.zone)}" in shown.text


def test_the_desk_never_sees_a_code_that_was_mailed(client, cast, andi, token, app):
    ask_code(client, token)
    desk = sign_in(app.test_client(), cast.user(Role.REGISTRATION_DESK))
    mailed = f"/events/{cast.event.slug}/participants/{andi.id}/data-code/{newest_code().id}"
    assert desk.get(mailed).status_code == 404
