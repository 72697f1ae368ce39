"""The list as it was exported, imported again unchanged: nothing is new, nothing changes."""

import csv
import io
from pathlib import Path

import pytest

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.events.models import Event
from app.i18n import force_locale
from app.participants.examine_roster import Change, examine_roster
from app.participants.export import SheetKind, export_people
from app.participants.list_columns import WHOLE, ShownColumns
from app.participants.queries import participants_of
from app.participants.read_roster import read_roster
from app.participants.register_roster import register_roster
from tests.cast import Cast

DATA = Path(__file__).parents[1] / "data"
AWKWARD = ("front_titles", "name", "back_titles", "nip", "rank", "position", "unit")
HEADINGS = ("Gelar depan", "Nama", "Gelar belakang", "NIP", "Pangkat", "Jabatan", "Satuan Kerja")


def register(event: Event, content: bytes) -> int:
    roster = read_roster(content, today=event.starts_on)
    with transaction():
        return register_roster(event, roster, by=COMMAND_LINE, filename="peserta", content=content).created


def awkward_people() -> bytes:
    """The forty names that break other programs, as a sheet; those a sheet refuses are left out."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    with (DATA / "people.csv").open(encoding="utf-8") as file:
        writer.writerows([person[name] for name in AWKWARD] for person in csv.DictReader(file))
    return text.getvalue().encode()


def changes_when_imported_again(event: Event, kind: SheetKind) -> dict[str, int]:
    with force_locale("id"):
        shown = ShownColumns(WHOLE, numbers=True, zone=event.zone)
        content = export_people(participants_of(event), shown, kind)
    again = examine_roster(event, content, filename=f"peserta.{kind.value}")
    assert again.errors == []
    assert [person.differences for person in again.planned if person.differences] == []
    return {change.value: again.count(change) for change in Change}


@pytest.mark.parametrize("kind", list(SheetKind))
def test_the_committees_350_come_back_unchanged(cast: Cast, kind: SheetKind) -> None:
    assert register(cast.event, (DATA / "roster.xlsx").read_bytes()) == 350
    db.session.expire_all()
    assert changes_when_imported_again(cast.event, kind) == {"created": 0, "updated": 0, "unchanged": 350}


@pytest.mark.parametrize("kind", list(SheetKind))
def test_names_that_break_other_programs_come_back_unchanged(cast: Cast, kind: SheetKind) -> None:
    everybody = register(cast.event, awkward_people())
    assert everybody >= 40
    db.session.expire_all()
    expected = {"created": 0, "updated": 0, "unchanged": everybody}
    assert changes_when_imported_again(cast.event, kind) == expected
