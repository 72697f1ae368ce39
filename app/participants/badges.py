"""The badge sheet: who gets a badge, what stands on it, and the work of printing it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event
from app.events.queries import days_of, event_by_slug, venues_of
from app.i18n import ZONE_LABELS, dates, force_locale, write
from app.jobs.background import Work, background
from app.jobs.models import Job
from app.lib.indonesian_dates import day_name
from app.lib.refusals import N_, NotThere, Refused
from app.participants.models import Participant, ParticipantRole, Pass
from app.participants.passes import code_of, pass_address, valid_pass
from app.participants.printed_badges import WhichBadges, badges_due, fingerprints_of, note_printed
from app.participants.queries import participants_of
from app.participants.roles import ROLE_NAMES
from app.participants.wanted import ListState, Wanted
from app.services import services
from app.services.paper.parts import BadgeLayout, Band, PrintedName
from app.services.paper.sheets import Badge, BadgeDay, BadgeSheet

PAPER_LANGUAGE = "id"
MOST_NAMED = 100
BANDS = {
    ParticipantRole.PARTICIPANT: Band.PARTICIPANT,
    ParticipantRole.LEADERSHIP: Band.LEADERSHIP,
    ParticipantRole.SPEAKER: Band.SPEAKER,
    ParticipantRole.MODERATOR: Band.MODERATOR,
    ParticipantRole.MINUTE_TAKER: Band.MINUTE_TAKER,
    ParticipantRole.COMMITTEE: Band.COMMITTEE,
    ParticipantRole.MEDIA: Band.MEDIA,
    ParticipantRole.GUEST: Band.GUEST,
}


class NobodyToPrint(Refused):
    """The choice holds nobody with a valid pass."""

    def __init__(self) -> None:
        super().__init__(
            N_("Nobody of this choice has a valid pass, so there is no badge to print. Choose others.")
        )


class BadgesNotThere(NotThere):
    """No badges were printed under this number for the event."""


def people_with_badges(
    event: Event,
    *,
    office_id: int | None = None,
    which: WhichBadges = WhichBadges.ALL,
    ids: Sequence[int] = (),
) -> Sequence[Participant]:
    """List whose badges a choice means, in protocol order: all, those of one office, or these.

    Of them `which` leaves those never printed, or those whose badge would say something else today.
    Raises NobodyToPrint when none is left who has a valid pass.
    """
    wanted = Wanted(office_id=office_id, state=ListState.REGISTERED)
    due = ids or (badges_due(event, which) if which is not WhichBadges.ALL else None)
    people = participants_of(event, wanted=wanted, ids=due)
    if not people:
        raise NobodyToPrint
    return people


def refuse_nobody(event: Event, *, office_id: int | None, which: WhichBadges) -> None:
    """Look whether a choice means anybody, without loading whom. Raises NobodyToPrint."""
    if not badges_due(event, which, office_id=office_id):
        raise NobodyToPrint


def badge_sheet(
    event: Event,
    people: Sequence[Participant],
    *,
    help_lines: Sequence[str] = (),
    layout: BadgeLayout = BadgeLayout.FOUR_UP,
) -> BadgeSheet:
    """Fill the badges of these people, in the order given; who has no valid pass is left out.

    `help_lines` stand on the back, the last one bold: the Wi-Fi, whom to call.
    """
    with force_locale(PAPER_LANGUAGE):
        place = f"{event.city}, {dates((event.starts_on, event.ends_on))}"
        return BadgeSheet(
            title=f"{write(N_('Badges'), {})} {event.short_title}",
            event_line=f"{event.short_title.upper()} · {place}",
            badges=tuple(_badge(person, issued) for person in people if (issued := valid_pass(person))),
            place=", ".join([*(venue.name for venue in venues_of(event)[:1]), event.city]),
            zone=ZONE_LABELS.get(event.zone, event.zone),
            days=_days(event),
            help_lines=tuple(help_lines),
            layout=layout,
        )


def _badge(person: Participant, issued: Pass) -> Badge:
    return Badge(
        name=PrintedName(person.display_name, person.name, person.back_titles),
        role=write(ROLE_NAMES[person.role], {}),
        band=BANDS[person.role],
        office=person.office.short_name,
        post=person.position_name,
        pass_address=pass_address(issued),
        code=code_of(issued),
    )


def _days(event: Event) -> tuple[BadgeDay, ...]:
    return tuple(
        BadgeDay(
            weekday=day_name(day.date)[:3], date=f"{day.date.day}/{day.date.month}", what=day.name, hours=""
        )
        for day in days_of(event)
    )


@background("participants.print_badges", words=N_("Printing badges"))
def print_badges(
    work: Work,
    *,
    slug: str,
    office_id: int | None = None,
    ids: Sequence[int] = (),
    which: str = WhichBadges.ALL.value,
    help_lines: Sequence[str] = (),
    layout: str = BadgeLayout.FOUR_UP.value,
) -> dict[str, Any]:
    """Print the badges of a choice into one PDF, keep it, and note what was printed of whom.

    The outcome names the `storage_key` of the PDF and the `address` under which it is fetched.
    """
    event = event_by_slug(slug)
    people = people_with_badges(event, office_id=office_id, which=WhichBadges(which), ids=ids)
    sheet = badge_sheet(event, people, help_lines=help_lines, layout=BadgeLayout(layout))
    printed = fingerprints_of(people)
    with work.transaction():
        work.progress(0, len(sheet.badges))
    key = services().storage.keep(services().press.print_badges(sheet))
    with work.transaction():
        note_printed(event, printed)
        work.progress(len(sheet.badges), len(sheet.badges))
    address = f"/events/{event.slug}/badges/{work.job_id}.pdf"
    return {"badges": len(sheet.badges), "storage_key": key, "address": address}


def ask_for_badges(event: Event, *, key: str, by: Doer, **choice: Any) -> Job:
    """Have badges printed in the background, once per `key`. They admit, so the trail says who asked."""
    job = print_badges.later(
        key=f"badges:{event.id}:{key}", by=by, event_id=event.id, slug=event.slug, **choice
    )
    note_badges(event, by=by, **choice)
    return job


def note_badges(event: Event, *, by: Doer, ids: Sequence[int] = (), **choice: Any) -> None:
    """Leave a trace of who had badges printed, and whose: of many ticked people only how many."""
    whose = {"ids": list(ids)} if len(ids) <= MOST_NAMED else {"people": len(ids)}
    told = {**choice, **(whose if ids else {})}
    record("participants.print_badges", by=by, on=f"event:{event.id}", event_id=event.id, **told)


def lines_printed_last(event: Event) -> list[str]:
    """Return what stood on the back of the badges that were asked for last."""
    question = select(Job.arguments).where(Job.kind == print_badges.kind, Job.event_id == event.id)
    arguments = db.session.scalar(question.order_by(Job.id.desc()).limit(1)) or {}
    return list(arguments.get("help_lines", ()))


def printed_badges(event: Event, job_id: int) -> str:
    """Return the storage key of badges that were printed for this event, or raise BadgesNotThere."""
    job = db.session.get(Job, job_id)
    if job is None or job.event_id != event.id or job.kind != print_badges.kind or not job.outcome:
        raise BadgesNotThere(N_("These badges are not printed yet, or not for this event. Print them again."))
    return str(job.outcome["storage_key"])
