"""The words for where a message stands."""

from app.lib.refusals import N_
from app.messages.models import DeliveryState

STATE_WORDS = {
    DeliveryState.HELD: N_("Held for review"),
    DeliveryState.RELEASED: N_("On its way"),
    DeliveryState.SENT: N_("Sent"),
    DeliveryState.FAILED: N_("Failed"),
    DeliveryState.DISCARDED: N_("Discarded"),
}
STATE_KINDS = {
    DeliveryState.RELEASED: "wait",
    DeliveryState.SENT: "ok",
    DeliveryState.FAILED: "bad",
}
