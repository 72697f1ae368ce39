"""Issue the certificates of an event: one job at a time, asked for by a page or by the command line."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.audit.record import Doer
from app.certificates.issuing import issue
from app.certificates.paper import stationery_of
from app.certificates.queries import ISSUE, to_be_printed
from app.db import db
from app.events.models import Event
from app.jobs.models import Job, JobState
from app.lib.refusals import N_, Conflict

MOST_NAMES = 20


class NamesUnconfirmed(Conflict):
    """The rules ask for confirmed names, and some who earned a certificate have not confirmed theirs."""

    def __init__(self, names: Sequence[str]) -> None:
        shown = "; ".join(names[:MOST_NAMES]) + ("; …" if len(names) > MOST_NAMES else "")
        super().__init__(
            N_(
                "By the rules of this event names are confirmed before certificates are issued. "
                "Not confirmed yet (%(number)s): %(names)s. Remind these people, or change the rule."
            ),
            number=len(names),
            names=shown,
        )


def refuse_unconfirmed_names(event: Event) -> None:
    """Raise NamesUnconfirmed when the rules ask for confirmed names and one that is due is not."""
    if not event.rules.certificate_needs_confirmed_name:
        return
    due = to_be_printed(event)
    if missing := [person.display_name for person in due if person.name_confirmed_at is None]:
        raise NamesUnconfirmed(missing)


def issue_certificates(event: Event, *, by: Doer) -> Job:
    """Ask for every certificate that is due; whoever asks while that work is under way gets the same job.

    Raises SignerMissing and NamesUnconfirmed before anything is written.
    """
    stationery_of(event)
    refuse_unconfirmed_names(event)
    finished = select(func.count()).where(
        Job.kind == ISSUE, Job.event_id == event.id, Job.state == JobState.DONE
    )
    key = f"certificates:{event.id}:{db.session.execute(finished).scalar_one()}"
    return issue.later(key=key, by=by, event_id=event.id, event=event.id)
