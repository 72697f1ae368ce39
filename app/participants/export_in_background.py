"""A long list of participants as a sheet: written in the background, for the account that asked for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.access import Permission, can
from app.accounts.queries import account_of
from app.audit.record import Doer
from app.db import db
from app.events.models import Event
from app.events.queries import event_by_slug
from app.i18n import force_locale, language
from app.jobs.background import Work, background
from app.jobs.models import Job
from app.lib.codes import random_token
from app.lib.refusals import N_, NotThere
from app.participants.export import SheetKind, note_export, told, write_sheet
from app.participants.list_columns import Column, ShownColumns, cells
from app.participants.models import ParticipantRole
from app.participants.pages import listed
from app.participants.queries import ids_of
from app.participants.wanted import EVERYBODY, ListState, Seating, Wanted
from app.services import services

EXPORT = "participants.export_list"
LONG_LIST = 2_000  # half a second of reading and writing
AT_ONCE = 1_000
ENUMS = {"role": ParticipantRole, "state": ListState, "seating": Seating}


class SheetNotThere(NotThere):
    """No list was written under this number, or not for the one who asks."""


@dataclass(frozen=True)
class WrittenSheet:
    """A list that was written, and its kind."""

    content: bytes
    kind: SheetKind


def is_long(people: int) -> bool:
    """Whether so many people are better written while nobody waits for a page."""
    return people > LONG_LIST


def ask_for_sheet(
    event: Event, *, wanted: Wanted, shown: ShownColumns, kind: SheetKind, people: int, by: Doer
) -> Job:
    """Have the list as it is seen written into a sheet; `people` is how many it shows now."""
    note_export(event, wanted=wanted, shown=shown, kind=kind.value, people=people, by=by)
    return export_list.later(
        key=f"{EXPORT}:{event.id}:{random_token()}",
        by=by,
        event_id=event.id,
        slug=event.slug,
        kind=kind.value,
        filters=told(wanted),
        columns=[column.value for column in shown.columns],
        numbers=shown.numbers,
        language=language(),
    )


@background(EXPORT, words=N_("Writing a list of participants into a sheet"))
def export_list(
    work: Work,
    *,
    slug: str,
    kind: str,
    filters: dict[str, Any],
    columns: Sequence[str],
    numbers: bool,
    language: str,
) -> dict[str, Any]:
    """Write the list within reach of who asked, as far as that account may read it by now."""
    event = event_by_slug(slug)
    actor = account_of(work.by.reference)
    numbers = numbers and can(actor, Permission.PARTICIPANTS_REGISTER, event_id=event.id)
    shown = ShownColumns(tuple(Column(word) for word in columns), numbers, event.zone)
    ids = ids_of(event, actor=actor, wanted=_wanted(filters, numbers=numbers))
    with force_locale(language):
        content = write_sheet(_rows(work, event, ids, shown), shown, SheetKind(kind))
    key = services().storage.keep(content)
    address = f"/events/{slug}/participants/sheets/{work.job_id}.{kind}"
    return {"storage_key": key, "kind": kind, "address": address}


def written_sheet(event: Event, job_id: int, *, by: Doer) -> WrittenSheet:
    """Return a list that this account had written for this event, or raise SheetNotThere."""
    job = db.session.get(Job, job_id)
    mine = job is not None and job.event_id == event.id and job.requested_by == by.reference
    if job is None or not mine or job.kind != EXPORT or not job.outcome:
        raise SheetNotThere(
            N_("This list is not written yet, is older than a day, or is not yours. Download it again.")
        )
    return WrittenSheet(services().storage.read(job.outcome["storage_key"]), SheetKind(job.outcome["kind"]))


def _wanted(filters: dict[str, Any], *, numbers: bool) -> Wanted:
    """Read back what `told` wrote."""
    asked: dict[str, Any] = {
        name: ENUMS[name](value) if name in ENUMS else value for name, value in filters.items()
    }
    return Wanted(numbers=numbers, **asked)


def _rows(work: Work, event: Event, ids: Sequence[int], shown: ShownColumns) -> Iterator[list[str]]:
    for start in range(0, len(ids), AT_ONCE):
        few = ids[start : start + AT_ONCE]
        people = listed(event, actor=None, wanted=EVERYBODY, ids=few)
        yield from [cells(person, shown) for person in people]
        with work.transaction():
            work.progress(start + len(few), len(ids))
