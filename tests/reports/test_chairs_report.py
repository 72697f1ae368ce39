"""The report of the chair: filled from the numbers of this moment, in both languages, on paper too."""

from uuid import uuid4

from flask.testing import FlaskClient

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.checkin.desk import check_in
from app.db import transaction
from app.participants.models import ParticipantRole
from app.participants.withdraw import withdraw_participant
from app.reports.chairs_report import reports_of, statement_of
from app.services import services
from app.services.paper.statements import Statement
from tests.cast import BAIQ, Cast, sign_in


def text_of(cast: Cast, language: str) -> str:
    [report] = reports_of(cast.event, languages=[language])
    return report.text


def test_it_counts_people_offices_posts_and_roles(cast: Cast):
    person, head = cast.participant(), cast.head
    with transaction():
        person.position_id = head.id
    cast.participant(BAIQ, office="bali", role=ParticipantRole.SPEAKER)
    text = text_of(cast, "en")
    assert "2 people are registered, sent by 2 offices and bodies." in text
    assert "- Kepala Kantor Wilayah: 1" in text
    assert "- Speaker: 1" in text


def test_who_left_the_list_is_not_reported(cast: Cast):
    cast.participant()
    gone = cast.participant(BAIQ, office="bali")
    with transaction():
        withdraw_participant(gone, reason="Sakit", by=COMMAND_LINE)
    assert "1 people are registered, sent by 1 offices" in text_of(cast, "en")


def test_it_is_formal_indonesian_with_dates_and_places(cast: Cast):
    text = text_of(cast, "id")
    assert "Dengan hormat kami laporkan" in text
    assert "4 s.d. 8 September 2024" in text
    assert "Hotel Uji, Bali" in text


def test_it_says_who_has_come_today(cast: Cast):
    session, person = cast.session("Pleno"), cast.participant()
    cast.participant(BAIQ, office="bali")
    with transaction():
        check_in(person, session=session, key=str(uuid4()), by=COMMAND_LINE)
    assert "1 of 2 registered people have come" in text_of(cast, "en")
    assert "Pleno" in text_of(cast, "en")


def test_it_is_printed_under_the_letterhead(client: FlaskClient, cast: Cast):
    cast.participant()
    sign_in(client, cast.user(Role.LEADERSHIP))
    answer = client.get(f"/events/{cast.event.slug}/chairs-report.pdf")
    assert answer.mimetype == "application/pdf"
    [printed] = services().press.printed  # type: ignore[attr-defined]
    assert isinstance(printed, Statement)
    assert printed.letterhead.lines == ("KEMENTERIAN UJI", "UNIT UJI")


def test_paper_and_page_say_the_same(cast: Cast):
    cast.participant()
    [report] = reports_of(cast.event, languages=["id"])
    statement = statement_of(cast.event, report)
    assert [part.title for part in statement.parts] == [section.title for section in report.sections]


def test_the_page_holds_both_languages(client: FlaskClient, cast: Cast):
    sign_in(client, cast.user(Role.COMMITTEE))
    page = client.get(f"/events/{cast.event.slug}/chairs-report").get_data(as_text=True)
    assert "Laporan Ketua Panitia" in page
    assert "Report of the chair of the committee" in page
