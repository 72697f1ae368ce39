"""Special needs: told by the person alone, with consent, and forgotten when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, update

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.lib.refusals import N_, Refused
from app.participants.consents import Purpose, end_consent, give_consent
from app.participants.models import Participant
from app.participants.same_person import ids_of
from app.services import services
from app.travel.models import Journey, Needs


class ConsentNeeded(Refused):
    """Needs say something about health: nobody keeps them without consent."""


@dataclass(frozen=True, kw_only=True)
class NeedsTold:
    """What somebody tells; the codes are those of app.travel.words."""

    diets: tuple[str, ...] = ()
    assistance: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was told."""
        return not (self.diets or self.assistance or self.note)


def tell_needs(participant: Participant, told: NeedsTold, *, agreed_to: str | None, by: Doer) -> None:
    """Keep what somebody needs, with the words they agreed to. Telling nothing any more withdraws both.

    Raises ConsentNeeded when something is told without agreeing. The trail never says what was told.
    """
    if told.is_empty:
        withdraw_needs(participant, by=by)
        return
    if agreed_to is None:
        raise ConsentNeeded(N_("Tick that you agree, or leave everything empty: nothing is kept without it."))
    give_consent(participant, Purpose.NEEDS, text=agreed_to, channel="personal_page", by=by)
    values = {
        "diets": list(told.diets),
        "assistance": list(told.assistance),
        "note": told.note,
        "changed_at": services().clock.now(),
    }
    who = {"event_id": participant.event_id, "participant_id": participant.id}
    if insert_once(Needs, **who, **values) is None:
        mine = update(Needs).where(Needs.participant_id == participant.id)
        db.session.execute(mine.values(**values).execution_options(synchronize_session="fetch"))
    # What another row of this person told before counts no longer.
    forget_needs([row for row in ids_of(participant) if row != participant.id])
    record("travel.tell_needs", by=by, on=participant.reference, event_id=participant.event_id)


def withdraw_needs(participant: Participant, *, by: Doer) -> None:
    """End the consent, and delete at once what was kept under it."""
    end_consent(participant, Purpose.NEEDS, by=by)
    if forget_needs(ids_of(participant)):
        record("travel.forget_needs", by=by, on=participant.reference, event_id=participant.event_id)


def forget_needs(participant_ids: Sequence[int]) -> set[int]:
    """Delete the needs of these people; return of whom there were any."""
    return _deleted(Needs, participant_ids)


def forget_journeys(participant_ids: Sequence[int]) -> set[int]:
    """Delete the journeys of these people; return of whom there were any."""
    return _deleted(Journey, participant_ids)


def _deleted(model: type[Needs] | type[Journey], participant_ids: Sequence[int]) -> set[int]:
    theirs = delete(model).where(model.participant_id.in_(list(participant_ids)))
    return set(db.session.scalars(theirs.returning(model.participant_id)))
