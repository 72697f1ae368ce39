"""The disk is full when a file is to be kept: the page says so, and nothing stays behind."""

import errno
import io
import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.db import db
from app.participants.kept_sheets import Roster
from app.services import services
from app.services.storage import DiskStorage
from tests.cast import Cast


def no_space(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def upload(committee: FlaskClient, cast: Cast) -> TestResponse:
    sheet = (io.BytesIO(b"Nama\nAndi Makkulau\n"), "peserta.csv")
    return committee.post(f"/events/{cast.event.slug}/rosters", data={"file": sheet})


def test_an_upload_onto_a_full_disk_is_refused_whole(
    committee: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(services().storage, "keep", no_space)
    answer = upload(committee, cast)
    assert answer.status_code == 503
    assert "Penyimpanan server penuh, sehingga berkas tidak tersimpan" in answer.text
    assert db.session.scalar(select(func.count(Roster.id))) == 0


def test_another_trouble_with_the_disk_is_a_fault_of_ours(
    committee: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    def broken(_content: bytes) -> str:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(services().storage, "keep", broken)
    answer = upload(committee, cast)
    assert answer.status_code == 500
    assert "input/output" not in answer.text


def test_half_a_file_does_not_stay_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.services.storage.os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        DiskStorage(tmp_path).keep(b"a paper")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
