"""Withdraw consent, or refuse what was never agreed to: what it allowed ends at once."""

from app.audit.record import Doer
from app.participants.consents import Purpose, end_consent
from app.participants.models import Participant
from app.participants.refuse_whatsapp import refuse_whatsapp
from app.travel.tell_needs import withdraw_needs


def withdraw_consent(participant: Participant, purpose: Purpose, *, by: Doer) -> None:
    """End a consent with its consequences: needs are deleted, WhatsApp is refused.

    Whoever publishes photographs or passes slides on asks for the consent each time, so nothing else is left.
    """
    if purpose is Purpose.NEEDS:
        withdraw_needs(participant, by=by)
    else:
        end_consent(participant, purpose, by=by)


def refuse_messages(participant: Participant, *, by: Doer) -> None:
    """Refuse to be written to by WhatsApp; a consent to it ends with that."""
    end_consent(participant, Purpose.WHATSAPP, by=by)
    refuse_whatsapp(participant, by=by)
