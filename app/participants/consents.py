"""What people agree to beyond what the meeting needs: given freely, kept with proof, withdrawn at any time.

UU 27/2022, articles 20 to 24: the words that were shown are kept with their hash, the time and the way
they were agreed to. Nothing here is needed to take part.
"""

import enum
import hashlib
from collections.abc import Sequence

from sqlalchemy import select, update

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.i18n import gettext
from app.lib.refusals import N_
from app.participants.kept_consents import Consent
from app.participants.models import Participant
from app.participants.refuse_whatsapp import allow_whatsapp, refuse_whatsapp
from app.participants.same_person import ids_of
from app.services import services


class Purpose(enum.Enum):
    """What somebody may agree to. Each is asked for alone."""

    PHOTO = "photo"
    WHATSAPP = "whatsapp"
    NEEDS = "needs"
    SHARING = "sharing"


PURPOSE_NAMES = {
    Purpose.PHOTO: N_("Photographs"),
    Purpose.WHATSAPP: N_("Messages by WhatsApp"),
    Purpose.NEEDS: N_("Special needs"),
    Purpose.SHARING: N_("Sharing of my slides and my name"),
}
PURPOSE_TEXTS = {
    Purpose.PHOTO: N_(
        "I agree that photographs on which I can be recognised are published in reports on this meeting. "
        "I can withdraw this at any time; photographs not yet published are then left out."
    ),
    Purpose.WHATSAPP: N_(
        "I agree that the committee writes to my telephone number by WhatsApp about this meeting. "
        "I can withdraw this at any time; the committee then writes by e-mail only."
    ),
    Purpose.NEEDS: N_(
        "I agree that the committee keeps what I write about food, health and assistance, only to look "
        "after me at this meeting. Catering sees numbers without names. It is deleted when the meeting "
        "closes, or at once when I withdraw this."
    ),
    Purpose.SHARING: N_(
        "I agree that my slides are passed on to the participants together with my name. "
        "I can withdraw this at any time; they are then passed on no longer."
    ),
}


def words_of(purpose: Purpose) -> str:
    """Return the words somebody agrees to, in the language of the page."""
    return str(gettext(PURPOSE_TEXTS[purpose]))


def give_consent(participant: Participant, purpose: Purpose, *, text: str, channel: str, by: Doer) -> bool:
    """Keep that somebody agreed: to which words, when and how. False when they already had.

    Who agrees to WhatsApp refuses it no longer.
    """
    given = insert_once(
        Consent,
        participant_id=participant.id,
        purpose=purpose.value,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        channel=channel,
        given_at=services().clock.now(),
    )
    if purpose is Purpose.WHATSAPP:
        allow_whatsapp(participant, by=by)
    if given is not None:
        _tell("participants.give_consent", participant, purpose, by)
    return given is not None


def end_consent(participant: Participant, purpose: Purpose, *, by: Doer) -> bool:
    """Write down that somebody withdrew; the proof that it was given stays. False when nothing was given.

    Who withdraws the consent to WhatsApp refuses it from then on.
    """
    ended = db.session.execute(
        update(Consent)
        .where(
            Consent.participant_id.in_(ids_of(participant)),
            Consent.purpose == purpose.value,
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=services().clock.now())
        .returning(Consent.id)
    ).all()
    if ended:
        _tell("participants.withdraw_consent", participant, purpose, by)
    if ended and purpose is Purpose.WHATSAPP:
        refuse_whatsapp(participant, by=by)
    return bool(ended)


def has_consent(participant: Participant, purpose: Purpose) -> bool:
    """Say whether somebody agrees at this moment."""
    return purpose in consents_now(participant)


def consents_now(participant: Participant) -> set[Purpose]:
    """Return what somebody agrees to at this moment."""
    return {Purpose(one.purpose) for one in consents_of(participant) if one.withdrawn_at is None}


def consents_of(participant: Participant) -> Sequence[Consent]:
    """List everything somebody ever agreed to, the oldest first; of all rows that are this person."""
    theirs = select(Consent).where(Consent.participant_id.in_(ids_of(participant))).order_by(Consent.id)
    return db.session.scalars(theirs.execution_options(populate_existing=True)).all()


def _tell(action: str, participant: Participant, purpose: Purpose, by: Doer) -> None:
    record(action, by=by, on=participant.reference, event_id=participant.event_id, purpose=purpose.value)
