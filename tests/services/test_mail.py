"""What handing over a letter promises: a real mail server gets it, and a refusal says whether it is final."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from io import StringIO
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from app.services.mail import ConsolePost, Letter, Picture, SmtpPost, Undeliverable, post_for
from tests.postgres import free_port

LETTER = Letter(
    to="andi@contoh.example",
    subject="Kartu masuk Rakornis – Ma’shum",
    text="Bapak/Ibu yang terhormat",
    html="<p>Bapak/Ibu yang terhormat</p>",
    message_id="<satu@rakornis>",
)


class Mailbox:
    """Takes letters, except for one address and while it is full."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.full = False

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("salah"):
            return "550 no such mailbox"
        if self.full:
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append(envelope.original_content or b"")
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, SmtpPost]]:
    """Return a mail server on a free port, and the post that leads to it."""
    handler = Mailbox()
    controller: Any = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    post = post_for(f"smtp://127.0.0.1:{controller.port}", sender="panitia@contoh.example")
    assert isinstance(post, SmtpPost)
    yield handler, post
    controller.stop()


def test_a_letter_arrives_with_both_its_texts(mailbox: tuple[Mailbox, SmtpPost]) -> None:
    handler, post = mailbox
    post.send(LETTER)
    (letter,) = handler.letters
    assert b"To: andi@contoh.example" in letter
    assert b"From: panitia@contoh.example" in letter
    assert b"<satu@rakornis>" in letter
    assert b"text/plain" in letter
    assert b"text/html" in letter


def test_an_address_that_does_not_exist_is_refused_for_good(mailbox: tuple[Mailbox, SmtpPost]) -> None:
    _, post = mailbox
    with pytest.raises(Undeliverable) as refusal:
        post.send(Letter(to="salah@contoh.example", subject="x", text="x", message_id="<2@rakornis>"))
    assert refusal.value.final


def test_a_full_mailbox_is_worth_another_try(mailbox: tuple[Mailbox, SmtpPost]) -> None:
    handler, post = mailbox
    handler.full = True
    with pytest.raises(Undeliverable) as refusal:
        post.send(LETTER)
    assert not refusal.value.final


def test_a_server_that_is_down_is_worth_another_try() -> None:
    post = post_for(f"smtp://127.0.0.1:{free_port()}", sender="panitia@contoh.example")
    with pytest.raises(Undeliverable) as refusal:
        post.send(LETTER)
    assert not refusal.value.final


def test_a_header_cannot_be_smuggled_into_a_letter(mailbox: tuple[Mailbox, SmtpPost]) -> None:
    _, post = mailbox
    with pytest.raises(Undeliverable) as refusal:
        post.send(Letter(to="a@b.example", subject="x\r\nBcc: c@d.example", text="x", message_id="<3@r>"))
    assert refusal.value.final


def test_the_console_prints_letters() -> None:
    out = StringIO()
    ConsolePost(out).send(LETTER)
    assert "andi@contoh.example: Kartu masuk" in out.getvalue()


@pytest.mark.parametrize("url", ["http://mail.example", "smtp:", "", "console"])
def test_a_setting_that_names_no_post_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="RAKORNIS_MAIL_URL"):
        post_for(url, sender="x@y.example")


def test_a_picture_travels_inside_the_html(mailbox: tuple[Mailbox, SmtpPost]) -> None:
    handler, post = mailbox
    picture = Picture("pass", b"\x89PNG\r\n\x1a\n")
    post.send(replace(LETTER, html='<img src="cid:pass" alt="QR">', pictures=(picture,)))
    mail = message_from_bytes(handler.letters[0])
    image = next(part for part in mail.walk() if part.get_content_type() == "image/png")
    assert (image["Content-ID"], image.get_content_disposition()) == ("<pass>", "inline")
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "unfit",
    [
        {"subject": "Kartu\nBcc: semua@contoh.example"},
        {"recipient_name": "Andi\r\nBcc: semua@contoh.example"},
        {"to": "andi@contoh.example\nBcc: semua@contoh.example"},
        {"to": "andi@contoh.example, semua@contoh.example"},
        {"to": "andi"},
    ],
)
def test_what_would_reach_somebody_else_is_never_sent(
    mailbox: tuple[Mailbox, SmtpPost], unfit: dict[str, str]
) -> None:
    handler, post = mailbox
    with pytest.raises(Undeliverable) as refusal:
        post.send(replace(LETTER, **unfit))  # type: ignore[arg-type]
    assert refusal.value.final
    assert handler.letters == []
