"""What inviting offices promises: one letter, one number and one link each, by which way is known."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.accounts.links import token_of
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.documents.models import Document, DocumentState
from app.events.models import Event
from app.jobs.worker import run_due_jobs
from app.messages.compose import release_all
from app.messages.deliver import deliver_released
from app.messages.models import Delivery, DeliveryState, Message
from app.offices.models import Office
from app.participants.models import Delegation, Seat
from app.registration.invitation_letter import invited_from
from app.registration.invitation_text import letter_text, write_letter_text
from app.registration.invite_offices import NobodyToInvite, invite_offices
from app.registration.invited_offices import InvitedOffice, invited_office, invited_offices
from app.registration.links import end_office_link, known_office_link
from app.registration.office_mail import mail_offices
from app.services import services
from app.services.mail import CollectingPost
from app.services.paper import FakePress, InvitationPaper
from tests.cast import Cast, sign_in

PAGE = "/events/rakornis-uji/invitations"


def invite(event: Event, *offices: Office, key: str = "k", anew: bool = False) -> None:
    """Have letters printed, and let the worker print them."""
    with transaction():
        invite_offices(event, offices, key=key, by=COMMAND_LINE, anew=anew)
    run_due_jobs()
    db.session.expire_all()


def printed() -> list[InvitationPaper]:
    """List the letters that went through the press."""
    press: Any = services().press
    assert isinstance(press, FakePress)
    return [paper for paper in press.printed if isinstance(paper, InvitationPaper)]


def of(cast: Cast, code: str) -> InvitedOffice:
    """Return how an office is invited now."""
    db.session.expire_all()
    return invited_office(cast.event, cast.office(code).id)


@pytest.fixture
def browser(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign a member of the committee in."""
    return sign_in(client, cast.user(Role.COMMITTEE))


def test_every_office_gets_its_own_number_and_its_own_link(cast: Cast) -> None:
    invite(cast.event, cast.office("kaltim"), cast.office("bali"))
    first, second = printed()
    assert (first.number, second.number) == ("001/UND/2024", "002/UND/2024")
    assert first.addressee == "Kepala Kantor Wilayah Kalimantan Timur"
    assert first.link != second.link
    link = of(cast, "kaltim").link
    assert link
    assert first.link == f"https://rakornis.example/D/{token_of(link)}"
    assert [fact.label for fact in first.facts] == ["hari/tanggal", "waktu", "tempat", "acara"]


def test_the_address_on_paper_leads_to_the_page_of_the_office(client: FlaskClient, cast: Cast) -> None:
    invite(cast.event, cast.office("kaltim"))
    answer = client.get(printed()[0].link.removeprefix("https://rakornis.example"))
    assert answer.location == f"/delegation/{printed()[0].link.rpartition('/')[2]}"
    assert answer.headers["Cache-Control"] == "no-store"


def test_posts_and_staff_come_from_the_seats(cast: Cast) -> None:
    delegation = cast.delegation(cast.event, cast.office("kaltim"))
    common = {"event_id": cast.event.id, "delegation_id": delegation.id}
    head = cast.head.id
    with transaction() as session:
        session.add(Seat(**common, position_id=head, code=f"{head}-1"))
        session.add_all(Seat(**common, code=f"staff-{number}") for number in (1, 2))
    assert invited_from(cast.event, delegation) == ["Kepala Kantor Wilayah", "2 (dua) orang staf"]


def test_without_seats_and_plan_the_paragraph_is_left_out(cast: Cast) -> None:
    invite(cast.event, cast.office("kaltim"))
    assert printed()[0].invited == ()


def test_asking_twice_prints_once(cast: Cast) -> None:
    for key in ("a", "a", "b"):
        invite(cast.event, cast.office("kaltim"), key=key)
    assert len(printed()) == 1


def test_a_new_edition_replaces_the_one_before(cast: Cast) -> None:
    invite(cast.event, cast.office("kaltim"))
    invite(cast.event, cast.office("kaltim"), key="b", anew=True)
    old, new = db.session.scalars(db.select(Document).order_by(Document.id)).all()
    assert (old.state, old.superseded_by_id, new.state) == (
        DocumentState.SUPERSEDED,
        new.id,
        DocumentState.VALID,
    )


def test_a_letter_with_an_ended_link_is_printed_anew_by_itself(cast: Cast) -> None:
    invite(cast.event, cast.office("kaltim"))
    with transaction():
        end_office_link(db.session.scalars(db.select(Delegation)).one(), by=COMMAND_LINE)
    assert of(cast, "kaltim").is_stale
    invite(cast.event, cast.office("kaltim"), key="b")
    assert not of(cast, "kaltim").is_stale
    assert printed()[0].link != printed()[1].link


def test_nobody_to_invite_is_said(cast: Cast) -> None:
    event = cast.event
    with pytest.raises(NobodyToInvite), transaction():
        invite_offices(event, [], key="k", by=COMMAND_LINE)


def test_what_the_committee_wrote_stands_in_the_letter(browser: FlaskClient, cast: Cast) -> None:
    cast.office("kaltim")
    filled = {
        "number_pattern": "HKI-{number}",
        "dated": "2024-09-02",
        "subject": "Undangan\nBcc: x",
        "opening": "Kami mengundang Saudara.",
        "costs": "Ditanggung kantor.",
        "reply_by": "2024-08-30",
        "copies": "Inspektur Jenderal\n\nKepala Biro",
    }
    assert browser.post(f"{PAGE}/text", data=filled).status_code == 303
    browser.post(PAGE, data={"all": "1", "kind": "regional", "key": "k"})
    run_due_jobs()
    (letter,) = printed()
    assert (letter.number, letter.dated, letter.subject) == ("HKI-1", "2 September 2024", "Undangan Bcc: x")
    assert letter.paragraphs == ("Ditanggung kantor.",)
    assert letter.copies == ("Inspektur Jenderal", "Kepala Biro")
    assert "30 Agustus 2024" in letter.link_sentence


def test_a_pattern_without_a_number_is_refused_beside_what_was_typed(
    browser: FlaskClient, cast: Cast
) -> None:
    filled = {"number_pattern": "UND", "dated": "2024-09-02", "subject": "Undangan", "opening": "Kami."}
    assert browser.post(f"{PAGE}/text", data=filled).status_code == 422
    assert letter_text(cast.event).number_pattern == "{number:03}/UND/{year}"


def test_the_mail_carries_the_link_and_the_letter(cast: Cast, post: CollectingPost) -> None:
    event, office = cast.event, cast.office("kaltim")
    with transaction():
        office.email = "kanwil@contoh.example"
    invite(event, office)
    with transaction():
        mail_offices(event, invited_offices(event), by=COMMAND_LINE)
        release_all(db.session.scalars(db.select(Message.id)))
    deliver_released()
    (letter,) = post.letters
    link = of(cast, "kaltim").link
    assert link
    assert f"https://rakornis.example/delegation/{token_of(link)}" in letter.text
    assert [one.filename for one in letter.enclosures] == ["001-UND-2024.pdf"]
    assert of(cast, "kaltim").delivery


def test_a_mail_whose_link_was_ended_is_not_sent(cast: Cast, post: CollectingPost) -> None:
    event, office = cast.event, cast.office("kaltim")
    with transaction():
        office.email = "kanwil@contoh.example"
    with transaction():
        mail_offices(event, invited_offices(event), by=COMMAND_LINE)
        release_all(db.session.scalars(db.select(Message.id)))
        end_office_link(db.session.scalars(db.select(Delegation)).one(), by=COMMAND_LINE)
    deliver_released()
    db.session.expire_all()
    assert post.letters == []
    assert db.session.scalars(db.select(Delivery)).one().state is DeliveryState.FAILED


def test_the_link_is_made_replaced_and_ended_on_the_page_of_the_office(
    browser: FlaskClient, cast: Cast
) -> None:
    page = f"{PAGE}/{cast.office('kaltim').id}"
    browser.post(f"{page}/link")
    first = of(cast, "kaltim").link
    browser.post(f"{page}/link")
    second = of(cast, "kaltim").link
    assert first
    assert second
    assert first.id != second.id
    assert token_of(second) in browser.get(page).text
    browser.post(f"{page}/link/end")
    assert known_office_link(db.session.scalars(db.select(Delegation)).one()) is None


def test_letters_are_taken_as_pdf_and_as_zip(browser: FlaskClient, cast: Cast) -> None:
    assert browser.get(f"{PAGE}.zip").status_code == 422  # no letter is printed yet
    invite(cast.event, cast.office("kaltim"), cast.office("bali"))
    pdf = browser.get(f"{PAGE}/{cast.office('kaltim').id}.pdf")
    assert (pdf.mimetype, pdf.headers["Cache-Control"]) == ("application/pdf", "no-store")
    names = ZipFile(BytesIO(browser.get(f"{PAGE}.zip").data)).namelist()
    assert names == ["01-kanwil-kalimantan-timur.pdf", "02-kanwil-bali.pdf"]


def test_letters_of_another_event_stay_there(browser: FlaskClient, cast: Cast) -> None:
    other = cast.make_event("lain")
    invite(other, cast.office("kaltim"))
    assert browser.get(f"/events/lain/invitations/{cast.office('kaltim').id}.pdf").status_code == 404
    assert browser.get(f"{PAGE}/{cast.office('kaltim').id}.pdf").status_code == 404
    assert of(cast, "kaltim") == InvitedOffice(office=cast.office("kaltim"))


def test_writing_the_letter_twice_at_once_keeps_one(cast: Cast) -> None:
    event = cast.event
    for _ in range(2):
        with transaction():
            write_letter_text(event, letter_text(event), by=COMMAND_LINE)
    assert letter_text(cast.event).subject == "Undangan Rakornis Uji"


@pytest.mark.parametrize("role", [Role.REGISTRATION_DESK, Role.GATE, Role.OFFICE_OPERATOR, Role.LEADERSHIP])
@pytest.mark.any_database
def test_others_invite_nobody(client: FlaskClient, cast: Cast, role: Role) -> None:
    office = cast.office("kaltim")
    browser = sign_in(client, cast.user(role, office=office))
    for address in (PAGE, f"{PAGE}/text", f"{PAGE}.zip", f"{PAGE}/{office.id}", f"{PAGE}/{office.id}.pdf"):
        assert browser.get(address).status_code == 403
    assert browser.post(f"{PAGE}/{office.id}/link").status_code == 403
