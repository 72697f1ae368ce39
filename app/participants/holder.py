"""Whose a personal link is."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.links import open_link
from app.accounts.models import LinkKind
from app.db import db
from app.lib.refusals import N_, NotThere
from app.participants.models import MergedInto, Participant


class PersonGone(NotThere):
    """The link is in order, but the person it belongs to is no longer on any list."""

    status = 410


def holder_of(token: str) -> Participant:
    """Return the person to whom a personal link belongs; that of a merged row opens whom it counts as.

    Raises LinkRefused when nobody has this link, LinkOver when it no longer opens, PersonGone when the
    person was removed.
    """
    link = open_link(LinkKind.PERSONAL, token)
    number = int(link.subject.partition(":")[2])
    counts_as = select(MergedInto.participant_id).where(MergedInto.duplicate_id == number).scalar_subquery()
    person = db.session.scalars(
        select(Participant)
        .where(Participant.id == func.coalesce(counts_as, number))
        .options(
            joinedload(Participant.office),
            joinedload(Participant.withdrawal),
            selectinload(Participant.passes),
        )
    ).one_or_none()
    if person is None:
        raise PersonGone(N_("You are no longer on the list of this meeting. Ask the committee."))
    return person
