"""Print a list of participants: as it is seen on the screen, or as the nominal list for the accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from app.audit.record import Doer
from app.db import db
from app.events.clock import event_now
from app.events.models import Event, SignerTask
from app.events.on_paper import place_and_range, printed_letterhead, printed_signer
from app.events.queries import event_by_slug
from app.i18n import force_locale, gettext
from app.jobs.background import Work, background
from app.jobs.models import Job
from app.lib import indonesian_dates
from app.lib.codes import random_token
from app.lib.employee_numbers import grouped
from app.lib.refusals import N_, NotThere, Refused
from app.participants.export import note_export, told
from app.participants.list_columns import COLUMN_NAMES, Column, ShownColumns, text_of
from app.participants.models import Participant
from app.participants.pages import listed
from app.participants.wanted import EVERYBODY, Wanted
from app.services import services
from app.services.paper.parts import Fact
from app.services.paper.people_list import PeopleColumn, PeopleGroup, PeopleList

PAPER_LANGUAGE = "id"
MOST_ON_PAPER = 5_000
STEPS = 2
NOMINAL = (Column.NAME, Column.NIP, Column.RANK, Column.POSITION)
WIDTHS = {
    Column.NAME: 55,
    Column.NIP: 42,
    Column.RANK: 30,
    Column.POSITION: 42,
    Column.OFFICE: 44,
    Column.SEAT: 44,
    Column.EMAIL: 44,
}
NARROW = 26


class TooManyForPaper(Refused):
    """More people than anybody would turn over on paper."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "A paper holds at most %(most)s people. Narrow the list with its filters, "
                "or download it as a sheet."
            ),
            most=MOST_ON_PAPER,
        )


class NobodyToList(Refused):
    """The choice holds nobody."""

    def __init__(self) -> None:
        super().__init__(N_("Nobody matches, so there is nothing to print. Take a filter away first."))


class ListNotThere(NotThere):
    """No list was printed under this number, or not for the one who asks."""


@dataclass(frozen=True)
class PrintedList:
    """A list that was printed, and what its file is called."""

    content: bytes
    name: str


def ask_for_list(
    event: Event, people: Sequence[int], *, wanted: Wanted, shown: ShownColumns, by: Doer
) -> Job:
    """Have a list of these ids printed as it is seen. Raises NobodyToList and TooManyForPaper."""
    ids = _few_enough(people)
    columns = [column.value for column in shown.columns]
    note_export(event, wanted=wanted, shown=shown, kind="pdf", people=len(ids), by=by)
    return print_people.later(
        key=f"{print_people.kind}:{event.id}:{random_token()}",
        by=by,
        event_id=event.id,
        slug=event.slug,
        ids=ids,
        columns=columns,
        numbers=shown.numbers,
        filters=told(wanted),
    )


def ask_for_nominal_list(event: Event, people: Sequence[int], *, wanted: Wanted, by: Doer) -> Job:
    """Have the nominal list of these ids printed. Raises NobodyToList and TooManyForPaper."""
    ids = _few_enough(people)
    shown = ShownColumns(NOMINAL, numbers=True, zone=event.zone)
    note_export(event, wanted=wanted, shown=shown, kind="nominal", people=len(ids), by=by)
    return print_nominal.later(
        key=f"{print_nominal.kind}:{event.id}:{random_token()}",
        by=by,
        event_id=event.id,
        slug=event.slug,
        ids=ids,
    )


def _few_enough(people: Sequence[int]) -> list[int]:
    if not people:
        raise NobodyToList
    if len(people) > MOST_ON_PAPER:
        raise TooManyForPaper
    return list(people)


@background("participants.print_people", words=N_("Printing a list of participants"))
def print_people(
    work: Work,
    *,
    slug: str,
    ids: Sequence[int],
    columns: Sequence[str],
    numbers: bool,
    filters: dict[str, Any],
) -> dict[str, Any]:
    """Print these people with these columns, across, and keep the file."""
    event = event_by_slug(slug)
    with force_locale(PAPER_LANGUAGE):
        shown = ShownColumns(tuple(Column(word) for word in columns), numbers, event.zone)
        paper = list_as_seen(event, listed(event, actor=None, wanted=EVERYBODY, ids=ids), shown, filters)
    return _printed(work, event, paper, name="daftar-peserta")


@background("participants.print_nominal", words=N_("Printing the nominal list"))
def print_nominal(work: Work, *, slug: str, ids: Sequence[int]) -> dict[str, Any]:
    """Print the nominal list of these people, and keep the file."""
    event = event_by_slug(slug)
    paper = nominal_list(event, listed(event, actor=None, wanted=EVERYBODY, ids=ids))
    return _printed(work, event, paper, name="daftar-nominatif")


def _printed(work: Work, event: Event, paper: PeopleList, *, name: str) -> dict[str, Any]:
    with work.transaction():
        work.progress(1, STEPS)
    key = services().storage.keep(services().press.print_people(paper))
    with work.transaction():
        work.progress(STEPS, STEPS)
    address = f"/events/{event.slug}/participants/papers/{work.job_id}.pdf"
    return {"storage_key": key, "name": name, "address": address}


def list_as_seen(
    event: Event, people: Sequence[Participant], shown: ShownColumns, filters: dict[str, Any]
) -> PeopleList:
    """Fill the paper with what the screen shows, in Indonesian."""
    columns = [column for column in shown.columns if column is not Column.OFFICE]
    return PeopleList(
        letterhead=printed_letterhead(event),
        title="DAFTAR PESERTA",
        event_title=event.title,
        facts=(*_facts(event, people), *_narrowed(filters)),
        columns=tuple(
            PeopleColumn(gettext(COLUMN_NAMES[column]), WIDTHS.get(column, NARROW)) for column in columns
        ),
        groups=_groups(people, lambda person: tuple(text_of(person, column, shown) for column in columns)),
        wide=True,
        as_of=_as_of(event),
    )


def nominal_list(event: Event, people: Sequence[Participant]) -> PeopleList:
    """Fill the nominal list: name, NIP, rank and post, signed. This paper needs the NIP."""
    today = event_now(event).astimezone(ZoneInfo(event.zone)).date()
    words = ("Nama", "NIP", "Pangkat/golongan", "Jabatan")
    return PeopleList(
        letterhead=printed_letterhead(event),
        title="DAFTAR NOMINATIF",
        event_title=event.title,
        facts=_facts(event, people),
        columns=tuple(
            PeopleColumn(word, WIDTHS[column]) for word, column in zip(words, NOMINAL, strict=True)
        ),
        groups=_groups(people, _nominal_row),
        place_and_date=f"{event.city}, {indonesian_dates.long_date(today)}",
        signer=printed_signer(event, SignerTask.ATTENDANCE_LIST),
        as_of=_as_of(event),
    )


def _nominal_row(person: Participant) -> tuple[str, ...]:
    return (person.display_name, grouped(person.nip or ""), person.rank, person.position_name)


def _groups(people: Sequence[Participant], row: Any) -> tuple[PeopleGroup, ...]:
    by_office = groupby(people, key=lambda person: person.office)
    return tuple(PeopleGroup(office.name, tuple(map(row, members))) for office, members in by_office)


def _facts(event: Event, people: Sequence[Participant]) -> tuple[Fact, ...]:
    return (
        Fact("Tempat, tanggal", place_and_range(event)),
        Fact("Jumlah", f"{len(people)} orang dari {len({person.office_id for person in people})} unit kerja"),
    )


def _narrowed(filters: dict[str, Any]) -> tuple[Fact, ...]:
    return (Fact("Catatan", "daftar ini disaring, tidak memuat semua peserta"),) if filters else ()


def _as_of(event: Event) -> str:
    now = event_now(event).astimezone(ZoneInfo(event.zone))
    return f"keadaan data {now:%d-%m-%Y} pukul {now:%H.%M} {indonesian_dates.zone_label(event.zone)}"


def printed_people(event: Event, job_id: int, *, by: Doer) -> PrintedList:
    """Return a list that this account had printed for this event, or raise ListNotThere."""
    job = db.session.get(Job, job_id)
    kinds = (print_people.kind, print_nominal.kind)
    mine = job is not None and job.event_id == event.id and job.requested_by == by.reference
    if job is None or not mine or job.kind not in kinds or not job.outcome:
        raise ListNotThere(N_("This list is not printed yet, or it is not yours. Print it again."))
    return PrintedList(services().storage.read(job.outcome["storage_key"]), job.outcome["name"])
