"""A letter that came back: written down by the committee, or read from the mail server's report."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message as Mail

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.audit.record import Doer, record
from app.db import db
from app.lib.folding import squeezed, visible
from app.lib.refusals import N_, Conflict, NotThere, Refused
from app.messages.deliver import message_id_of
from app.messages.models import Delivery, DeliveryState
from app.services import services

LONGEST_REASON = 300
MOST_BYTES = 5 * 1024 * 1024
NOT_SENT_YET = (DeliveryState.HELD, DeliveryState.DISCARDED)


class NoReport(Refused):
    """A file that is not the report of a letter that came back."""


class LetterUnknown(NotThere):
    """The report is about a letter that was not sent from here."""


class NothingWasSent(Conflict):
    """Nothing went to this address yet, so nothing can have come back."""


@dataclass(frozen=True)
class Report:
    """What a report says of one recipient (RFC 3464): address, why, and the Message-ID of the letter."""

    address: str
    reason: str
    message_id: str


def record_bounce(delivery: Delivery, *, reason: str, by: Doer) -> None:
    """Write down that a letter did not reach its reader, although the mail server had taken it.

    Raises NothingWasSent when it never left.
    """
    if delivery.state in NOT_SENT_YET:
        raise NothingWasSent(
            N_("This message has not been sent, so it cannot have come back. Discard it instead.")
        )
    delivery.state = DeliveryState.FAILED
    delivery.failure = squeezed(visible(reason))[:LONGEST_REASON]
    delivery.bounced_at = services().clock.now()
    delivery.next_try_at = None
    db.session.flush()
    message = delivery.message
    record("messages.bounce", by=by, on=message.about, event_id=message.event_id, message=message.id)


def note_report(content: bytes, *, by: Doer) -> list[Delivery]:
    """Find the letters a report is about and write down that they came back; return them.

    Raises NoReport and LetterUnknown.
    """
    found = [delivery for report in read_report(content) for delivery in _deliveries(report, by=by)]
    if not found:
        raise LetterUnknown(
            N_("The report is about a letter that was not sent from here, or was noted before.")
        )
    return found


def read_report(content: bytes) -> list[Report]:
    """Read a delivery status notification: whom a letter could not reach, for good.

    `content` is the mail as a file (.eml). A notice of a delay says nothing yet and gives an empty list.
    Raises NoReport.
    """
    if len(content) > MOST_BYTES:
        raise _no_report()
    mail = message_from_bytes(content, policy=policy.compat32)
    status = next(
        (part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None
    )
    if status is None or not isinstance(status.get_payload(), list):
        raise _no_report()
    message_id = _original_message_id(mail)
    groups = [group for group in status.get_payload() if isinstance(group, Mail)]
    return [
        Report(address=address, reason=_reason(group), message_id=message_id)
        for group in groups
        if str(group.get("Action", "")).strip().lower() == "failed" and (address := _address(group))
    ]


def _deliveries(report: Report, *, by: Doer) -> list[Delivery]:
    """The letter the report names; without a name, the last one that went to the address."""
    sent = list(
        db.session.scalars(
            select(Delivery)
            .where(func.lower(Delivery.address) == report.address.lower())
            .where(Delivery.sent_at.is_not(None), Delivery.bounced_at.is_(None))
            .options(joinedload(Delivery.message))
            .order_by(Delivery.id.desc())
        )
    )
    if report.message_id:
        sent = [delivery for delivery in sent if message_id_of(delivery) == report.message_id]
    for delivery in sent[:1]:
        record_bounce(delivery, reason=report.reason, by=by)
    return sent[:1]


def _original_message_id(mail: Mail) -> str:
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822" and isinstance(part.get_payload(), list):
            return str(part.get_payload()[0].get("Message-ID", "")).strip()  # type: ignore[index,union-attr]
        if part.get_content_type() == "text/rfc822-headers":
            headers = part.get_payload(decode=True) or b""
            return str(message_from_bytes(bytes(headers)).get("Message-ID", "")).strip()
    return ""


def _address(group: Mail) -> str:
    written = str(group.get("Original-Recipient") or group.get("Final-Recipient") or "")
    return written.rpartition(";")[2].strip().strip("<>")


def _reason(group: Mail) -> str:
    told = str(group.get("Diagnostic-Code") or "").partition(";")[2] or str(group.get("Status") or "")
    return squeezed(told) or "failed"


def _no_report() -> NoReport:
    return NoReport(
        N_(
            "This file is not a report about a letter that came back. "
            "Save the mail server's answer as a file (.eml) with everything in it, and choose that."
        )
    )
