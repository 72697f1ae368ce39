"""The words for how somebody stands with the mail that carries the pass."""

from app.lib.refusals import N_
from app.registration.pass_mail import Standing

MAIL_WORDS = {
    Standing.MISSING: N_("Not written yet"),
    Standing.HELD: N_("Waits for review"),
    Standing.ON_ITS_WAY: N_("On its way"),
    Standing.SENT: N_("Sent"),
    Standing.FAILED: N_("Did not arrive"),
    Standing.NO_ADDRESS: N_("No e-mail address"),
}
MAIL_KINDS = {
    Standing.HELD: "wait",
    Standing.ON_ITS_WAY: "wait",
    Standing.SENT: "ok",
    Standing.FAILED: "bad",
    Standing.NO_ADDRESS: "warn",
}
