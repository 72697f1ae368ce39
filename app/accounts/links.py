"""Links that carry a secret: made, shown again, opened, used once, revoked.

A token is HMAC-SHA-256(secret of the data directory, "link", id, kind), cut to 128 bits. It stands in
no table, only its SHA-256 does: a copy of the database opens nothing.
"""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from app.accounts.models import Link, LinkKind
from app.audit.record import Doer, record
from app.db import db, insert_many
from app.lib.refusals import N_, NotThere
from app.services import services

TOKEN_BYTES = 16
GONE = 410
# Where each kind is opened. Logs know these prefixes and leave the token out: app/logs.py.
ADDRESSES = {
    LinkKind.FIRST_ADMINISTRATOR: "links/first-administrator",
    LinkKind.INVITATION: "invitation",
    LinkKind.PASSWORD: "links/password",
    LinkKind.PERSONAL: "me",
    LinkKind.OFFICE: "delegation",
    LinkKind.REGISTRATION: "registration",
}


class LinkRefused(NotThere):
    """A link that opens nothing: unknown or mistyped."""


class LinkOver(LinkRefused):
    """A link that did open something: it has expired, was used, or was revoked."""

    status = GONE


def make_link(
    kind: LinkKind, *, subject: str, by: Doer, event_id: int | None = None, expires_at: datetime | None = None
) -> Link:
    """Make a link for a subject, an opaque reference such as "user:3"."""
    link = Link(
        kind=kind,
        subject=subject,
        event_id=event_id,
        created_at=services().clock.now(),
        created_by=by.reference,
        expires_at=expires_at,
    )
    db.session.add(link)
    db.session.flush()
    link.token_sha256 = _sha256(token_of(link))
    return link


def make_links(kind: LinkKind, *, subjects: Sequence[str], by: Doer, event_id: int | None = None) -> None:
    """Make one link for each subject of a long list, in two statements."""
    common = {
        "kind": kind,
        "event_id": event_id,
        "created_at": services().clock.now(),
        "created_by": by.reference,
    }
    ids = insert_many(Link, ({**common, "subject": subject} for subject in subjects))
    if ids:
        hashes = [{"id": link_id, "token_sha256": _sha256(_token(link_id, kind))} for link_id in ids]
        db.session.execute(update(Link), hashes)


def token_of(link: Link) -> str:
    """Return the secret of a link: 26 letters and digits, derived anew each time."""
    return _token(link.id, link.kind)


def link_address(link: Link) -> str:
    """Return the whole address of a link, as it is sent to people."""
    return f"{services().base_url}/{ADDRESSES[link.kind]}/{token_of(link)}"


def open_link(kind: LinkKind, token: str) -> Link:
    """Return the link of a token; opening changes nothing, so a mail scanner cannot use it up.

    Raises LinkRefused when there is none, LinkOver when it has expired, was used or was revoked.
    """
    link = known_link(kind, token)
    if link is None:
        raise LinkRefused(
            N_("This link is not known. Copy the whole address from the message, or ask for a new link.")
        )
    if link.revoked_at is not None:
        raise LinkOver(
            N_("This link was replaced or withdrawn. Use the newest message, or ask for a new link.")
        )
    if link.used_at is not None:
        raise LinkOver(N_("This link has been used already. Sign in, or ask for a new link."))
    if not is_open(link):
        raise LinkOver(N_("This link has expired. Ask for a new link."))
    return link


def known_link(kind: LinkKind, token: str) -> Link | None:
    """Return the link of a token whether it opens or not, to say when it ended; None when there is none."""
    return db.session.execute(
        select(Link).where(Link.kind == kind, Link.token_sha256 == _sha256(token.strip().upper()))
    ).scalar_one_or_none()


def is_open(link: Link) -> bool:
    """Say whether a link would open now."""
    over = link.revoked_at or link.used_at
    return over is None and (link.expires_at is None or link.expires_at > services().clock.now())


def use_link(link: Link) -> None:
    """Use a one-time link up. Of two who try at the same moment one succeeds, the other gets LinkOver."""
    used = db.session.execute(
        update(Link)
        .where(Link.id == link.id, Link.used_at.is_(None), Link.revoked_at.is_(None))
        .values(used_at=services().clock.now())
        .returning(Link.id)
    ).scalar_one_or_none()
    if used is None:
        raise LinkOver(N_("This link has been used already. Sign in, or ask for a new link."))


def revoke_links(kind: LinkKind, *, subject: str, by: Doer) -> int:
    """Revoke every open link of a kind and subject; return how many there were."""
    revoked = db.session.execute(
        update(Link)
        .where(Link.kind == kind, Link.subject == subject, Link.used_at.is_(None), Link.revoked_at.is_(None))
        .values(revoked_at=services().clock.now())
        .returning(Link.id)
    ).all()
    if revoked:
        record("accounts.revoke_links", by=by, on=subject, kind=kind.value, links=len(revoked))
    return len(revoked)


def open_links_of(subject: str) -> list[Link]:
    """List the links of a subject that would open now, newest first."""
    links = db.session.execute(select(Link).where(Link.subject == subject).order_by(Link.id.desc())).scalars()
    return [link for link in links if is_open(link)]


def _token(link_id: int, kind: LinkKind) -> str:
    message = f"link|{link_id}|{kind.value}".encode()
    digest = hmac.new(services().pass_secret, message, hashlib.sha256).digest()
    return b32encode(digest[:TOKEN_BYTES]).decode().rstrip("=")


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
