"""What the outbox promises: read before it goes, released or discarded by those who may, within one event."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.events.models import Event
from app.messages.compose import compose
from app.messages.deliver import MOST_ATTEMPTS, deliver_released
from app.messages.fill_in import SECRET_ADDRESS
from app.messages.models import Delivery, DeliveryState, Message
from app.services.mail import CollectingPost
from tests.cast import Cast, sign_in

OUTBOX = "/events/rakornis-uji/messages"
HTML = (
    f'<p>Halo <a href="{SECRET_ADDRESS}">buka</a><img src="cid:pass" alt="QR"></p><script>alert(1)</script>'
)


def write(event: Event, key: str = "registration.pass:1", to: str = "andi@contoh.example") -> Message:
    """Put a message into the outbox of an event."""
    with transaction():
        return compose(
            key=key,
            to=to,
            recipient_name="<b>Andi</b>",
            subject="<i>Kartu</i>",
            text=f"Halo, {SECRET_ADDRESS}",
            html=HTML,
            about="participant:1",
            event_id=event.id,
            by=COMMAND_LINE,
        )


def states() -> dict[str, DeliveryState]:
    """Return how each address stands."""
    return {one.address: one.state for one in db.session.scalars(db.select(Delivery))}


@pytest.fixture
def browser(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign a member of the committee in."""
    return sign_in(client, cast.user(Role.COMMITTEE))


def test_the_committee_reads_what_waits_and_releases_all_of_it(browser: FlaskClient, cast: Cast) -> None:
    write(cast.event)
    write(cast.event, key="registration.pass:2", to="baiq@contoh.example")
    assert browser.get(OUTBOX).text.count("Ditahan untuk ditinjau") >= 2
    browser.post(f"{OUTBOX}/decision", data={"all": "1", "decision": "release"})
    assert set(states().values()) == {DeliveryState.RELEASED}


def test_only_the_ticked_messages_are_discarded(browser: FlaskClient, cast: Cast) -> None:
    chosen = write(cast.event)
    write(cast.event, key="registration.pass:2", to="baiq@contoh.example")
    browser.post(f"{OUTBOX}/decision", data={"chosen": [chosen.id], "decision": "discard"})
    assert states() == {
        "andi@contoh.example": DeliveryState.DISCARDED,
        "baiq@contoh.example": DeliveryState.HELD,
    }


def test_releasing_all_means_what_the_filters_show(browser: FlaskClient, cast: Cast) -> None:
    write(cast.event)
    write(cast.event, key="registration.invitation:2", to="kanwil@contoh.example")
    browser.post(f"{OUTBOX}/decision?kind=registration.invitation", data={"all": "1", "decision": "release"})
    assert states()["kanwil@contoh.example"] is DeliveryState.RELEASED
    assert states()["andi@contoh.example"] is DeliveryState.HELD


def test_a_double_click_releases_once_and_says_so(browser: FlaskClient, cast: Cast) -> None:
    write(cast.event)
    for expected in ("sedang dikirim", "tidak ada yang berubah"):
        browser.post(f"{OUTBOX}/decision", data={"all": "1", "decision": "release"})
        assert expected in browser.get(OUTBOX).text


def test_what_failed_is_put_back_and_really_goes_out_and_the_trail_says_who_pressed(
    browser: FlaskClient, cast: Cast, post: CollectingPost
) -> None:
    write(cast.event, key="kind:1")
    write(cast.event, key="kind:2")  # was written once more since
    with transaction() as session:
        for one in session.scalars(db.select(Delivery)):
            one.state, one.attempts, one.failure = DeliveryState.FAILED, MOST_ATTEMPTS, "x"
    assert 'value="retry"' in browser.get(f"{OUTBOX}?state=failed").text
    browser.post(f"{OUTBOX}/decision?state=failed", data={"all": "1", "decision": "retry"})
    assert deliver_released() == len(post.letters) == 1
    found = {one.message.key: one for one in db.session.scalars(db.select(Delivery))}
    assert (found["kind:2"].state, found["kind:2"].failure) == (DeliveryState.SENT, None)
    assert found["kind:1"].state is DeliveryState.DISCARDED
    pressed = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "messages.retry")).one()
    assert (pressed.actor_name, pressed.details) == ("Petugas committee", {"messages": 1})


def test_messages_of_another_event_are_neither_shown_nor_released(browser: FlaskClient, cast: Cast) -> None:
    other = write(cast.make_event("lain"), to="rahasia@contoh.example")
    assert "rahasia@contoh.example" not in browser.get(OUTBOX).text
    for path in ("", "/html", "/bounce"):
        assert browser.get(f"{OUTBOX}/{other.id}{path}").status_code == 404
        assert browser.get(f"/events/lain/messages/{other.id}{path}").status_code == 404
    browser.post(f"{OUTBOX}/decision", data={"chosen": [other.id], "decision": "release"})
    browser.post(f"{OUTBOX}/decision", data={"all": "1", "decision": "release"})
    assert states()["rahasia@contoh.example"] is DeliveryState.HELD


def test_letters_of_accounts_are_in_nobodys_event(browser: FlaskClient, cast: Cast) -> None:
    with transaction():
        words: Any = {"recipient_name": "Siti", "subject": "Undangan", "text": "Isi"}
        letter = compose(key="accounts.link:1", to="siti@contoh.example", **words, by=COMMAND_LINE)
    assert browser.get(f"{OUTBOX}/{letter.id}").status_code == 404


def test_a_preview_shows_no_secret_and_runs_nothing(browser: FlaskClient, cast: Cast) -> None:
    message = write(cast.event)
    page = browser.get(f"{OUTBOX}/{message.id}")
    assert "&lt;i&gt;Kartu&lt;/i&gt;" in page.text
    assert SECRET_ADDRESS not in page.text
    assert 'sandbox=""' in page.text
    frame = browser.get(f"{OUTBOX}/{message.id}/html")
    policy = frame.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "cid:" not in frame.text
    assert SECRET_ADDRESS not in frame.text
    assert frame.headers["Cache-Control"] == "no-store"


def test_the_committee_notes_that_a_message_did_not_arrive(browser: FlaskClient, cast: Cast) -> None:
    message = write(cast.event)
    with transaction():
        db.session.scalars(db.select(Delivery)).one().state = DeliveryState.SENT
    browser.post(f"{OUTBOX}/{message.id}/bounce", data={"reason": "Kotak surat penuh"})
    assert "Kotak surat penuh" in browser.get(f"{OUTBOX}?state=failed").text


def test_without_a_reason_nothing_is_noted(browser: FlaskClient, cast: Cast) -> None:
    message = write(cast.event)
    assert browser.post(f"{OUTBOX}/{message.id}/bounce", data={"reason": " "}).status_code == 422


@pytest.mark.parametrize("role", [Role.GATE, Role.PARTICIPANT, Role.OFFICE_OPERATOR, Role.LEADERSHIP])
@pytest.mark.any_database
def test_others_neither_read_nor_release(client: FlaskClient, cast: Cast, role: Role) -> None:
    write(cast.event)
    browser = sign_in(client, cast.user(role, office=cast.office("bali")))
    assert browser.get(OUTBOX).status_code == 403
    assert browser.post(f"{OUTBOX}/decision", data={"all": "1"}).status_code == 403
    assert states() == {"andi@contoh.example": DeliveryState.HELD}


def test_an_unknown_filter_shows_everything_or_nothing_but_breaks_nothing(
    browser: FlaskClient, cast: Cast, app: Flask
) -> None:
    write(cast.event)
    for query in ("state=x", "kind=x", "page=-3", "page=x", "q=%25"):
        assert browser.get(f"{OUTBOX}?{query}").status_code == 200
