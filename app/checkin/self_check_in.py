"""Check oneself in: by the phone, with the code of the hall screen, or at a kiosk with the card.

Every try is kept as a scan like any other, with a mark of its own (`SelfCheckIn`). A phone is known by a
random cookie alone, of which the SHA-256 is kept.
"""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.agenda.models import Session
from app.audit.record import Doer
from app.checkin.allow_self_check_in import Offer, SelfCheckIn, Way, offer_of
from app.checkin.gates import gate_named
from app.checkin.hall_codes import HallCode
from app.checkin.hours import hours_of
from app.checkin.judging import Judgement, Post, Presented
from app.checkin.ledger import keep_scans, scan_row
from app.checkin.models import Device, Gate, RefusalReason, Scan, ScanStatus
from app.checkin.redeem import Admission, redeem_passes, sha256_of
from app.checkin.repeated import stored_answers
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.i18n import DEFAULT_LANGUAGE, force_locale, write
from app.lib.refusals import N_, Refused
from app.participants.models import Participant
from app.services import services

# Whoever opened the address in time may look for the personal link meanwhile.
TIME_TO_GO_ON = timedelta(minutes=3)
MOST_TRIES = 10  # a minute, by one phone
MINUTE = timedelta(minutes=1)


class NotOffered(Refused):
    """The committee does not allow self check-in for this session."""

    status = 409


class PassMissing(Refused):
    """The person has no pass, so there is nothing that could admit."""

    status = 409


class TooManyTries(Refused):
    """One phone tries too often."""

    status = 429


class KeyOfAnotherCard(Refused):
    """What was sent carries the key of another card, whose answer would name somebody else."""

    status = 409


def check_in_oneself(
    person: Participant, code: HallCode, *, session: Session, phone: str, opened_at: datetime | None
) -> Admission:
    """Check a person in with the code that the own phone opened.

    `phone` is the random name of the phone; `opened_at` is when it opened this code's address, by the real
    clock. One code is one answer for one person, however often it is sent. A code that had run out when it
    was opened is refused, and the refusal is kept.
    Raises NotOffered, PassMissing and TooManyTries.
    """
    key = key_of(code, person)
    if (known := answer_to(session, key)) is not None:
        return known
    _demand_offer(session)
    _refuse_flood(phone)
    presented = _presented(key, _code_sha256_of(person), session, person)
    if is_in_time(code, opened_at):
        event = db.session.get_one(Event, session.event_id)
        (answer,) = redeem_passes([presented], hours=hours_of(session, event))
    else:
        answer = _refuse_run_out(presented, session, person)
    _mark(session, key, way=Way.PHONE, phone_sha256=sha256_of_phone(phone))
    return answer


def keep_strangers_try(code: HallCode, *, session: Session, phone: str) -> Admission:
    """Keep that somebody whom we do not know opened a code that has run out: once for each code."""
    key = key_of(code, None)
    if (known := answer_to(session, key)) is not None:
        return known
    presented = _presented(key, sha256_of(code.text), session, None)
    answer = _refuse_run_out(presented, session, None)
    _mark(session, key, way=Way.PHONE, phone_sha256=sha256_of_phone(phone))
    return answer


def check_in_at_kiosk(text: str, *, session: Session, key: str, device: Device | None, by: Doer) -> Admission:
    """Redeem a card that somebody held before the camera of a kiosk; one key is one card.

    Raises NotOffered and KeyOfAnotherCard.
    """
    if (known := answer_to(session, key)) is not None:
        _demand_same_card(session, key, text)
        return known
    _demand_offer(session)
    event = db.session.get_one(Event, session.event_id)
    gate_id = device.gate_id if device else self_gate(event).id
    post = Post(gate_id, device.id if device else None, by.reference, by.name)
    presented = Presented(key=key, code_sha256=sha256_of(text), at=event_now(event), post=post)
    (answer,) = redeem_passes([presented], hours=hours_of(session, event))
    _mark(session, key, way=Way.KIOSK, phone_sha256=None)
    return answer


def answer_to(session: Session, key: str) -> Admission | None:
    """Return what was answered to this key before."""
    stored = stored_answers(session.event_id, [key]).get(key)
    return Admission(key, *stored) if stored else None


def is_in_time(code: HallCode, opened_at: datetime | None) -> bool:
    """Say whether a code admits: it does now, or it did when this phone opened it a moment ago."""
    now = services().clock.now()
    if opened_at is not None and opened_at <= now < opened_at + TIME_TO_GO_ON:
        return code.is_worth_something(opened_at)
    return code.is_worth_something(now)


def key_of(code: HallCode, person: Participant | None) -> str:
    """Return the key of the scan that this code makes for this person: nobody else can make it up."""
    message = f"self check-in key|{code.session_id}|{code.turn}|{person.id if person else 0}".encode()
    return str(UUID(bytes=hmac.new(services().pass_secret, message, hashlib.sha256).digest()[:16]))


def sha256_of_phone(phone: str) -> str:
    """Return how a phone is kept."""
    return hashlib.sha256(phone.encode()).hexdigest()


def self_gate(event: Event) -> Gate:
    """Return the gate that stands for self check-in; it has one name, whoever asks in whatever language."""
    with force_locale(DEFAULT_LANGUAGE):
        return gate_named(event, write(N_("Self check-in"), {}))


def _code_sha256_of(person: Participant) -> str:
    """Return the code of the pass that admits, or of the last one: that says why nothing admits any more."""
    newest = max(person.passes, key=lambda issued: (issued.is_valid, issued.serial), default=None)
    if newest is None or newest.code_sha256 is None:
        raise PassMissing(N_("You have no pass yet. Ask at the registration desk."))
    return newest.code_sha256


def _demand_offer(session: Session) -> None:
    if offer_of(session) is Offer.NO:
        raise NotOffered(N_("Self check-in is not open for this session. Show your card at the gate."))


def _demand_same_card(session: Session, key: str, text: str) -> None:
    asked = select(Scan.code_sha256).where(Scan.event_id == session.event_id, Scan.key == key)
    if db.session.scalar(asked) != sha256_of(text):
        raise KeyOfAnotherCard(
            N_(
                "This card was not checked in: another card was sent before it. "
                "Open the kiosk again and show it."
            )
        )


def _refuse_flood(phone: str) -> None:
    since = services().clock.now() - MINUTE
    of_phone = SelfCheckIn.phone_sha256 == sha256_of_phone(phone)
    tries = select(func.count()).select_from(SelfCheckIn).where(of_phone, SelfCheckIn.tried_at > since)
    if (db.session.scalar(tries) or 0) >= MOST_TRIES:
        raise TooManyTries(
            N_("This phone has tried too often. Wait a minute, or show your card at the gate.")
        )


def _presented(key: str, code_sha256: str, session: Session, person: Participant | None) -> Presented:
    event = db.session.get_one(Event, session.event_id)
    gate = self_gate(event)
    post = Post(gate.id, None, person.reference if person else "phone", person.display_name if person else "")
    return Presented(key=key, code_sha256=code_sha256, at=event_now(event), post=post)


def _refuse_run_out(presented: Presented, session: Session, person: Participant | None) -> Admission:
    """Keep a refusal that no gate gives: the code was a picture of one that is over."""
    reason = RefusalReason.CODE_RUN_OUT
    refused = Judgement(presented, None, ScanStatus.REFUSED, reason, presented.at, None, None)
    constants: dict[str, object] = {
        "event_id": session.event_id,
        "session_id": session.id,
        "received_at": presented.at,
    }
    row = scan_row(refused, constants)
    if person is not None and person.event_id == session.event_id:
        row["participant_id"] = person.id
    is_new = bool(keep_scans([row]))
    answer = answer_to(session, presented.key)
    assert answer is not None  # noqa: S101 - it was written just now, by us or by a twin
    return replace(answer, is_new=is_new)


def _mark(session: Session, key: str, *, way: Way, phone_sha256: str | None) -> None:
    kept = select(Scan.id).where(Scan.event_id == session.event_id, Scan.key == key)
    insert_once(
        SelfCheckIn,
        scan_id=db.session.scalars(kept).one(),
        way=way,
        phone_sha256=phone_sha256,
        tried_at=services().clock.now(),
    )
