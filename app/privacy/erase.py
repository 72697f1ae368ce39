"""Erase what the law does not keep. Doing it twice does no more than doing it once.

Name, post, NIP, scans, attendance, certificates, minutes and assignment letters stay: they are records of the
state, kept as the archive schedule says (UU 27/2022, article 15). The audit trail names people by number and
keeps no contact.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, case, cast, literal, null, or_, select, update

from app.audit.record import Doer, record
from app.db import db, end_read, transaction
from app.lib.refusals import N_
from app.messages.forget import forget_letters, forget_messages, has_gone, has_text
from app.messages.models import Message
from app.participants.consents import Purpose, end_consent
from app.participants.kept_sheets import RosterChange
from app.participants.models import Participant
from app.participants.same_person import rows_of
from app.privacy.models import Erasure
from app.registration.models import NameCorrection, Nomination
from app.services import services
from app.travel.tell_needs import forget_journeys, forget_needs

CONTACT_COLUMNS = ("email", "phone", "sex")
# What a nomination has that is erased.
NOMINATED = or_(
    Nomination.email.is_not(None),
    Nomination.phone.is_not(None),
    Nomination.participant_id.is_(None) & Nomination.nip.is_not(None),
)
HAS_NOTE = NameCorrection.note != ""
AT_REQUEST = N_("At the person's request")
AFTER_RETENTION = N_("The time it was kept for is over")


@dataclass(frozen=True)
class Erased:
    """What was erased: for each kind of data, of how many rows; kinds with nothing left are absent."""

    rows: dict[str, int]


def erase_person(person: Participant, *, reason: str, by: Doer) -> Erased:
    """Erase everything of one person that the law does not keep, and end the consent it rested on.

    Of a person who stands on the list twice, by merged rows, it goes from all of them.
    """
    rows = rows_of(person)
    erased = erase_kinds(rows, ERASERS, reason=reason, by=by)
    for row in rows:
        end_consent(row, Purpose.NEEDS, by=by)
        db.session.expire(row, list(CONTACT_COLUMNS))
    return erased


def erase_kinds(people: Sequence[Participant], kinds: Iterable[str], *, reason: str, by: Doer) -> Erased:
    """Erase some kinds of data of these people. For each of whom something went, a record says so."""
    ids = {kind: set(ERASERS[kind](people)) for kind in kinds}
    for person in people:
        gone = [kind for kind, touched in ids.items() if person.id in touched]
        if gone:
            db.session.add(_proof(person, gone, reason=reason, by=by))
            record(
                "privacy.erase",
                by=by,
                on=person.reference,
                event_id=person.event_id,
                kinds=gone,
                reason=reason,
            )
    return Erased({kind: len(touched) for kind, touched in ids.items() if touched})


def _proof(person: Participant, kinds: list[str], *, reason: str, by: Doer) -> Erasure:
    return Erasure(
        event_id=person.event_id,
        participant_id=person.id,
        kinds=kinds,
        at=services().clock.now(),
        by=by.reference,
        reason=reason,
    )


def _erase_contacts(people: Sequence[Participant]) -> set[int]:
    """Erase telephone, e-mail and sex wherever they stand: list, nominations, traces of sheets, letters.

    What somebody wrote to the desk about the own name goes too: people write telephone and e-mail there.
    """
    ids = [person.id for person in people]
    known = or_(*(getattr(Participant, name).is_not(None) for name in CONTACT_COLUMNS))
    own = update(Participant).where(Participant.id.in_(ids), known)
    touched = set(
        db.session.scalars(
            own.values(dict.fromkeys(CONTACT_COLUMNS)).returning(Participant.id),
            execution_options={"synchronize_session": False},
        )
    )
    theirs = Nomination.participant_id.in_(ids)
    touched |= _participants_of(theirs, erase_nominated(theirs)) | _erase_traces(ids) | _erase_notes(ids)
    by_reference = {person.reference: person.id for person in people}
    return touched | {by_reference[one] for one in forget_letters(list(by_reference))}


def erase_nominated(which: ColumnElement[bool]) -> set[int]:
    """Erase the contacts of nominations and the letters about them; return the ids of those that had any.

    The NIP of who never came goes as well: it is in no list that the archive keeps.
    """
    gone = update(Nomination).where(which, NOMINATED).returning(Nomination.id)
    kept_nip = case((Nomination.participant_id.is_(None), null()), else_=Nomination.nip)
    erased = gone.values(email=None, phone=None, nip=kept_nip)
    touched = set(db.session.scalars(erased))
    references = {f"nomination:{one}": one for one in db.session.scalars(select(Nomination.id).where(which))}
    return touched | {references[one] for one in forget_letters(list(references))}


def forget_answered() -> None:
    """Forget the letters that were on their way when somebody was erased at the own request.

    Above all the answer that says so. A duty of the worker: a door, so it commits.
    """
    reference = literal("participant:") + cast(Erasure.participant_id, String)
    gone = (
        select(Message.id)
        .join(Erasure, Message.about == reference)
        .where(Erasure.reason == AT_REQUEST, Message.composed_at <= Erasure.at, has_text(), has_gone())
    )
    letters = db.session.scalars(gone).all()
    end_read()
    if letters:
        with transaction():
            forget_messages(letters)


def _participants_of(which: ColumnElement[bool], nominations: set[int]) -> set[int]:
    """Return who these nominations became."""
    became = db.session.execute(select(Nomination.id, Nomination.participant_id).where(which))
    return {person for one, person in became if one in nominations and person is not None}


def _erase_traces(ids: Sequence[int]) -> set[int]:
    """Take contacts out of what is kept for undoing a sheet."""
    touched = set()
    for change in db.session.scalars(select(RosterChange).where(RosterChange.participant_id.in_(ids))):
        kept = {name: value for name, value in (change.changed or {}).items() if name not in CONTACT_COLUMNS}
        if change.changed and kept != change.changed:
            change.changed = kept
            touched.add(change.participant_id)
    db.session.flush()
    return touched


def _erase_notes(ids: Sequence[int]) -> set[int]:
    """Empty what was written to the desk beside the wanted name; the name itself is a record."""
    notes = update(NameCorrection).where(NameCorrection.participant_id.in_(ids), HAS_NOTE).values(note="")
    return set(db.session.scalars(notes.returning(NameCorrection.participant_id)))


def _erase_journeys(people: Sequence[Participant]) -> set[int]:
    return forget_journeys([person.id for person in people])


def _erase_needs(people: Sequence[Participant]) -> set[int]:
    return forget_needs([person.id for person in people])


ERASERS: dict[str, Callable[[Sequence[Participant]], set[int]]] = {
    "contact": _erase_contacts,
    "travel": _erase_journeys,
    "needs": _erase_needs,
}
