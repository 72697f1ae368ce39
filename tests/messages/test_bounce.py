"""What a letter that came back promises: it is seen on the person, with the mail server's own reason."""

from pathlib import Path

import pytest
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.bounce import (
    LetterUnknown,
    NoReport,
    NothingWasSent,
    note_report,
    read_report,
    record_bounce,
)
from app.messages.deliver import deliver_released, message_id_of
from app.messages.models import DeliveryState
from tests.messages.test_deliver import the_delivery, write

REPORT = (Path(__file__).parents[1] / "data" / "messages" / "bounced.eml").read_text()


def report(*, message_id: str, address: str = "andi@contoh.example", action: str = "failed") -> bytes:
    """Write a report as a mail server sends it."""
    filled = REPORT.replace("MESSAGE-ID", message_id).replace("ADDRESS", address).replace("ACTION", action)
    return filled.encode()


@pytest.fixture
def sent(app: Flask) -> str:
    """Send one letter; return its Message-ID."""
    write()
    deliver_released()
    return message_id_of(the_delivery())


def test_a_report_marks_the_letter_it_names_as_failed(sent: str) -> None:
    with transaction():
        note_report(report(message_id=sent), by=COMMAND_LINE)
    db.session.expire_all()
    delivery = the_delivery()
    assert (delivery.state, delivery.failure) == (
        DeliveryState.FAILED,
        "550 5.1.1 <andi@contoh.example>: Recipient address rejected",
    )
    assert delivery.bounced_at


def test_a_report_about_somebody_elses_letter_marks_nothing(sent: str) -> None:
    with pytest.raises(LetterUnknown), transaction():
        note_report(report(message_id="<lain@server.example>"), by=COMMAND_LINE)
    assert the_delivery().state is DeliveryState.SENT


def test_a_report_is_noted_once(sent: str) -> None:
    with transaction():
        note_report(report(message_id=sent), by=COMMAND_LINE)
    with pytest.raises(LetterUnknown), transaction():
        note_report(report(message_id=sent), by=COMMAND_LINE)


def test_a_report_that_names_no_letter_means_the_last_one_to_the_address(sent: str) -> None:
    with transaction():
        (delivery,) = note_report(report(message_id=""), by=COMMAND_LINE)
    assert delivery.state is DeliveryState.FAILED


def test_a_notice_of_a_delay_is_no_failure(sent: str) -> None:
    assert read_report(report(message_id=sent, action="delayed")) == []


@pytest.mark.parametrize("content", [b"", b"halo", b"\xff\xfe\x00", b"Content-Type: multipart/report\n\n--x"])
def test_what_is_no_report_is_said(app: Flask, content: bytes) -> None:
    with pytest.raises(NoReport):
        read_report(content)


def test_what_was_never_sent_cannot_come_back(app: Flask) -> None:
    write(released=False)
    with pytest.raises(NothingWasSent), transaction():
        record_bounce(the_delivery(), reason="kata orang", by=COMMAND_LINE)


def test_the_command_line_reads_a_report_from_a_file(sent: str, app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "kembali.eml"
    file.write_bytes(report(message_id=sent))
    done = app.test_cli_runner().invoke(args=["messages", "bounce", str(file), "--json"])
    assert (done.exit_code, '"about": "participant:1"' in done.output) == (0, True)
