"""A session that departs from its event: what people see of it follows its own hours everywhere."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.agenda.models import Session, SessionKind
from app.audit.record import COMMAND_LINE
from app.checkin.allow_self_check_in import Offer, offer_self_check_in, open_for_self_check_in
from app.checkin.hours import hours_of, hours_of_event
from app.checkin.my_presence import my_presence
from app.checkin.rules import Departure
from app.checkin.set_rules import set_session_rule
from app.db import transaction
from app.events.clock import event_now
from app.participants.models import Participant, ParticipantRole
from app.services.clock import HeldClock
from tests.cast import Cast, sign_in


@pytest.fixture
def session(cast: Cast, clock: HeldClock) -> Session:
    """A plenary in fifty minutes, to which people may check themselves in. The event opens 60 before."""
    session = cast.session("Pleno", at=clock.now() + timedelta(minutes=50))
    with transaction():
        offer_self_check_in(session, offer=Offer.YES, by=COMMAND_LINE)
    return session


def seen(client: FlaskClient, cast: Cast, person: Participant) -> tuple[bool, bool, bool]:
    """Whether it lets in: on the hall screen, on the own page, where gates choose their session."""
    now = event_now(cast.event)
    where = client.get(f"/events/{cast.event.slug}/gate/place").text
    on_screen, to_me = open_for_self_check_in(cast.event, now), my_presence(person, cast.event, now)
    return bool(on_screen), any(one.by_phone for one in to_me), "Sedang dibuka" in where


def test_pages_follow_a_session_that_opens_later_or_closes_later_than_its_event(
    client: FlaskClient, cast: Cast, clock: HeldClock, session: Session, andi: Participant
):
    sign_in(client, cast.user(Role.GATE))
    assert seen(client, cast, andi) == (True, True, True)
    with transaction():
        rule = Departure(opens_before_minutes=10, closes_after_minutes=30)
        set_session_rule(session, rule, by=COMMAND_LINE)
    assert seen(client, cast, andi) == (False, False, False)
    clock.at = session.starts_at - timedelta(minutes=10)
    assert seen(client, cast, andi) == (True, True, True)
    clock.at = session.ends_at + timedelta(minutes=29)
    assert seen(client, cast, andi) == (True, True, True)
    clock.at = session.ends_at + timedelta(minutes=30)
    assert seen(client, cast, andi) == (False, False, False)


def test_who_may_not_enter_is_not_offered_it(
    client: FlaskClient, cast: Cast, session: Session, andi: Participant
):
    with transaction():
        only_guests = Departure(is_limited=True, roles=frozenset({ParticipantRole.GUEST}))
        set_session_rule(session, only_guests, by=COMMAND_LINE)
    assert my_presence(andi, cast.event, event_now(cast.event)) == []


def test_a_session_lets_in_from_an_hour_before_until_its_end(cast: Cast, clock: HeldClock):
    start = clock.now()
    hours = hours_of(cast.session(at=start, minutes=60), cast.event)
    moments = {-61: False, -60: True, 0: True, 59: True, 60: False}
    assert {m: hours.lets_in(start + timedelta(minutes=m)) for m in moments} == moments


def test_nobody_is_let_in_to_a_break(cast: Cast, clock: HeldClock):
    session = cast.session()
    with transaction():
        session.kind = SessionKind.BREAK
    assert not hours_of(session, cast.event).lets_in(clock.now())
    assert session.id not in hours_of_event(cast.event)


def test_a_gate_that_refuses_says_when_it_lets_in(
    client: FlaskClient, cast: Cast, session: Session, andi: Participant
):
    sign_in(client, cast.user(Role.GATE))
    event = f"/events/{cast.event.slug}"
    client.post(f"{event}/gate/place", data={"session": session.id, "gate": "Utama 1"})
    with transaction():
        rule = Departure(opens_before_minutes=10, closes_after_minutes=30)
        set_session_rule(session, rule, by=COMMAND_LINE)
    answer = client.post(f"{event}/scans", data={"code": cast.code(andi), "key": ""})
    hours, zone = hours_of(session, cast.event), ZoneInfo(cast.event.zone)
    opens, closes = (f"{at.astimezone(zone):%H.%M}" for at in (hours.opens_at, hours.ends_at))
    assert f"Pleno: {opens} s.d. {closes} WITA" in client.get(answer.headers["Location"]).text
