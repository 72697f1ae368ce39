"""The words for how one seat of an office stands, or one who registered alone: word, kind of colour, icon."""

from app.lib.refusals import N_
from app.registration.models import State

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
# What came of asking that somebody is replaced.
REQUEST_WORDS = {
    State.SUBMITTED: (N_("With the committee"), "wait", "clock"),
    State.SUBSTITUTED: (N_("Replaced"), "ok", "circle-check"),
    State.RETURNED: (N_("Returned"), "bad", "undo-2"),
    State.WITHDRAWN: (N_("Taken back"), "", "circle-x"),
}
