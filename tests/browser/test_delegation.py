"""An office fills its delegation on a phone, and the committee confirms: the passes are there."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.access import Role
from app.accounts.links import link_address
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Participant
from app.registration.links import office_link
from tests.browser.barriers import barriers, overflow
from tests.browser.conftest import LiveServer
from tests.cast import Cast
from tests.registration import letter_files
from tests.registration.acts import add_seat

PHONE = (390, 844)


def test_an_office_completes_its_delegation_on_a_phone(
    live_server: LiveServer, live_cast: Cast, browser: Browser, tmp_path: Path
) -> None:
    delegation = live_cast.delegation(live_cast.event, live_cast.office("kaltim"))
    seats = [add_seat(live_cast, delegation, code) for code in ("1", "2")]
    with transaction():
        address = link_address(office_link(delegation, by=COMMAND_LINE))
    page = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="id-ID").new_page()
    page.goto(address)
    fill_the_seat(page, seats[0].id, "Muhammad Ma'ruf", "SH.,MH")
    leave_the_seat(page, seats[1].id)
    upload_the_letter(page, tmp_path)
    assert barriers(page) == []
    assert overflow(page, PHONE) == {}
    page.get_by_role("button", name="Ajukan kepada panitia").click()
    expect(page.locator(".notice").first).to_contain_text("Sedang diperiksa panitia")
    confirm(live_server, live_cast, browser, delegation.id)
    page.reload()
    expect(page.locator(".notice").first).to_contain_text("Dikonfirmasi")
    db.session.expire_all()
    person = db.session.scalars(select(Participant)).one()
    assert (person.display_name, person.seat_id) == ("Muhammad Ma'ruf, S.H., M.H.", seats[0].id)
    assert [issued.is_valid for issued in person.passes] == [True]


def fill_the_seat(page: Page, seat_id: int, name: str, sloppy_titles: str) -> None:
    page.locator(f"#seat-{seat_id}").get_by_role("link", name="Isi kursi ini").click()
    page.get_by_label("Nama", exact=True).fill(name)
    page.get_by_label("Gelar belakang").fill(sloppy_titles)
    page.locator("[data-take]").click()
    expect(page.get_by_label("Gelar belakang")).to_have_value("S.H., M.H.")
    expect(page.locator("[data-look] .strip").first).to_contain_text(name)
    assert barriers(page) == []
    assert overflow(page, PHONE) == {}
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(f"#seat-{seat_id}")).to_contain_text("Konsep")


def leave_the_seat(page: Page, seat_id: int) -> None:
    page.locator(f"#seat-{seat_id}").get_by_role("link", name="Tidak ada yang dikirim").click()
    page.get_by_label("Alasan").fill("Jabatan sedang kosong")
    page.get_by_role("button", name="Tidak ada yang dikirim").click()
    expect(page.locator(f"#seat-{seat_id}")).to_contain_text("Jabatan sedang kosong")


def upload_the_letter(page: Page, directory: Path) -> None:
    letter = directory / "surat tugas.pdf"
    letter.write_bytes(letter_files.pdf())
    page.get_by_label("Nomor surat").fill("W.18-KP.04.01-123")
    page.get_by_label("Tanggal surat").fill("2024-09-02")
    page.set_input_files("input[type=file]", letter)
    page.get_by_role("button", name="Unggah surat").click()
    expect(page.locator("#letter")).to_contain_text("W.18-KP.04.01-123")


def confirm(live_server: LiveServer, cast: Cast, browser: Browser, delegation_id: int) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="id-ID")
    live_server.sign_in(context, cast.user(Role.COMMITTEE))
    page = context.new_page()
    page.goto(f"{live_server.url}/events/{cast.event.slug}/delegations/review")
    page.get_by_role("link", name="Periksa").click()
    assert page.url.endswith(f"/delegations/{delegation_id}/review")
    assert barriers(page) == []
    assert overflow(page, PHONE, (1366, 900)) == {}
    page.get_by_role("button", name="Konfirmasi semua").click()
    expect(page.get_by_role("main")).to_contain_text("Tidak ada yang menunggu jawaban")
