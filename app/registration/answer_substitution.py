"""The committee answers an office that asked for a substitute: somebody comes instead, or why nobody does."""

from app.audit.record import Doer
from app.events.one_at_a_time import one_at_a_time
from app.lib.folding import squeezed
from app.registration.kept_requests import SubstitutionRequest
from app.registration.models import State, Substitution
from app.registration.nominate import entry_of_proposed
from app.registration.refusals import ReasonMissing
from app.registration.requests_of_offices import close_request, forget_contacts
from app.registration.settle_request import tell_answer
from app.registration.substitute import substitute


def accept_request(asked: SubstitutionRequest, *, by: Doer) -> Substitution:
    """Substitute as the office asked: the old pass is void and the new one admits when this is stored.

    The contacts stand with the new person from now on, not with the request. Raises AnsweredMeanwhile, and
    what `substitute` raises: then the request stays open.
    """
    one_at_a_time(asked.event_id)
    close_request(asked, State.SUBSTITUTED, by=by)
    entry = entry_of_proposed(asked)
    done = substitute(asked.left, entry, reason=asked.reason, letter=asked.letter, by=by)
    asked.came_id = done.came_id
    forget_contacts(SubstitutionRequest.id == asked.id)
    tell_answer(asked, by=by)
    return done


def return_request(asked: SubstitutionRequest, *, reason: str, by: Doer) -> None:
    """Leave everything as it is; the office reads why and may ask again.

    Raises ReasonMissing and AnsweredMeanwhile.
    """
    reason = squeezed(reason)
    if not reason:
        raise ReasonMissing
    one_at_a_time(asked.event_id)
    close_request(asked, State.RETURNED, by=by, answer=reason)
    tell_answer(asked, by=by)
