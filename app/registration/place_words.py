"""The words for how one seat of an office stands, with the kind of colour and the icon."""

from app.lib.refusals import N_
from app.participants.models import Manner

PLACE_WORDS = {
    "empty": (N_("Empty"), "", "circle-dashed"),
    "nobody": (N_("Nobody comes"), "", "circle-x"),
    "draft": (N_("Draft, not handed in"), "wait", "pencil"),
    "submitted": (N_("With the committee"), "wait", "clock"),
    "returned": (N_("Returned"), "bad", "undo-2"),
    "confirmed": (N_("Confirmed"), "ok", "circle-check"),
}
MANNER_WORDS = {
    Manner.HOLDER: "",
    Manner.ACTING: N_("Acting"),
    Manner.REPRESENTING: N_("Represents %(whom)s"),
}
