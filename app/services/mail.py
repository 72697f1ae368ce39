"""Mail: a letter goes out by SMTP, onto the console, or into a list in tests."""

import smtplib
import ssl
import sys
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from typing import Protocol, TextIO
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20
SUBMISSION_PORT = 587
TLS_PORT = 465
PERMANENT = 500  # the reply codes of SMTP from which trying again does not help


@dataclass(frozen=True)
class Picture:
    """A picture inside the HTML of a letter, which shows it as `cid:<name>`. `content` is a PNG file."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Enclosure:
    """A PDF that goes with a letter, under a file name."""

    filename: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail to one address. `message_id` is stable, so that a repeat can be recognised."""

    to: str
    subject: str
    text: str
    html: str | None = None
    message_id: str
    recipient_name: str = ""
    pictures: tuple[Picture, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


class Undeliverable(Exception):
    """The mail server did not take a letter. `final` when trying again would not help."""

    def __init__(self, reason: str, *, final: bool) -> None:
        super().__init__(reason)
        self.final = final


class Post(Protocol):
    """Carries letters."""

    def send(self, letter: Letter) -> None: ...


@dataclass
class ConsolePost:
    """Prints letters: for a start without a mail server."""

    out: TextIO = field(default_factory=lambda: sys.stderr)

    def send(self, letter: Letter) -> None:
        """Print one letter."""
        self.out.write(f"--- {letter.to}: {letter.subject}\n{letter.text}\n---\n")
        self.out.flush()


@dataclass
class CollectingPost:
    """The fake: keeps letters in a list; `failing` addresses are refused for good."""

    letters: list[Letter] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    def send(self, letter: Letter) -> None:
        """Keep one letter."""
        if letter.to in self.failing:
            reason = "550 no such mailbox"
            raise Undeliverable(reason, final=True)
        self.letters.append(letter)


@dataclass(frozen=True, kw_only=True)
class SmtpPost:
    """Hands letters to a mail server, encrypted: `smtps` from the start, `smtp` by STARTTLS."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    encrypted_from_start: bool = False

    def send(self, letter: Letter) -> None:
        """Hand over one letter, or raise Undeliverable.

        Only an answer about this letter is final; a wrong password or a closed port can be mended.
        """
        try:
            message = composed(letter, sender=self.sender)
        except (ValueError, MessageError) as unfit:  # a line break in a header, no address at all
            raise Undeliverable(str(unfit), final=True) from unfit
        try:
            with self._connect() as server:
                server.send_message(message, to_addrs=[letter.to])
        except smtplib.SMTPRecipientsRefused as refusal:
            code, reason = next(iter(refusal.recipients.values()))
            raise _answered(code, reason) from refusal
        except smtplib.SMTPDataError as refusal:
            raise _answered(refusal.smtp_code, refusal.smtp_error) from refusal
        except (smtplib.SMTPException, OSError, UnicodeError) as failure:
            raise Undeliverable(str(failure), final=False) from failure

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.encrypted_from_start:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
            if server.ehlo()[0] and server.has_extn("starttls"):
                server.starttls(context=context)
        if self.user and self.password:
            server.login(self.user, self.password)
        return server


def composed(letter: Letter, *, sender: str) -> EmailMessage:
    """Write a letter as a mail: plain text first, then HTML with its pictures inside.

    Raises ValueError for what would break out of a header.
    """
    message = EmailMessage()
    message["From"], message["Subject"] = sender, letter.subject
    message["To"] = Address(display_name=letter.recipient_name, addr_spec=letter.to)
    message["Date"], message["Message-ID"] = formatdate(localtime=False), letter.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in answer, please
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
        page = message.get_payload()[-1]  # type: ignore[index]
        for picture in letter.pictures:
            page.add_related(  # type: ignore[union-attr]
                picture.content,
                "image",
                "png",
                cid=f"<{picture.name}>",
                filename=f"{picture.name}.png",
                disposition="inline",
            )
    for enclosure in letter.enclosures:
        message.add_attachment(
            enclosure.content, maintype="application", subtype="pdf", filename=enclosure.filename
        )
    return message


def _answered(code: int, reason: bytes | str) -> Undeliverable:
    words = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    return Undeliverable(f"{code} {' '.join(words.split())}", final=code >= PERMANENT)


def post_for(url: str, *, sender: str) -> Post:
    """Return the post that a setting names: `console:`, `smtp://…` or `smtps://…`."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return ConsolePost()
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        encrypted = parts.scheme == "smtps"
        return SmtpPost(
            host=parts.hostname,
            port=parts.port or (TLS_PORT if encrypted else SUBMISSION_PORT),
            sender=sender,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            encrypted_from_start=encrypted,
        )
    message = f"RAKORNIS_MAIL_URL must be console: or smtp://host:port, not {url!r}"
    raise ValueError(message)
