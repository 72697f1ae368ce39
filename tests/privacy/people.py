"""Personal pages as people open them."""

from app.accounts.links import link_address, make_link
from app.accounts.models import LinkKind
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.privacy.letters import digits_of
from app.privacy.models import DataCode


def token_for(person):
    """The token of somebody's personal link."""
    with transaction():
        link = make_link(
            LinkKind.PERSONAL, subject=person.reference, by=COMMAND_LINE, event_id=person.event_id
        )
        return link_address(link).rpartition("/")[2]


def newest_code():
    """The code that was made last."""
    return db.session.scalars(db.select(DataCode).order_by(DataCode.id.desc())).first()


def ask_code(client, token):
    """Have a code mailed; return its digits."""
    client.post(f"/me/{token}/data/code")
    return digits_of(newest_code())


def open_data(client, token):
    """Open "my data" as its owner does."""
    digits = ask_code(client, token)
    return client.post(f"/me/{token}/data/opening", data={"code": digits})
