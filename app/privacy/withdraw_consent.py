"""Withdraw consent: what it allowed ends at once."""

from app.audit.record import Doer
from app.participants.consents import Purpose, end_consent
from app.participants.models import Participant
from app.travel.tell_needs import withdraw_needs


def withdraw_consent(participant: Participant, purpose: Purpose, *, by: Doer) -> None:
    """End a consent with its consequences: needs are deleted, WhatsApp is closed to the committee.

    Whoever publishes photographs or passes slides on asks for the consent each time, so nothing else is left.
    """
    if purpose is Purpose.NEEDS:
        withdraw_needs(participant, by=by)
    else:
        end_consent(participant, purpose, by=by)
