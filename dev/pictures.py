"""Take the pictures of README and handbook anew, from a demonstration that runs for nothing else.

- `.venv/bin/python -m dev.pictures` takes them all;
- `.venv/bin/python -m dev.pictures gate-admitted home` takes some.

A fresh data directory gets the demonstration, `bin/run` serves it on a free port, Chromium looks at it, and
both are gone at the end. A picture is written as a palette PNG of at most 120 KB below docs/pictures/.
Needs Chromium and poppler-utils, as bin/test does.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from dev.studio import PHONE, Studio, keep, served, shoot, side_by_side

SLUG = "rakornis-ki-2024"
EVENT = f"/events/{SLUG}"
# A sheet as committees make them, with what goes wrong in them.
SHEET = """DAFTAR PESERTA RAKORNIS;;;;;
No;N A M A;NIP / NRP;Jabatan;SATUAN KERJA;No. HP
1;Dr. Hj. Siti Lokasari, S.H., M.H.;1,97804E+17;Kepala Bidang Pelayanan Hukum;Kanwil Kaltim;081200000001
2;R. Bagaskara Wiranata, S.H.;198001012005011003;Analis Hukum Ahli Muda;Dinas Perdagangan Kota Mana;
3;Cut Rahmawati Jeumpa, S.E.;;Analis Hukum Ahli Muda;Kanwil Aceh;
4;Cut Rahmawati Jeumpa, S.E.;;Analis Hukum Ahli Muda;Kanwil Aceh;
JUMLAH;4;;;;
"""

Subject = Callable[[Studio], None]
SUBJECTS: dict[str, Subject] = {}


def picture(name: str) -> Callable[[Subject], Subject]:
    """Register what takes the picture of this name."""

    def register(take: Subject) -> Subject:
        SUBJECTS[name] = take
        return take

    return register


@picture("home")
def _home(studio: Studio) -> None:
    shoot(studio.page("panitia"), f"{EVENT}/", "home")


@picture("delegations")
def _delegations(studio: Studio) -> None:
    shoot(studio.page("panitia"), f"{EVENT}/delegations", "delegations")


@picture("office")
def _office(studio: Studio) -> None:
    shoot(studio.page("admin", PHONE), f"{EVENT}/offices/1/delegation", "office")


@picture("roster")
def _roster(studio: Studio) -> None:
    page = studio.page("panitia")
    page.goto(f"{EVENT}/rosters/new")
    sheet = {"name": "peserta.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    page.set_input_files("input[type=file]", sheet)  # type: ignore[arg-type]
    page.click("main form button[type=submit]")
    page.wait_for_load_state("networkidle")
    keep("roster", page.screenshot())


@picture("badges")
def _badges(studio: Studio) -> None:
    page = studio.page("panitia")
    page.goto(f"{EVENT}/badges")
    page.select_option("select", index=1)
    page.click("main form button[type=submit]")
    link = page.wait_for_selector("a[href$='.pdf']", timeout=60_000)
    studio.paper(page, (link.get_attribute("href") if link else "") or "", "badges")


@picture("device")
def _device(studio: Studio) -> None:
    page = studio.page("panitia")
    page.goto(f"{EVENT}/devices")
    page.fill("[name=gate]", "Utama 1")
    page.click("main form button[type=submit]:has-text('QR')")
    page.wait_for_load_state("networkidle")
    keep("device", page.screenshot())


@picture("gate-place")
def _gate_place(studio: Studio) -> None:
    page = studio.page("pintu", PHONE)
    page.goto(f"{EVENT}/gate/place")
    page.fill("[name=gate]", "Utama 1")
    keep("gate-place", page.screenshot())


@picture("gate-verdicts")
def _gate_verdicts(studio: Studio) -> None:
    """Let one person in, once more, and show a code that nobody has."""
    page = studio.page("pintu", PHONE)
    page.goto(f"{EVENT}/gate/place")
    page.fill("[name=gate]", "Utama 1")
    page.click("main button[type=submit]")
    code = studio.told("participants", "passes", "--event", SLUG)[0]["code"]
    seen = [_shown(page, typed) for typed in (code, code, "0" * len(code))]
    keep("gate-verdicts", side_by_side(seen))


@picture("gate-offline")
def _gate_offline(studio: Studio) -> None:
    """Take the gate off the network: scans wait, names are found, somebody is shown first."""
    page = studio.page("pintu", PHONE)
    page.goto(f"{EVENT}/gate/place")
    page.fill("[name=gate]", "Utama 1")
    page.click("main button[type=submit]")
    page.wait_for_selector("[data-of=roster]")
    codes = [one["code"] for one in studio.told("participants", "passes", "--event", SLUG)]
    page.context.set_offline(True)
    for code in codes[20:22]:
        _shown(page, code)
    seen = [page.screenshot()]
    page.click("[popovertarget=find-person]")
    page.locator("#who").press_sequentially("bali")
    seen.append(page.screenshot())
    page.locator("#find-person").evaluate("sheet => sheet.hidePopover()")
    page.evaluate("localStorage.setItem('gate-mode', 'review')")
    seen.append(_shown(page, codes[22]))
    page.evaluate("localStorage.removeItem('gate-mode')")
    page.context.set_offline(False)
    keep("gate-offline", side_by_side(seen))


def _shown(page: Page, code: str) -> bytes:
    page.click("[popovertarget=type-code]")
    page.fill("#code", code)
    page.press("#code", "Enter")
    page.wait_for_selector("[data-result] .verdict")
    page.wait_for_timeout(400)
    taken = page.screenshot()
    page.click("[data-result] h1")
    return taken


@picture("desk")
def _desk(studio: Studio) -> None:
    """Find people by three letters; beside it the form for whoever is on no list."""
    page = studio.page("meja", PHONE)
    seen = []
    for address in ("desk?q=siti", "desk/new?name=Ni+Luh+Sekarningrum"):
        page.goto(f"{EVENT}/{address}")
        page.wait_for_load_state("networkidle")
        seen.append(page.screenshot())
    keep("desk", side_by_side(seen))


@picture("readiness")
def _readiness(studio: Studio) -> None:
    shoot(studio.page("panitia"), f"{EVENT}/readiness", "readiness")


@picture("chairs-report")
def _chairs_report(studio: Studio) -> None:
    studio.paper(studio.page("panitia"), f"{EVENT}/chairs-report.pdf", "chairs-report")


@picture("attendance")
def _attendance(studio: Studio) -> None:
    shoot(studio.page("panitia"), f"{EVENT}/attendance", "attendance")


@picture("office-days")
def _office_days(studio: Studio) -> None:
    shoot(studio.page("admin", PHONE), f"{EVENT}/offices/1/attendance", "office-days")


@picture("minutes")
def _minutes(studio: Studio) -> None:
    shoot(studio.page("sekretaris"), f"{EVENT}/minutes/2", "minutes")


@picture("minutes-paper")
def _minutes_paper(studio: Studio) -> None:
    studio.paper(studio.page("sekretaris"), f"{EVENT}/minutes/1/paper.pdf", "minutes-paper")


@picture("certificates")
def _certificates(studio: Studio) -> None:
    shoot(studio.page("panitia"), f"{EVENT}/certificates", "certificates")


@picture("certificate")
def _certificate(studio: Studio) -> None:
    studio.paper(studio.page("panitia"), f"{EVENT}/certificates/specimen.pdf", "certificate")


@picture("verification")
def _verification(studio: Studio) -> None:
    page = studio.page("sekretaris")
    page.goto(f"{EVENT}/documents")
    link = page.locator("a[href*='/V/'], a[href*='/v/']").first.get_attribute("href") or ""
    shoot(studio.page("", PHONE), link, "verification")


@picture("personal-page")
def _personal_page(studio: Studio) -> None:
    link = studio.told("participants", "passes", "--event", SLUG)[0]["link"]
    shoot(studio.page("", PHONE), link, "personal-page")


@picture("rules")
def _rules(studio: Studio) -> None:
    shoot(studio.page("panitia"), f"{EVENT}/settings/rules", "rules")


@picture("health")
def _health(studio: Studio) -> None:
    shoot(studio.page("admin"), "/admin/health", "health")


def main() -> int:
    """Take the pictures asked for, or all."""
    parser = argparse.ArgumentParser(
        prog="python -m dev.pictures", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SUBJECTS))
    names = parser.parse_args().names or list(SUBJECTS)
    if strangers := sorted(set(names) - set(SUBJECTS)):
        parser.error(f"no picture is called {', '.join(strangers)}")
    data = Path(tempfile.mkdtemp(prefix="rakornis-pictures-"))
    try:
        with served(data) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            studio = Studio(browser, address=address, data=data)
            for name in names:
                SUBJECTS[name](studio)
            browser.close()
    finally:
        shutil.rmtree(data, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
