"""What two people do at the same moment: on both databases one of them is first."""

import threading

from sqlalchemy import func, select

from app.access import Role
from app.accounts.links import LinkOver, make_link, use_link
from app.accounts.models import Link, LinkKind, RoleHeld, SignInAttempt, User
from app.accounts.open_account import LastAdministrator
from app.accounts.queries import administrators
from app.accounts.roles import RoleWish, give_role, take_role
from app.accounts.sign_in import TooManyTries, begin_sign_in
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.lib.refusals import Refused
from tests.accounts.conftest import give_password


def at_once(app, *deeds):
    """Do each deed in a thread and transaction of its own; return the refusals."""
    refusals, together = [], threading.Barrier(len(deeds))

    def do(deed):
        with app.app_context():
            together.wait()
            try:
                with transaction():
                    deed()
            except Refused as refusal:
                refusals.append(refusal)
            finally:
                db.session.remove()

    db.session.commit()
    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return refusals


def test_a_link_used_twice_at_once_is_used_once(app):
    with transaction():
        link_id = make_link(LinkKind.PASSWORD, subject="user:1", by=COMMAND_LINE).id
    refusals = at_once(app, *[lambda: use_link(db.session.get_one(Link, link_id))] * 4)
    assert [type(refusal) for refusal in refusals] == [LinkOver] * 3


def test_two_administrators_cannot_take_each_others_role_at_once(app, cast):
    ids = [give_password(cast.user(Role.ADMINISTRATOR)).id for _ in range(2)]

    def take(user_id):
        user = db.session.get_one(User, user_id)
        take_role(user, user.roles_held[0].id, by=COMMAND_LINE)

    refusals = at_once(app, *[lambda user_id=user_id: take(user_id) for user_id in ids])
    assert [type(refusal) for refusal in refusals] == [LastAdministrator]
    assert len(administrators()) == 1


def test_guesses_at_the_same_moment_are_all_counted(app, sri):
    email = sri.email
    refusals = at_once(app, *[lambda: begin_sign_in(email, address="10.0.0.1")] * 8)
    assert [type(refusal) for refusal in refusals] == [TooManyTries] * 3
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 5


def test_a_role_given_twice_at_once_is_held_once(app, cast):
    user_id, event_id = cast.user(Role.GATE).id, cast.event.id
    wish = RoleWish(role=Role.SECRETARY, event_id=event_id)
    assert (
        at_once(app, *[lambda: give_role(db.session.get_one(User, user_id), wish, by=COMMAND_LINE)] * 4) == []
    )
    assert db.session.scalar(select(func.count()).where(RoleHeld.role == Role.SECRETARY)) == 1
