"""Open "my data": the personal link alone is not enough, a code of six digits is asked for as well.

It is mailed to the address that is registered, or told at the desk. A code is derived from a salt and the
secret of the data directory, so a copy of the database opens nothing. Each try is counted before it is
judged, and a code works once: whoever guesses has five tries of a million for each code.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from app.audit.record import Doer, record
from app.db import db
from app.events.one_at_a_time import one_at_a_time
from app.lib.codes import random_token
from app.lib.refusals import N_, Conflict, Refused
from app.participants.models import Participant
from app.privacy.letters import digits_of, send_code
from app.privacy.models import DataCode
from app.services import services

LIFE = timedelta(minutes=10)
OPEN_FOR = timedelta(minutes=30)
MOST_TRIES = 5
WINDOW = timedelta(hours=24)
MOST_CODES = 6  # a day and person by mail; the desk knows whom it tells
BY_MAIL, AT_THE_DESK = "mail", "desk"
TOO_MANY_REQUESTS = 429


class NoAddress(Refused):
    """No e-mail address of the person is known."""


class TooManyCodes(Refused):
    """Too many codes were asked for today."""

    status = TOO_MANY_REQUESTS


class CodeOver(Conflict):
    """There is no code that still opens."""


class CodeWrong(Refused):
    """The digits are not those of the code."""


@dataclass(frozen=True)
class CodeTry:
    """A counted try; `tries_left` are those that remain for this code."""

    code: DataCode
    tries_left: int

    def fits(self, typed: str) -> bool:
        """Say whether the digits are right; blanks between them do not count."""
        return hmac.compare_digest(digits_of(self.code).encode(), "".join(typed.split()).encode())


def mail_code(participant: Participant, *, by: Doer) -> None:
    """Send a code to the registered address. Raises NoAddress and TooManyCodes."""
    if not participant.email:
        raise NoAddress(
            N_("No e-mail address of yours is known. Ask at the registration desk: they show you a code.")
        )
    _refuse_too_many(participant)
    code = _make_code(participant, channel=BY_MAIL, by=by)
    send_code(participant, code, by=by)


def show_code(participant: Participant, *, by: Doer) -> DataCode:
    """Make a code for somebody who stands at the desk and has shown who they are."""
    return _make_code(participant, channel=AT_THE_DESK, by=by)


def begin_try(participant: Participant) -> CodeTry:
    """Count a try at the newest code, or raise CodeOver. Commit before the digits are compared."""
    now = services().clock.now()
    newest = select(func.max(DataCode.id)).where(DataCode.participant_id == participant.id).scalar_subquery()
    counted = db.session.execute(
        update(DataCode)
        .where(
            DataCode.id == newest,
            DataCode.tries < MOST_TRIES,
            DataCode.used_at.is_(None),
            DataCode.ended_at.is_(None),
            DataCode.expires_at > now,
        )
        .values(tries=DataCode.tries + 1)
        .returning(DataCode.id)
    ).scalar_one_or_none()
    if counted is None:
        raise _over()
    code = db.session.get_one(DataCode, counted, populate_existing=True)
    return CodeTry(code, MOST_TRIES - code.tries)


def complete_try(attempt: CodeTry, participant: Participant, *, by: Doer) -> None:
    """Use the code up. Of two who send it at the same moment one gets in, the other gets CodeOver."""
    used = db.session.execute(
        update(DataCode)
        .where(DataCode.id == attempt.code.id, DataCode.used_at.is_(None))
        .values(used_at=services().clock.now())
        .returning(DataCode.id)
    ).scalar_one_or_none()
    if used is None:
        raise _over()
    _tell("privacy.open_data", participant, by, channel=attempt.code.channel)


def refuse_try(attempt: CodeTry, participant: Participant, *, by: Doer) -> CodeWrong:
    """Leave a trace of wrong digits, and return the refusal to show; the try stays counted."""
    _tell("privacy.refuse_code", participant, by, tries_left=attempt.tries_left)
    if not attempt.tries_left:
        return CodeWrong(N_("The code is wrong, and this was the last try. Ask for a new code."))
    return CodeWrong(
        N_("The code is wrong. Look at the newest message. Tries left: %(tries)s."),
        tries=attempt.tries_left,
    )


def is_valid(code: DataCode) -> bool:
    """Say whether these digits still open anything: what `begin_try` asks for, before they are shown."""
    newest = select(func.max(DataCode.id)).where(DataCode.participant_id == code.participant_id)
    return (
        code.id == db.session.scalar(newest)
        and code.tries < MOST_TRIES
        and code.used_at is None
        and code.ended_at is None
        and code.expires_at > services().clock.now()
    )


def is_open(code_id: int | None, participant: Participant) -> bool:
    """Say whether a code that a browser remembers still keeps the data of this very person open."""
    code = db.session.get(DataCode, code_id, populate_existing=True) if code_id else None
    if code is None or code.participant_id != participant.id or code.used_at is None or code.ended_at:
        return False
    return code.used_at + OPEN_FOR > services().clock.now()


def close_data(code_id: int) -> None:
    """Close "my data" in the browser that opened it with this code."""
    ended = update(DataCode).where(DataCode.id == code_id).values(ended_at=services().clock.now())
    db.session.execute(ended)


def _make_code(participant: Participant, *, channel: str, by: Doer) -> DataCode:
    """Make a code; codes before it open nothing any more, only the newest counts."""
    now = services().clock.now()
    code = DataCode(
        participant_id=participant.id,
        salt=random_token(),
        channel=channel,
        made_at=now,
        expires_at=now + LIFE,
    )
    db.session.add(code)
    db.session.flush()
    _tell("privacy.make_code", participant, by, channel=channel)
    return code


def _refuse_too_many(participant: Participant) -> None:
    one_at_a_time(participant.event_id)
    since = services().clock.now() - WINDOW
    made = select(func.count()).where(
        DataCode.participant_id == participant.id, DataCode.made_at > since, DataCode.channel == BY_MAIL
    )
    if (db.session.scalar(made) or 0) >= MOST_CODES:
        raise TooManyCodes(
            N_("Too many codes were asked for today. Ask at the registration desk, or try again tomorrow.")
        )


def _over() -> CodeOver:
    return CodeOver(N_("There is no valid code any more. Ask for a new one."))


def _tell(action: str, participant: Participant, by: Doer, **details: object) -> None:
    record(action, by=by, on=participant.reference, event_id=participant.event_id, **details)
