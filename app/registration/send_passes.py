"""Write the mails with the passes: for one, for those chosen, for all who have not got one.

Whoever has a mail that waits or is on its way gets no second one; whoever got it gets another only when
that is asked for. What is written waits in the outbox until somebody releases it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event
from app.jobs.background import Work, background
from app.jobs.models import Job
from app.lib.refusals import N_
from app.messages.queries import count_letters
from app.participants.personal_links import personal_links
from app.participants.queries import participants_by_id
from app.registration.pass_mail import PASS_MAIL, MailState, PassMail, pass_mails, write_pass_mail

CHUNK = 50  # as many as a page may write while somebody waits; more go into the background
BUSY = frozenset({MailState.HELD, MailState.ON_ITS_WAY, MailState.NO_ADDRESS})
GOT_IT = frozenset({MailState.SENT, MailState.FAILED})


@dataclass(frozen=True)
class PassesWritten:
    """How many mails were written, and how many people were left out: busy, served, or without address."""

    written: int
    left_out: int


def send_passes(
    event: Event, ids: Sequence[int], *, by: Doer, again: bool = False, seen: Mapping[str, int] | None = None
) -> PassesWritten:
    """Write the mail with the pass to these people; `again` also to those who got theirs or whose failed.

    `seen` are the letters each had when this was asked for, by reference: who has more now is served.
    """
    chosen = participants_by_id(event, ids)
    people = [chosen[one] for one in dict.fromkeys(ids) if one in chosen]
    mails = [
        mail
        for mail in pass_mails(event, people)
        if _is_due(mail, again=again)
        and (seen is None or mail.letters <= seen.get(mail.participant.reference, 0))
    ]
    personal_links(event, [mail.participant for mail in mails], by=by)
    for mail in mails:
        write_pass_mail(event, mail, by=by)
    if mails:
        record("registration.send_passes", by=by, on=f"event:{event.id}", event_id=event.id, mails=len(mails))
    return PassesWritten(len(mails), len(ids) - len(mails))


def send_passes_later(event: Event, ids: Sequence[int], *, key: str, by: Doer, again: bool = False) -> Job:
    """Write many mails in the background, once per `key`."""
    return write_many.later(
        key=f"pass mails:{event.id}:{key}",
        by=by,
        event_id=event.id,
        event=event.id,
        ids=list(ids),
        again=again,
        seen=count_letters(event.id, kind=PASS_MAIL) if again else None,
    )


@background("registration.send_passes", words=N_("Writing the mails with the passes"))
def write_many(
    work: Work, *, event: int, ids: Sequence[int], again: bool, seen: Mapping[str, int] | None = None
) -> dict[str, object]:
    """Write the mails chunk by chunk; begun again after a fall it leaves out those that are written."""
    meeting = db.session.get_one(Event, event)
    written = 0
    for start in range(0, len(ids), CHUNK):
        with work.transaction():
            done = send_passes(meeting, ids[start : start + CHUNK], by=work.by, again=again, seen=seen)
            work.progress(min(start + CHUNK, len(ids)), len(ids))
        written += done.written
    return {"written": written, "address": f"/events/{meeting.slug}/messages?state=held"}


def _is_due(mail: PassMail, *, again: bool) -> bool:
    return mail.state not in BUSY and (again or mail.state not in GOT_IT)
