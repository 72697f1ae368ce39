"""Which office or post a text means."""

from datetime import date

import pytest

from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.demo.load_offices import load_offices
from app.offices.edit_offices import OfficeDetails, add_office
from app.offices.models import OfficeKind
from app.offices.queries import find_office, office_directory, offices_in_protocol_order, position_directory
from tests.pictures import made_once


@pytest.fixture
def ministry(app):
    """Every office and post of the demonstration."""
    made_once("the ministry", load)


def load():
    with transaction():
        load_offices()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kanwil Kemenkumham Kalimantan Timur", "kaltim"),
        ("KANWIL KALTIM", "kaltim"),
        ("kaltim", "kaltim"),
        ("Kantor Wilayah Kementerian Hukum dan HAM Kalimantan Timur", "kaltim"),
        ("Kantor  Wilayah Kementerian Hukum & HAM  Kalimantan Timur", "kaltim"),
        ("Kantor Wilayah Kementerian Hukum dan Hak Asasi Manusia Kalimantan Timur", "kaltim"),
        ("Kanwil Kemenkumham DI Yogyakarta", "jogja"),
        ("Kanwil D.I. Yogyakarta", "jogja"),
        ("Kanwil Daerah Istimewa Yogyakarta", "jogja"),
        ("DKI Jakarta", "jakarta"),
        ("Kanwil Provinsi Bali", "bali"),
        ("Papua", "papua"),
        ("Kanwil Papua Barat", "papuabarat"),
        ("Kep. Riau", "kepri"),
        ("Sekretariat Direktorat Jenderal Kekayaan Intelektual", "setditjen"),
        ("Setditjen KI", "setditjen"),
        ("DITJEN KI", "djki"),
        ("Direktorat Merek & Indikasi Geografis", "mig"),
        ("Direktorat Paten, Desain Tata Letak Sirkuit Terpadu (DTLST), dan Rahasia Dagang", "paten"),
    ],
)
@pytest.mark.any_database
def test_an_office_is_found_however_it_is_written(ministry, text, code):
    office = find_office(text)
    assert office is not None
    assert office.code == code


@pytest.mark.parametrize(
    "text", ["", "-", "Kementerian Perdagangan", "Pemerintah Provinsi Bali", "Provinsi Bali", "Kanwil"]
)
@pytest.mark.any_database
def test_a_body_that_is_in_no_list_is_not_guessed(ministry, text):
    assert find_office(text) is None


@pytest.mark.parametrize(
    ("text", "short_name"),
    [
        ("Kepala Kantor Wilayah", "Kakanwil"),
        ("Plt. Kepala Divisi Pelayanan Hukum dan HAM", "Kadivyankumham"),
        ("KAKANWIL", "Kakanwil"),
        ("Kepala Kantor Wilayah Kementerian Hukum dan HAM Bali", "Kakanwil"),
        ("Sekretaris Direktur Jenderal", "Sesditjen KI"),
        ("Kabidyankumham", "Kabid Yankum"),
        ("Kepala Bidang Pelayanan Hukum", "Kabid Yankum"),
        ("Plh. Kabid Pelayanan Hukum", "Kabid Yankum"),
        ("Pj. Kepala Kantor Wilayah", "Kakanwil"),
        ("Plt.Kepala Kantor Wilayah Bali", "Kakanwil"),
        ("Pelaksana Harian Kepala Kantor Wilayah", "Kakanwil"),
        ("Mewakili Kakanwil", "Kakanwil"),
        ("Mewakili Plt. Kepala Kantor Wilayah", "Kakanwil"),
    ],
)
@pytest.mark.any_database
def test_a_post_is_found_with_its_abbreviations_and_whatever_follows(ministry, text, short_name):
    found = position_directory().find(text)
    assert found is not None
    assert found.short_name == short_name


@pytest.mark.parametrize("text", ["", "Plt.", "Direktur Utama Bank", "Staf"])
@pytest.mark.any_database
def test_a_post_that_is_in_no_list_is_not_guessed(ministry, text):
    assert position_directory().find(text) is None


def test_offices_come_in_the_order_of_the_ministry(ministry):
    regional = offices_in_protocol_order(OfficeKind.REGIONAL)
    assert len(regional) == 33
    assert [office.code for office in (*regional[:2], regional[-1])] == ["aceh", "sumut", "papuabarat"]


def test_offices_out_of_date_are_not_offered(app):
    old = OfficeDetails(
        code="lama", name="Lama", short_name="Lama", kind=OfficeKind.REGIONAL, valid_until=date(2024, 9, 3)
    )
    new = OfficeDetails(
        code="baru", name="Baru", short_name="Baru", kind=OfficeKind.REGIONAL, valid_from=date(2024, 9, 4)
    )
    with transaction():
        add_office(old, by=COMMAND_LINE)
        add_office(new, by=COMMAND_LINE)
    during = (date(2024, 9, 4), date(2024, 9, 8))
    assert [office.code for office in offices_in_protocol_order(during=during)] == ["baru"]
    assert len(offices_in_protocol_order()) == 2


def test_nothing_of_one_ministry_is_built_in(app):
    with transaction():
        details = OfficeDetails(
            code="x",
            name="Kantor Wilayah Agama Bali",
            short_name="Kanwil Agama Bali",
            kind=OfficeKind.REGIONAL,
        )
        add_office(details, by=COMMAND_LINE)
    assert find_office("Kanwil Agama Bali") is not None
    assert find_office("Kanwil Kemenkumham Bali") is None


def test_a_whole_sheet_costs_one_look_into_the_database(ministry):
    directory = office_directory()
    assert directory.find("Kanwil Bali") is directory.find("bali")
