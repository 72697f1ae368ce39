"""`bin/rakornis participants …`: its documents are a contract."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.db import db
from app.lib.codes import code_sha256
from app.participants.models import Participant, Pass
from tests.cast import BAIQ, Cast
from tests.participants.sheets import ANDI_NIP, person, sheet

ANDI = person(
    "Andi Tenrisangka Makkulau, S.H., M.Kn.", nip=ANDI_NIP, post="Kabid", email="andi@contoh.example"
)


@pytest.fixture
def run(app: Flask):
    """Run a command and return its exit code and what it printed."""

    def run_command(*words: str) -> tuple[int, str]:
        db.session.commit()
        done = app.test_cli_runner().invoke(args=["participants", *words])
        db.session.expire_all()
        return done.exit_code, done.output

    return run_command


def write(directory: Path, *people: tuple[str, ...]) -> str:
    file = directory / "peserta.csv"
    file.write_bytes(sheet(*people))
    return str(file)


def test_an_import_prints_one_document_with_everybody(run, cast: Cast, tmp_path: Path) -> None:
    cast.office("kaltim")
    code, printed = run("import", write(tmp_path, ANDI), "--event", cast.event.slug, "--json")
    assert code == 0
    assert json.loads(printed) == {
        "rows": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "problems": [],
        "people": [
            {
                "row": 2,
                "front_titles": "",
                "name": "Andi Tenrisangka Makkulau",
                "back_titles": "S.H., M.Kn.",
                "nip": ANDI_NIP,
                "position": "Kabid",
                "unit": "Kanwil Kalimantan Timur",
                "role": "Peserta",
                "email": "andi@contoh.example",
                "phone": "",
            }
        ],
    }


def test_a_dry_run_reports_the_counts_and_writes_nothing(run, cast: Cast, tmp_path: Path) -> None:
    cast.office("kaltim")
    code, printed = run("import", write(tmp_path, ANDI), "--event", cast.event.slug, "--dry-run", "--json")
    assert (code, json.loads(printed)["created"]) == (0, 1)
    assert db.session.scalar(select(func.count(Participant.id))) == 0
    assert db.session.scalar(select(func.count(AuditEntry.id))) == 0


def test_errors_end_with_1_and_still_print_the_document(run, cast: Cast, tmp_path: Path) -> None:
    cast.office("kaltim")
    file = write(tmp_path, ANDI, person("Ucu", nip="1.98609E+17"))
    code, printed = run("import", file, "--event", cast.event.slug, "--json")
    told = json.loads(printed)
    assert (code, told["rows"], told["created"]) == (1, 2, 0)
    problem = told["problems"][0]
    assert (problem["row"], problem["column"], problem["kind"]) == (3, "nip", "nip_lost_digits")
    assert problem["severity"] == "error"
    assert "NIP" in problem["message"]
    assert [one["nip"] for one in told["people"]] == [ANDI_NIP, None]
    code, _ = run("import", file, "--event", cast.event.slug, "--dry-run", "--json")
    assert code == 0


def test_messages_can_be_asked_for_in_english(run, cast: Cast, tmp_path: Path) -> None:
    file = write(tmp_path, person("Ucu", unit="PT Uji"))
    _, indonesian = run("import", file, "--event", cast.event.slug, "--dry-run", "--json")
    _, english = run("import", file, "--event", cast.event.slug, "--dry-run", "--json", "--language", "en")
    assert "instansi luar" in indonesian
    assert "outside body" in english


def test_a_file_that_is_no_sheet_is_told_in_words(run, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "peserta.xlsx").write_bytes(b"%PDF-1.7")
    code, printed = run("import", str(tmp_path / "peserta.xlsx"), "--event", cast.event.slug)
    assert code == 1
    assert "PDF" in printed


def test_the_passes_are_listed_with_codes_and_links_and_the_audit_trail_says_so(run, cast: Cast) -> None:
    andi, baiq = cast.participant(), cast.participant(BAIQ)
    code, printed = run("passes", "--event", cast.event.slug, "--json")
    listing = json.loads(printed)
    assert code == 0
    assert {one["participant"] for one in listing} == {andi.id, baiq.id}
    hashes = set(db.session.scalars(select(Pass.code_sha256)))
    assert {code_sha256(one["code"]) for one in listing} == hashes
    assert all(one["link"].startswith("https://rakornis.example/me/") for one in listing)
    assert listing[0].keys() == {"participant", "name", "code", "link"}
    assert "participants.list_passes" in db.session.scalars(select(AuditEntry.action)).all()
    assert json.loads(run("passes", "--event", cast.event.slug, "--json")[1]) == listing


def test_the_badges_are_written_into_one_file(run, cast: Cast, tmp_path: Path) -> None:
    cast.participant()
    code, _ = run("badges", "--event", cast.event.slug, "--out", str(tmp_path / "badges.pdf"))
    assert code == 0
    assert (tmp_path / "badges.pdf").read_bytes().startswith(b"%PDF")
