"""Whom the entry of a substitution means: somebody of the list, or nobody yet."""

from sqlalchemy import select

from app.db import db
from app.lib.folding import folded
from app.lib.refusals import N_, Conflict, FieldProblem, FieldsRefused, Refused
from app.participants.models import Participant, Withdrawal
from app.participants.person_entry import PersonEntry
from app.participants.register_person import NipTaken, nip_holder
from app.participants.same_person import merge_of


class SubstitutesItself(Refused):
    """Somebody cannot come instead of himself or herself."""

    def __init__(self) -> None:
        super().__init__(
            N_("This is the same NIP: nobody can come instead of oneself. Change the person instead.")
        )


class CountsAsAnother(FieldsRefused, Conflict):
    """The row with this NIP was merged: it admits somebody else."""

    def __init__(self, merged: Participant, person: Participant) -> None:
        told = N_(
            "The NIP belongs to %(name)s, who was merged with %(person)s of %(office)s and counts as that "
            "person. Undo the merge under the possible doubles first, or choose somebody else."
        )
        names = {"name": merged.display_name, "person": person.display_name}
        super().__init__([FieldProblem("nip", told, names | {"office": person.office.short_name})])


def who_is_meant(participant: Participant, tidy: PersonEntry) -> Participant | None:
    """Return who of the office has the NIP of the entry, or is called back by name; None for somebody new.

    Raises SubstitutesItself, CountsAsAnother, and NipTaken for somebody of another office.
    """
    known = nip_holder(participant.event_id, tidy.nip) or _left_before(participant, tidy)
    merged = merge_of(known) if known is not None else None
    if participant.id in (known and known.id, merged and merged.participant_id):
        raise SubstitutesItself
    if known is not None and merged is not None:
        raise CountsAsAnother(known, merged.participant)
    if known is not None and known.delegation_id != participant.delegation_id:
        raise NipTaken(known)
    return known


def _left_before(participant: Participant, tidy: PersonEntry) -> Participant | None:
    """Whoever of the same office left by a substitution and is called back by name, a NIP being unknown.

    Two of that name are not told apart by guessing.
    """
    left = (
        select(Participant)
        .join(Participant.withdrawal)
        .where(
            Participant.delegation_id == participant.delegation_id,
            Participant.folded_name == folded(tidy.name),
            Participant.id != participant.id,
            Withdrawal.is_substituted,
        )
    )
    alike = [one for one in db.session.scalars(left) if not (one.nip and tidy.nip)]
    return alike[0] if len(alike) == 1 and merge_of(alike[0]) is None else None
