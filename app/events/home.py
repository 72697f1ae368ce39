"""What the home of an event says: which day it is, and what the committee should do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access import Permission
from app.events.clock import day_of
from app.events.models import Day, Event, SignerTask
from app.events.queries import venues_of
from app.lib.refusals import N_


@dataclass(frozen=True)
class DayHeading:
    """Where the event stands: `number` is the day's (1-based), 0 before the first and after the last day.

    `days_to_go` counts until the first day; negative when the event is over.
    """

    number: int
    name: str
    days_to_go: int


@dataclass(frozen=True)
class Step:
    """Something to do: a sentence, why, and the page (an endpoint below the event) where it is done."""

    title: str
    reason: str
    label: str
    endpoint: str


@dataclass(frozen=True, kw_only=True)
class Road:
    """Work that begins at a page (an endpoint below the event) which may not exist, or not for everybody."""

    endpoint: str
    permission: Permission
    title: str
    reason: str
    icon: str


ROADS = (
    Road(
        endpoint="participants.new_roster",
        permission=Permission.PARTICIPANTS_REGISTER,
        title=N_("Import a sheet of participants"),
        reason=N_("Every problem is shown before anything is saved."),
        icon="upload",
    ),
    Road(
        endpoint="participants.badges",
        permission=Permission.PARTICIPANTS_ISSUE_PASSES,
        title=N_("Print badges"),
        reason=N_("With the pass that admits, sorted by office."),
        icon="printer",
    ),
    Road(
        endpoint="checkin.desk",
        permission=Permission.PARTICIPANTS_REGISTER,
        title=N_("Open the registration desk"),
        reason=N_("Find people by three letters, check them in, take in whoever is on no list."),
        icon="users",
    ),
    Road(
        endpoint="checkin.devices",
        permission=Permission.CHECKIN_REGISTER_DEVICE,
        title=N_("Set up gates"),
        reason=N_("A phone becomes a gate by scanning one QR code."),
        icon="qr-code",
    ),
    Road(
        endpoint="minutes.index",
        permission=Permission.MINUTES_CAPTURE,
        title=N_("Write and publish minutes"),
        reason=N_("Decisions and actions are numbered and printed with the attendance."),
        icon="file-text",
    ),
    Road(
        endpoint="certificates.index",
        permission=Permission.CERTIFICATES_ISSUE,
        title=N_("Issue the certificates"),
        reason=N_("For everybody who earned one, each with a code that anyone can verify."),
        icon="file-badge",
    ),
    Road(
        endpoint="reports.chairs_report",
        permission=Permission.REPORTS_VIEW,
        title=N_("Take the report of the chair"),
        reason=N_("Dates, people, offices and posts, as they are at this moment."),
        icon="file-text",
    ),
)


def day_heading(event: Event, days: Sequence[Day], now: datetime) -> DayHeading:
    """Say which day of the event this moment is."""
    today = day_of(event, now)
    for number, day in enumerate(days, 1):
        if day.date == today:
            return DayHeading(number, day.name, 0)
    to_go = event.starts_on if today < event.starts_on else event.ends_on
    return DayHeading(0, "", (to_go - today).days)


def next_steps(event: Event) -> list[Step]:
    """List what an event still lacks before it can run."""
    steps = []
    if not any(venue.rooms for venue in venues_of(event)):
        steps.append(
            Step(
                N_("No room is known yet"),
                N_("The agenda needs rooms, and clashes are only seen with them."),
                N_("Add rooms"),
                "events.places",
            )
        )
    if event.letterhead is None:
        steps.append(
            Step(
                N_("The letterhead is empty"),
                N_("Minutes, attendance lists and certificates are printed under it."),
                N_("Write the letterhead"),
                "events.letterhead",
            )
        )
    if {signer.task for signer in event.signers} != set(SignerTask):
        steps.append(
            Step(
                N_("Signers are missing"),
                N_("A paper without a signer is printed with an empty place."),
                N_("Name the signers"),
                "events.signers",
            )
        )
    return steps
