"""The words of requests, of kinds of data and of what became of them."""

from app.lib.refusals import N_
from app.privacy.models import RequestKind

REQUEST_WORDS = {
    RequestKind.CORRECTION: N_("Correct something"),
    RequestKind.ERASURE: N_("Erase my data"),
    RequestKind.RESTRICTION: N_("Stop using my data for something"),
    RequestKind.QUESTION: N_("Ask something"),
}
ANSWER_WORDS = {None: N_("Open"), True: N_("Granted"), False: N_("Declined")}
# Kinds of data that go, by the names that retention and erasure have for them.
ERASED_WORDS = {
    "contact": N_(
        "Telephone, e-mail and sex, words to the desk about the name, and the letters that were sent"
    ),
    "travel": N_("Journeys"),
    "needs": N_("Special needs"),
    "sheets": N_("Sheets as offices sent them"),
}
