"""Whose a personal link is."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.links import open_link
from app.accounts.models import LinkKind
from app.db import db
from app.lib.refusals import N_, NotThere
from app.participants.models import Participant


class PersonGone(NotThere):
    """The link is in order, but the person it belongs to is no longer on any list."""

    status = 410


def holder_of(token: str) -> Participant:
    """Return the person to whom a personal link belongs.

    Raises LinkRefused when nobody has this link, LinkOver when it no longer opens, PersonGone when the
    person was removed.
    """
    link = open_link(LinkKind.PERSONAL, token)
    number = link.subject.partition(":")[2]
    person = db.session.scalars(
        select(Participant)
        .where(Participant.id == int(number))
        .options(
            joinedload(Participant.office),
            joinedload(Participant.withdrawal),
            selectinload(Participant.passes),
        )
    ).one_or_none()
    if person is None:
        raise PersonGone(N_("You are no longer on the list of this meeting. Ask the committee."))
    return person
