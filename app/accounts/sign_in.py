"""Sign in: a try is counted first, then the password is compared, then the account is let in.

The three steps are apart because comparing takes some 50 ms, which must not hold the write lock; and
because a try that is counted before it is judged cannot be raced.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.accounts.models import SignInAttempt, User
from app.accounts.passwords import password_fits, rehashed
from app.accounts.queries import plain_email
from app.audit.record import Machine, record
from app.db import db
from app.lib.refusals import N_, Refused
from app.services import services

WINDOW = timedelta(minutes=15)
# Whoever guesses is stopped where they are. Elsewhere the owner of the e-mail still gets in, until guesses
# come from many places; and a hall that shares one address may mistype more often than one person.
MOST_TRIES = 5
MOST_TRIES_PER_EMAIL = 40
MOST_TRIES_PER_ADDRESS = 60
VISITOR = Machine("machine:visitor", "visitor")
TOO_MANY_REQUESTS = 429


class TooManyTries(Refused):
    """Too many failed tries for this e-mail or from this place; `until` says when to try again."""

    status = TOO_MANY_REQUESTS

    def __init__(self, minutes: int) -> None:
        super().__init__(
            N_("Too many failed tries. Wait %(minutes)s minutes, or ask for a link to set a new password."),
            minutes=minutes,
        )


@dataclass(frozen=True, kw_only=True)
class Try:
    """A counted try to sign in; `user` is None when no open account has the e-mail."""

    email: str
    address: str
    user: User | None

    def fits(self, password: str) -> bool:
        """Say whether the password is right. Slow on purpose, and equally so for unknown e-mails."""
        return password_fits(self.user.password_hash if self.user else None, password)


def begin_sign_in(email: str, *, address: str) -> Try:
    """Count a try from a network address, or raise TooManyTries.

    The account's row is locked meanwhile, so that tries at the same moment are counted one by one.
    """
    now = services().clock.now()
    email = plain_email(email)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - WINDOW))
    user = db.session.execute(select(User).where(User.email == email).with_for_update()).scalar_one_or_none()
    _refuse_too_many(email=email, address=address, now=now)
    db.session.add(SignInAttempt(email=email, address=address, at=now))
    return Try(email=email, address=address, user=user if user and user.is_active else None)


def _refuse_too_many(*, email: str, address: str, now: datetime) -> None:
    limits = (
        ((SignInAttempt.email == email) & (SignInAttempt.address == address), MOST_TRIES),
        (SignInAttempt.email == email, MOST_TRIES_PER_EMAIL),
        (SignInAttempt.address == address, MOST_TRIES_PER_ADDRESS),
    )
    for whose, most in limits:
        recent = db.session.scalars(
            select(SignInAttempt.at).where(whose).order_by(SignInAttempt.at.desc()).limit(most)
        ).all()
        if len(recent) == most:
            wait = recent[-1] + WINDOW - now
            raise TooManyTries(minutes=int(wait.total_seconds() // 60) + 1)


def complete_sign_in(attempt: Try, *, password: str) -> User:
    """Let an account in whose password did fit: forget its failed tries, refresh an old hash."""
    user = attempt.user
    if user is None or user.password_hash is None:
        message = "complete_sign_in is for a try whose password fits"
        raise ValueError(message)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.email == attempt.email))
    user.password_hash = rehashed(user.password_hash, password) or user.password_hash
    record("accounts.sign_in", by=user, on=user.reference, address=attempt.address)
    return user


def refuse_sign_in(attempt: Try) -> None:
    """Leave a trace of a wrong password. The try stays counted; the e-mail typed is not written down."""
    on = attempt.user.reference if attempt.user else None
    record("accounts.refuse_sign_in", by=VISITOR, on=on, address=attempt.address)


def record_sign_out(user: User) -> None:
    """Leave a trace of somebody leaving."""
    record("accounts.sign_out", by=user, on=user.reference)
