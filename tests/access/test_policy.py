"""What the policy must say, written down once more by hand; and its two readings agree."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.access import GRANTS, Permission, Role, can, within_reach
from app.db import db
from app.participants.models import Participant
from tests.cast import BAIQ, Cast

NEVER = [
    (Role.GATE, Permission.PARTICIPANTS_REGISTER),
    (Role.GATE, Permission.PARTICIPANTS_VIEW),
    (Role.GATE, Permission.CHECKIN_REGISTER_DEVICE),
    (Role.REGISTRATION_DESK, Permission.CERTIFICATES_ISSUE),
    (Role.SECRETARY, Permission.PARTICIPANTS_REGISTER),
    (Role.SECRETARY, Permission.CERTIFICATES_ISSUE),
    (Role.COMMITTEE, Permission.ACCOUNTS_INVITE),
    (Role.COMMITTEE, Permission.AUDIT_VIEW),
    (Role.LEADERSHIP, Permission.MINUTES_CAPTURE),
    (Role.LEADERSHIP, Permission.PARTICIPANTS_REGISTER),
    (Role.OFFICE_OPERATOR, Permission.CHECKIN_VIEW),
    (Role.PARTICIPANT, Permission.PARTICIPANTS_VIEW),
    (Role.SPEAKER, Permission.MINUTES_VIEW),
]
ALWAYS = [
    (Role.COMMITTEE, Permission.PARTICIPANTS_REGISTER),
    (Role.COMMITTEE, Permission.CERTIFICATES_ISSUE),
    (Role.GATE, Permission.CHECKIN_REDEEM),
    (Role.SECRETARY, Permission.MINUTES_PUBLISH),
    (Role.SUPERVISOR, Permission.CHECKIN_REGISTER_DEVICE),
    (Role.LEADERSHIP, Permission.CERTIFICATES_VIEW),
    (Role.OFFICE_HEAD, Permission.PARTICIPANTS_VIEW),
]


@pytest.mark.parametrize(("role", "permission"), NEVER)
def test_what_a_role_must_never_do(role: Role, permission: Permission) -> None:
    assert permission not in GRANTS[role]


@pytest.mark.parametrize(("role", "permission"), ALWAYS)
def test_what_a_role_is_there_for(role: Role, permission: Permission) -> None:
    assert permission in GRANTS[role]


def test_an_administrator_may_do_everything() -> None:
    assert set(GRANTS[Role.ADMINISTRATOR]) == set(Permission)


def test_nobody_may_do_nothing() -> None:
    assert GRANTS[Role.PUBLIC] == {}


def test_a_role_counts_only_in_its_own_event(cast: Cast) -> None:
    committee = cast.user(Role.COMMITTEE)
    elsewhere = cast.participant(event=cast.make_event("lain"))
    assert can(committee, Permission.PARTICIPANTS_VIEW, on=cast.participant())
    assert not can(committee, Permission.PARTICIPANTS_VIEW, on=elsewhere)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    role=st.sampled_from(list(Role)),
    permission=st.sampled_from([p for p in Permission if p.value.startswith(("participants", "checkin"))]),
    office=st.sampled_from(["kaltim", "bali", None]),
)
def test_asking_for_one_and_asking_for_a_list_agree(
    cast: Cast, role: Role, permission: Permission, office: str | None
) -> None:
    if "people" not in cast._made:
        here = [cast.participant(), cast.participant(BAIQ, office="bali")]
        cast._made["people"] = [*here, cast.participant(event=cast.make_event("lain"))]
    actor = cast.user(role, office=cast.office(office) if office else None)
    listed = set(
        db.session.scalars(select(Participant.id).where(within_reach(actor, permission, Participant)))
    )
    alone = {person.id for person in cast._made["people"] if can(actor, permission, on=person)}
    assert listed == alone
    for event_id in {person.event_id for person in cast._made["people"]}:
        reach = within_reach(actor, permission, Participant, event_id=event_id)
        of_event = select(Participant.id).where(Participant.event_id == event_id, reach)
        there = {person.id for person in cast._made["people"] if person.event_id == event_id}
        assert set(db.session.scalars(of_event)) == alone & there
