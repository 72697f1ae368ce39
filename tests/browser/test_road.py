"""The whole road, walked in one go: a sheet of names becomes papers that anyone can verify."""

import io
import json
import subprocess
import urllib.request
import uuid
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Launch
from tests.browser.demonstration import (
    PATIENCE_MS,
    PHONE,
    ROSTER,
    Demonstration,
    bare_demonstration,
    sign_in,
)
from tests.browser.film import FAKE_CAMERA, film

MINUTES = "Notula Diskusi Wilayah"
DECISION = "Setiap kantor wilayah menyampaikan rencana aksi kekayaan intelektual."
ARRIVE_LATER = 50
SEEN_AT_DPI = 150


def test_from_a_sheet_of_names_to_a_paper_that_anyone_can_verify(launch: Launch, tmp_path: Path):
    with bare_demonstration(tmp_path / "data") as meeting:
        desk = launch()
        committee = sign_in(meeting.visit(desk), "panitia")
        import_the_sheet(committee)
        name, picture_of_the_pass = open_the_first_pass(committee)
        gate = launch(*FAKE_CAMERA, film(picture_of_the_pass, directory=tmp_path))
        let_the_camera_read(gate, meeting, name)
        see_attendance_move(committee, meeting)
        gate.close()  # a camera that looks on takes a whole core
        others_arrive(meeting)
        number = publish_minutes(sign_in(meeting.visit(desk), "sekretaris"))
        read_the_minutes(committee, number, tmp_path)
        issue_certificates(committee)
        certificate = download_the_certificate_of(name, committee)
        find_it_valid(desk, meeting, address_on(certificate), name)


def import_the_sheet(page: Page) -> None:
    page.get_by_role("link", name="Peserta").first.click()
    page.get_by_role("link", name="Impor lembar").first.click()
    page.set_input_files("input[type=file]", ROSTER)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("Periksa sebelum didaftarkan")
    page.get_by_role("button", name="Daftarkan 350 peserta").click()
    expect(page.locator(".toasts")).to_contain_text("350 baru")


def open_the_first_pass(page: Page) -> tuple[str, bytes]:
    """Return whose pass it is, and what its QR looks like on the screen."""
    first = page.locator("tbody th a").first
    name = first.locator("b").inner_text()
    first.click()
    expect(page.locator("h1")).to_contain_text(name)
    return name, page.locator("img.qr").screenshot()


def let_the_camera_read(browser: Browser, meeting: Demonstration, name: str) -> None:
    page = sign_in(meeting.visit(browser, size=PHONE, permissions=["camera"]), "pintu")
    page.goto(f"{meeting.event}/gate/place")
    page.locator("[name=gate]").fill("Utama 1")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".verdict.is-admitted")).to_contain_text(name, timeout=PATIENCE_MS)


def see_attendance_move(page: Page, meeting: Demonstration) -> None:
    """The page of the session that is open now counts the one who came."""
    page.goto(f"{meeting.event}/attendance")
    page.get_by_role("link", name="Diskusi: tantangan dan hambatan di wilayah").first.click()
    expect(page.locator("[data-poll] .ledger").first).to_contain_text("1")
    expect(page.locator("[data-poll] .ledger").first).to_contain_text("dari 350")


def others_arrive(meeting: Demonstration) -> None:
    """A device of another gate sends the scans it made while it was offline."""
    device = meeting.told("checkin", "device", "--gate", "Utama 2")
    codes = [one["code"] for one in meeting.told("participants", "passes")[1 : ARRIVE_LATER + 1]]
    scans = [{"key": str(uuid.uuid4()), "code": code, "at": device["now"]} for code in codes]
    session = next(one["id"] for one in device["sessions"] if one["open"])
    request = urllib.request.Request(
        f"{meeting.address}/api/v1/scans",
        data=json.dumps({"session": session, "scans": scans}).encode(),
        headers={"Authorization": f"Bearer {device['token']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        results = json.load(answer)["results"]
    assert {one["status"] for one in results} == {"admitted"}


def publish_minutes(page: Page) -> str:
    """Write two entries, publish them, wait for the paper, and return its number."""
    page.get_by_role("link", name="Notula").first.click()
    page.locator("a[href$='/minutes/new']").first.click()
    page.locator("[name=title]").fill(MINUTES)
    page.locator("label", has_text="Diskusi: tantangan dan hambatan di wilayah").click()
    page.locator("main form button[type=submit]").click()
    write_entry(page, "decision", DECISION)
    write_entry(page, "action", "Menyusun rencana aksi.", due_on="2024-10-31")
    page.locator("a[href$='/publication']").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("a[href$='/paper.pdf']").first).to_be_visible(timeout=PATIENCE_MS)
    return page.locator("aside dd").first.inner_text()


def write_entry(page: Page, kind: str, text: str, *, due_on: str = "") -> None:
    page.locator(f".kinds label:has([value={kind}])").click()
    page.locator("#text").fill(text)
    if due_on:
        page.locator("[name=all_regional]").check()
        page.locator("[name=due_on]").fill(due_on)
    page.locator(".composer button[type=submit]").click()
    expect(page.locator("main .panel").first).to_contain_text(text)


def read_the_minutes(page: Page, number: str, directory: Path) -> None:
    """The PDF is whole, and says its number and what was decided."""
    page.get_by_role("link", name="Notula").first.click()
    page.get_by_role("link", name=MINUTES).click()
    pdf = directory / "minutes.pdf"
    pdf.write_bytes(fetch(page, page.locator("a[href$='/paper.pdf']").first.get_attribute("href")))
    subprocess.run(["qpdf", "--check", pdf], check=True, capture_output=True)
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    assert number in text
    assert " ".join(DECISION.split()) in " ".join(text.split())


def issue_certificates(page: Page) -> None:
    """Watch the bar move until everybody who came has a certificate."""
    everybody = str(ARRIVE_LATER + 1)
    page.get_by_role("link", name="Sertifikat").first.click()
    page.get_by_role("link", name=f"Terbitkan {everybody} sertifikat").click()
    page.locator("dialog[open] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(f"{everybody} sertifikat terbit.", timeout=PATIENCE_MS)


def download_the_certificate_of(name: str, page: Page) -> bytes:
    page.get_by_role("link", name="Dokumen").first.click()
    page.locator("[name=q]").fill(name)
    page.locator("[name=q]").press("Enter")
    row = page.locator("tbody tr", has_text=name)
    expect(row).to_have_count(1)
    return fetch(page, row.locator("th a").get_attribute("href"))


def address_on(certificate: bytes) -> str:
    """Read the QR from a picture of the printed page, as any phone would."""
    command = ["pdftoppm", "-png", "-r", str(SEEN_AT_DPI), "-singlefile", "-"]
    drawn = subprocess.run(command, input=certificate, check=True, capture_output=True).stdout
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn)))
    assert len(codes) == 1
    return codes[0].text


def find_it_valid(browser: Browser, meeting: Demonstration, address: str, name: str) -> None:
    """Anyone may ask, without an account."""
    assert address.lower().startswith(f"{meeting.address}/v/")
    page = meeting.visit(browser, size=PHONE).new_page()
    page.goto(address)
    expect(page.locator(".verdict-card.ok h1")).to_have_text("Sah dan berlaku")
    expect(page.locator("main")).to_contain_text(name)


def fetch(page: Page, address: str | None) -> bytes:
    """Download what a link of the page leads to."""
    if not address:
        pytest.fail("there is nothing to download")
    return page.context.request.get(address, fail_on_status_code=True).body()
