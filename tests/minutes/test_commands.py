"""The command line of the minutes: its names, its one JSON document, its refusals in words."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.db import db
from app.services.paper import FakePress, PaperUnavailable
from tests.minutes.conftest import Desk


def run(app: Flask, *words: object) -> Result:
    """Run `bin/rakornis minutes …`."""
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["minutes", *map(str, words)])
    db.session.expire_all()
    return result


def test_publish_prints_one_json_document(app: Flask, desk: Desk) -> None:
    desk.write()
    result = run(app, "publish", desk.minutes_id, "--json")
    told = json.loads(result.stdout)
    document = desk.document
    assert result.exit_code == 0
    assert told == {
        "id": desk.minutes_id,
        "number": "001/NOTULA/2024",
        "document": document.id,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "published_at": "2024-09-06T05:40:00+00:00",
    }


def test_export_writes_the_frozen_bytes(app: Flask, desk: Desk, tmp_path: Path) -> None:
    desk.write()
    desk.publish()
    out = tmp_path / "folder" / "notula.pdf"
    result = run(app, "export", desk.minutes_id, "--out", out, "--json")
    told = json.loads(result.stdout)
    assert told["out"] == str(out)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == told["sha256"]


def test_publishing_again_is_refused_in_words(app: Flask, desk: Desk) -> None:
    desk.write()
    run(app, "publish", desk.minutes_id)
    result = run(app, "publish", desk.minutes_id)
    assert result.exit_code == 1
    assert "sudah terbit" in result.output


@pytest.mark.parametrize("verb", [("publish", 999), ("export", 999, "--out", "x.pdf")])
def test_minutes_that_do_not_exist_are_refused_in_words(app: Flask, verb: tuple[object, ...]) -> None:
    result = run(app, *verb)
    assert result.exit_code == 1
    assert "tidak ada" in result.output
    assert "Traceback" not in result.output


def test_a_draft_is_not_exported(app: Flask, desk: Desk, tmp_path: Path) -> None:
    result = run(app, "export", desk.minutes_id, "--out", tmp_path / "x.pdf")
    assert result.exit_code == 1
    assert "masih draf" in result.output


def test_a_place_that_cannot_be_written_is_refused_in_words(app: Flask, desk: Desk, tmp_path: Path) -> None:
    desk.write()
    desk.publish()
    (tmp_path / "file").write_text("")
    result = run(app, "export", desk.minutes_id, "--out", tmp_path / "file" / "x.pdf")
    assert result.exit_code == 1
    assert "tidak dapat ditulis" in result.output


def test_without_the_libraries_publishing_says_what_to_install_and_export_prints_later(
    app: Flask, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> bytes:
        raise PaperUnavailable

    desk.write()
    with monkeypatch.context() as broken:
        broken.setattr(FakePress, "print_minutes", missing)
        result = run(app, "publish", desk.minutes_id)
    assert result.exit_code == 1
    assert "libpango" in result.output
    assert desk.minutes.is_published
    assert run(app, "export", desk.minutes_id, "--out", tmp_path / "x.pdf").exit_code == 0


def test_list_tells_number_and_state(app: Flask, desk: Desk) -> None:
    desk.write()
    desk.publish()
    desk.another()
    told = json.loads(run(app, "list", "--event", desk.event.slug, "--json").stdout)
    assert [(row["published"], row["number"]) for row in told] == [(True, "001/NOTULA/2024"), (False, None)]
