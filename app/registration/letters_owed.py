"""Which delegations lack an assignment letter: they sent none, or the letter of a substitution follows."""

from sqlalchemy import ColumnElement, case, func, select

from app.db import db
from app.participants.models import Delegation, Participant
from app.participants.wanted import ON_THE_LIST
from app.registration.models import Letter, Substitution


def letters_that_count() -> ColumnElement[int]:
    """How many letters a delegation has, for a query about delegations; none while one follows."""
    sent = select(func.count(Letter.id)).where(Letter.delegation_id == Delegation.id)
    return case((_follows(), 0), else_=sent.correlate(Delegation).scalar_subquery())


def letter_follows(delegation: Delegation) -> bool:
    """Whether somebody came instead of somebody else, and no letter has come with that or since."""
    return db.session.scalar(select(_follows()).where(Delegation.id == delegation.id)) or False


def _follows() -> ColumnElement[bool]:
    """Any letter that is uploaded later settles it; so does it when who came has left again."""
    since = select(Letter.id).where(
        Letter.delegation_id == Participant.delegation_id, Letter.uploaded_at >= Substitution.at
    )
    # Few came instead of somebody else: said so, the database looks these up and reads no long list.
    came = select(Substitution.came_id).where(Substitution.letter_id.is_(None))
    lacking = (
        select(Participant.delegation_id)
        .join(Substitution, Substitution.came_id == Participant.id)
        .where(Participant.id.in_(came), Substitution.letter_id.is_(None), ~since.exists())
        .where(Participant.state.in_(ON_THE_LIST))
    )
    return Delegation.id.in_(lacking)
