"""The words of the registration: kinds of office, how seats are filled, where a delegation stands."""

from app.lib.refusals import N_
from app.offices.models import OfficeKind
from app.registration.board import SeatState
from app.registration.models import State

KIND_NAMES = {
    OfficeKind.REGIONAL: N_("Regional offices"),
    OfficeKind.DIRECTORATE: N_("Directorates"),
    OfficeKind.OUTSIDE: N_("Outside bodies"),
}
SEAT_WORDS = {
    SeatState.FILLED: N_("Filled"),
    SeatState.ACTING: N_("Acting"),
    SeatState.REPRESENTED: N_("Represented"),
    SeatState.SUBSTITUTED: N_("Substitute"),
    SeatState.EMPTY: N_("Empty"),
}
# Where a delegation stands: its word, its kind of colour and its icon.
STANDINGS = {
    State.INVITED: (N_("Invited"), "", "send"),
    State.SUBMITTED: (N_("Submitted"), "wait", "clock"),
    State.RETURNED: (N_("Returned"), "bad", "undo-2"),
    State.CONFIRMED: (N_("Confirmed"), "", "circle-check"),
}
