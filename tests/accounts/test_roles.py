"""Roles: given, taken, and the last administrator."""

import pytest
from sqlalchemy import func, select

from app.access import Permission, Role, can
from app.accounts.models import RoleHeld
from app.accounts.open_account import LastAdministrator, close_account, reopen_account
from app.accounts.roles import RoleImpossible, RoleNotHeld, RoleWish, give_role, take_role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from tests.accounts.conftest import give_password


def test_a_role_counts_in_its_event_only(cast):
    user, other = cast.user(Role.GATE), cast.make_event("lain")
    with transaction():
        give_role(user, RoleWish(role=Role.SECRETARY, event_id=other.id), by=COMMAND_LINE)
    assert can(user, Permission.MINUTES_CAPTURE, event_id=other.id)
    assert not can(user, Permission.MINUTES_CAPTURE, event_id=cast.event.id)


@pytest.mark.parametrize("with_office", [True, False])
def test_giving_a_role_twice_changes_nothing(cast, with_office):
    user = cast.user(Role.GATE)
    wish = (
        RoleWish(role=Role.OFFICE_HEAD, event_id=cast.event.id, office_id=cast.office("bali").id)
        if with_office
        else RoleWish(role=Role.ADMINISTRATOR)
    )
    for _ in range(2):
        with transaction():
            give_role(user, wish, by=COMMAND_LINE)
    assert db.session.scalar(select(func.count()).select_from(RoleHeld)) == 2
    assert len(user.roles_held) == 2


def test_an_administrator_is_one_everywhere_and_an_office_is_kept_for_office_roles_only(cast):
    user, office = cast.user(Role.GATE), cast.office("bali")
    with transaction():
        give_role(
            user,
            RoleWish(role=Role.ADMINISTRATOR, event_id=cast.event.id, office_id=office.id),
            by=COMMAND_LINE,
        )
        give_role(
            user, RoleWish(role=Role.COMMITTEE, event_id=cast.event.id, office_id=office.id), by=COMMAND_LINE
        )
    held = {one.role: (one.event_id, one.office_id) for one in user.roles_held}
    assert held[Role.ADMINISTRATOR] == (None, None)
    assert held[Role.COMMITTEE] == (cast.event.id, None)


@pytest.mark.parametrize(
    ("role", "event_id"),
    [
        (Role.COMMITTEE, None),
        (Role.OFFICE_HEAD, 1),
        (Role.VERIFIER, 1),
        (Role.PARTICIPANT, 1),
        (Role.PUBLIC, 1),
    ],
)
def test_a_role_without_what_it_needs_is_refused(role, event_id):
    with pytest.raises(RoleImpossible):
        RoleWish(role=role, event_id=event_id)


def test_a_role_is_taken_back_once(cast):
    user = cast.user(Role.GATE)
    role_id = user.roles_held[0].id
    with transaction():
        take_role(user, role_id, by=COMMAND_LINE)
    assert not can(user, Permission.CHECKIN_REDEEM, event_id=cast.event.id)
    with pytest.raises(RoleNotHeld), transaction():
        take_role(user, role_id, by=COMMAND_LINE)


def test_the_last_administrator_keeps_the_role_and_the_account(cast, wayan):
    cast.user(Role.ADMINISTRATOR)  # has no password: nobody could sign in with it
    with pytest.raises(LastAdministrator), transaction():
        take_role(wayan, wayan.roles_held[0].id, by=wayan)
    with pytest.raises(LastAdministrator), transaction():
        close_account(wayan, by=wayan)


def test_one_of_two_administrators_may_go(cast, wayan):
    other = give_password(cast.user(Role.ADMINISTRATOR))
    with transaction():
        close_account(wayan, by=other)
    with pytest.raises(LastAdministrator), transaction():
        take_role(other, other.roles_held[0].id, by=other)


def test_a_reopened_account_has_its_roles_again(cast):
    user = cast.user(Role.SECRETARY)
    with transaction():
        close_account(user, by=COMMAND_LINE)
    with transaction():
        reopen_account(user, by=COMMAND_LINE)
    assert user.is_active
    assert can(user, Permission.MINUTES_CAPTURE, event_id=cast.event.id)
