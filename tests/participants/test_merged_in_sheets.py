"""Sheets and merged rows: a sheet writes on the row that counts, and an export comes back unchanged."""

import pytest

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.i18n import force_locale
from app.participants.examine_roster import Examination, examine_roster
from app.participants.export import SheetKind, export_people
from app.participants.list_columns import WHOLE, ShownColumns
from app.participants.queries import participants_of
from app.participants.read_roster import read_roster
from app.participants.register_roster import register_roster
from tests.cast import Cast
from tests.participants.test_merged_rows import Two, merge, register

NIP, OTHER = "198504172010012004", "199002102015031001"
HEADINGS = "Gelar depan;Nama;Gelar belakang;NIP;Jabatan;Satuan Kerja;Telepon\n"


@pytest.fixture
def two(cast: Cast) -> Two:
    """Two rows of one name; the older one counts as the newer."""
    goes, stays = register(cast), register(cast, phone="081111111111")
    merge(goes, stays)
    return stays, goes


def sheet(*rows: str) -> bytes:
    return (HEADINGS + "\n".join(rows)).encode()


def looked_at(cast: Cast, content: bytes) -> Examination:
    db.session.expire_all()
    return examine_roster(cast.event, content, filename="peserta.csv")


def taken_in(cast: Cast, content: bytes) -> None:
    with transaction():
        roster = read_roster(content, today=cast.event.starts_on)
        register_roster(cast.event, roster, by=COMMAND_LINE, filename="peserta.csv", content=content)
    db.session.expire_all()


@pytest.mark.parametrize("kind", list(SheetKind))
def test_an_export_after_a_merge_comes_back_unchanged(cast: Cast, two: Two, kind: SheetKind) -> None:
    with force_locale("id"):
        shown = ShownColumns(WHOLE, numbers=True, zone=cast.event.zone)
        content = export_people(participants_of(cast.event), shown, kind)
    again = examine_roster(cast.event, content, filename=f"peserta.{kind.value}")
    assert (again.changes, [one.kind for one in again.problems]) == (0, [])


def test_a_sheet_writes_on_the_row_that_counts(cast: Cast, two: Two) -> None:
    stays, goes = two
    taken_in(cast, sheet(";Made Satu;S.H.;;Analis;Kanwil Bali;081234567890"))
    assert (stays.phone, stays.back_titles, goes.phone) == ("081234567890", "S.H.", None)
    assert looked_at(cast, sheet(";Made Satu;;;Analis;Kanwil Bali;")).problems == ()


def test_a_sheet_finds_the_person_by_the_number_taken_over(cast: Cast) -> None:
    stays, goes = register(cast, name="Made S."), register(cast, nip=NIP)
    merge(goes, stays)
    taken_in(cast, sheet(f";Made Satu;;{NIP};;Kanwil Bali;081234567890"))
    assert (stays.name, stays.phone, goes.phone) == ("Made Satu", "081234567890", None)


@pytest.mark.parametrize("numbers", [("", ""), (OTHER, NIP)])
def test_a_sheet_that_names_the_person_twice_adds_nobody(cast: Cast, numbers: tuple[str, str]) -> None:
    stays, goes = (register(cast, nip=number) for number in numbers)
    merge(goes, stays)
    rows = [f";Made Satu;;{number};;Kanwil Bali;" for number in numbers]
    found = looked_at(cast, sheet(*rows))
    assert found.changes == 0
    assert [one.kind for one in found.problems if one.kind != "repeated_person"] == ["merged_person"]
    alone = looked_at(cast, sheet(rows[1].replace(";Kanwil Bali;", ";Kanwil Bali;081234567890")))
    assert alone.changes == (0 if numbers[1] else 1)


def test_a_namesake_with_another_number_is_a_new_person(cast: Cast) -> None:
    stays, goes = register(cast, nip=OTHER), register(cast)
    merge(goes, stays)
    found = looked_at(cast, sheet(f";Made Satu;;{NIP};;Kanwil Bali;"))
    assert [person.known for person in found.planned] == [None]
    assert found.problems == ()
