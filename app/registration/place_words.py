"""The words for how one seat of an office stands, or one who registered alone: word, kind of colour, icon."""

from app.lib.refusals import N_
from app.participants.models import ParticipantState
from app.registration.models import Nomination, State

PLACE_WORDS = {
    "empty": (N_("Empty"), "", "circle-dashed"),
    "nobody": (N_("Nobody comes"), "", "circle-x"),
    "draft": (N_("Draft, not handed in"), "wait", "pencil"),
    "submitted": (N_("With the committee"), "wait", "clock"),
    "returned": (N_("Returned"), "bad", "undo-2"),
    "confirmed": (N_("Confirmed"), "ok", "circle-check"),
}
INDIVIDUAL_WORDS = {
    State.WAITING: (N_("Waiting"), "wait", "clock"),
    State.CONFIRMED: (N_("Confirmed"), "ok", "circle-check"),
    State.RETURNED: (N_("Returned"), "bad", "undo-2"),
    State.WITHDRAWN: (N_("Struck"), "", "circle-x"),
}
# Whoever has a place and is not on the list any more.
_GONE_WORDS = {
    ParticipantState.WITHDRAWN: (N_("Withdrawn"), "", "circle-x"),
    ParticipantState.SUBSTITUTED: (N_("Substituted"), "warn", "refresh-cw"),
    ParticipantState.MERGED: (N_("Merged"), "", "users"),
}
# What came of asking that somebody is replaced.
REQUEST_WORDS = {
    State.SUBMITTED: (N_("With the committee"), "wait", "clock"),
    State.SUBSTITUTED: (N_("Replaced"), "ok", "circle-check"),
    State.RETURNED: (N_("Returned"), "bad", "undo-2"),
    State.WITHDRAWN: (N_("Taken back"), "", "circle-x"),
}


def words_of_individual(nomination: Nomination) -> tuple[str, str, str]:
    """Say how one who registered alone stands: by the registration, or as the list says of the person."""
    gone = _GONE_WORDS.get(nomination.participant.state) if nomination.participant else None
    return gone or INDIVIDUAL_WORDS[nomination.state]
