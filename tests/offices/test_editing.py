"""Adding and changing offices and posts."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.lib.csv_lists import ListUnreadable
from app.offices.aliases import AliasTaken, other_names
from app.offices.edit_offices import DatesReversed, OfficeDetails, OfficeTaken, add_office, change_office
from app.offices.edit_positions import PositionDetails, PositionTaken, add_position, change_position
from app.offices.import_offices import import_offices, read_offices
from app.offices.models import OfficeKind
from app.offices.queries import find_office

BALI = OfficeDetails(
    code="bali", name="Kantor Wilayah Bali", short_name="Kanwil Bali", kind=OfficeKind.REGIONAL
)
NTB = OfficeDetails(code="ntb", name="Kantor Wilayah NTB", short_name="Kanwil NTB", kind=OfficeKind.REGIONAL)
LIST = Path("tests/data/offices.csv").read_bytes()


def test_an_office_is_found_under_its_aliases(app):
    with transaction():
        office = add_office(BALI, aliases=["Dewata"], by=COMMAND_LINE)
    assert find_office("DEWATA") is office
    assert other_names(office) == ["Dewata"]


def test_an_alias_belongs_to_one_office_and_the_refusal_says_whose_it_is(app):
    with transaction():
        add_office(BALI, aliases=["Dewata"], by=COMMAND_LINE)
    with pytest.raises(AliasTaken, match="Kantor Wilayah Bali"), transaction():
        add_office(NTB, aliases=["dewata."], by=COMMAND_LINE)


def test_the_name_of_another_office_cannot_become_an_alias(app):
    with transaction():
        add_office(BALI, by=COMMAND_LINE)
    with pytest.raises(AliasTaken), transaction():
        add_office(NTB, aliases=["Kantor Wilayah Bali"], by=COMMAND_LINE)


def test_a_code_is_given_once(app):
    with transaction():
        add_office(BALI, by=COMMAND_LINE)
        ntb = add_office(NTB, by=COMMAND_LINE)
    with pytest.raises(OfficeTaken), transaction():
        add_office(BALI, by=COMMAND_LINE)
    with pytest.raises(OfficeTaken), transaction():
        change_office(ntb, BALI, aliases=[], by=COMMAND_LINE)


def test_an_alias_that_is_removed_is_free_again(app):
    with transaction():
        office = add_office(BALI, aliases=["Dewata"], by=COMMAND_LINE)
        change_office(office, BALI, aliases=[], by=COMMAND_LINE)
        add_office(NTB, aliases=["Dewata"], by=COMMAND_LINE)
    found = find_office("Dewata")
    assert found is not None
    assert found.code == "ntb"


def test_a_post_is_named_once_and_its_aliases_too(app):
    with transaction():
        add_position(PositionDetails(name="Kepala Kantor", rank_order=1), aliases=["Kakan"], by=COMMAND_LINE)
        other = add_position(PositionDetails(name="Kepala Bidang"), by=COMMAND_LINE)
    with pytest.raises(PositionTaken), transaction():
        add_position(PositionDetails(name="Kepala Kantor"), by=COMMAND_LINE)
    with pytest.raises(AliasTaken, match="Kepala Kantor"), transaction():
        change_position(other, PositionDetails(name="Kepala Bidang"), aliases=["KAKAN"], by=COMMAND_LINE)


def test_a_list_is_imported_in_its_order_and_again_without_effect(app):
    with transaction():
        first = import_offices(read_offices(LIST), by=COMMAND_LINE)
    with transaction():
        again = import_offices(read_offices(LIST), by=COMMAND_LINE)
    assert (first.rows, first.created) == (33, 33)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 33)


def test_importing_keeps_aliases_that_were_added_by_hand(app):
    with transaction():
        import_offices(read_offices(LIST), by=COMMAND_LINE)
        office = find_office("Bali")
        assert office is not None
        change_office(office, read_offices(LIST)[20].details, aliases=["Pulau Dewata"], by=COMMAND_LINE)
        import_offices(read_offices(LIST), by=COMMAND_LINE)
    assert find_office("pulau dewata") is office


def test_a_list_may_say_how_long_an_office_exists(app):
    content = b"slug,short_name,official_name,valid_from,valid_until\na,A,B,,2024-12-31\n"
    with transaction():
        import_offices(read_offices(content), by=COMMAND_LINE)
        import_offices(read_offices(b"slug,short_name,official_name\na,A,B\n"), by=COMMAND_LINE)
    office = find_office("A")
    assert office is not None
    assert (office.valid_from, office.valid_until) == (None, date(2024, 12, 31))


def test_an_office_cannot_end_before_it_begins(app):
    details = replace(BALI, valid_from=date(2025, 1, 1), valid_until=date(2024, 12, 31))
    with pytest.raises(DatesReversed), transaction():
        add_office(details, by=COMMAND_LINE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        b"\xff\xfe",
        b"slug,short_name,official_name\n,A,B\n",
        b"slug,short_name,official_name,tz\na,A,B,Mars\n",
        b"slug,short_name,official_name,kind\na,A,B,shop\n",
        b"slug,short_name,official_name,valid_until\na,A,B,soon\n",
    ],
    ids=["empty", "other columns", "not UTF-8", "no code", "no such zone", "no such kind", "no day"],
)
def test_a_list_that_cannot_be_read_is_refused(content):
    with pytest.raises(ListUnreadable):
        read_offices(content)
