"""The words for how somebody stands with the mail that carries the pass."""

from app.lib.refusals import N_
from app.registration.pass_mail import MailState

MAIL_WORDS = {
    MailState.MISSING: N_("Not written yet"),
    MailState.HELD: N_("Waits for review"),
    MailState.ON_ITS_WAY: N_("On its way"),
    MailState.SENT: N_("Sent"),
    MailState.FAILED: N_("Did not arrive"),
    MailState.NO_ADDRESS: N_("No e-mail address"),
}
MAIL_KINDS = {
    MailState.HELD: "wait",
    MailState.ON_ITS_WAY: "wait",
    MailState.SENT: "ok",
    MailState.FAILED: "bad",
    MailState.NO_ADDRESS: "warn",
}
