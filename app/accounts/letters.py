"""The letters that accounts send: an invitation, and a link to set a new password.

They are written in Indonesian, the language of the meeting, whatever the language of the screen.
"""

from app.accounts.links import link_address
from app.accounts.models import Link, User
from app.audit.record import Doer
from app.db import db
from app.i18n import DEFAULT_LANGUAGE, date_and_time, force_locale, write
from app.lib.refusals import N_
from app.messages.compose import compose, release
from app.messages.fill_in import SECRET_ADDRESS, Secrets, fills_in
from app.messages.models import Message

LINK = "accounts.link"
INVITATION_SUBJECT = N_("Your Rakornis account")
INVITATION = N_(
    "Dear %(name)s,\n\nan account has been opened for you. Choose your password here:\n\n%(address)s\n\n"
    "The link works once, until %(until)s. If you did not expect it, ignore this message."
)
PASSWORD_SUBJECT = N_("Set a new Rakornis password")
PASSWORD = N_(
    "Dear %(name)s,\n\na new password was asked for. Set it here:\n\n%(address)s\n\n"
    "The link works once, until %(until)s. If you did not ask for it, ignore this message: "
    "your password stays as it is."
)


def send_link(link: Link, user: User, *, subject: str, text: str, by: Doer) -> Message:
    """Put the letter with a link into the outbox and release it; the address is filled in as it goes out."""
    with force_locale(DEFAULT_LANGUAGE):
        until = date_and_time(link.expires_at) if link.expires_at else ""
        values: dict[str, object] = {"name": user.name, "address": SECRET_ADDRESS, "until": until}
        message = compose(
            key=f"{LINK}:{link.id}",
            to=user.email,
            recipient_name=user.name,
            subject=write(subject, {}),
            text=write(text, values),
            about=user.reference,
            by=by,
        )
    release(message)
    return message


@fills_in(LINK, words=N_("Invitation or new password"))
def _secrets(message: Message) -> Secrets:
    link_id = int(message.key.rpartition(":")[2])
    return Secrets(link_address(db.session.get_one(Link, link_id)))
