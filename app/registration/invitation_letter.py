"""The sheet of one office's invitation letter: what the press prints."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.links import token_of
from app.accounts.models import Link
from app.db import db
from app.documents.issue import verification_code
from app.documents.models import Document
from app.events.models import Event, SignerTask
from app.events.on_paper import printed_letterhead, printed_signer
from app.lib.codes import grouped
from app.lib.indonesian_dates import full_date, full_dates, long_date
from app.offices.models import Office, OfficeKind
from app.participants.models import Delegation, Seat
from app.registration.invitation_text import LetterText, letter_text
from app.registration.plan_seats import seat_rules_of
from app.services import services
from app.services.paper import Fact, InvitationPaper, Letterhead, Signer

SHORT_PREFIX = "D"  # on paper the link is short and in capitals: few squares in its QR, easy to type
CLOSING = "Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih."
WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")


@dataclass(frozen=True)
class InvitationStationery:
    """What all invitations of an event share."""

    event: Event
    letterhead: Letterhead
    signer: Signer
    text: LetterText

    def paper(self, delegation: Delegation, document: Document, link: Link) -> InvitationPaper:
        """Return the letter of one office, under the number of its document, with the office's own link."""
        text, office = self.text, delegation.office
        code = grouped(verification_code(document))
        return InvitationPaper(
            letterhead=self.letterhead,
            number=document.number,
            dated=long_date(document.dated),
            nature=text.nature,
            attachments=text.attachments,
            subject=text.subject,
            addressee=addressee(office),
            city=office.city or "",
            opening=text.opening,
            facts=self._facts(),
            invited=tuple(invited_from(self.event, delegation)),
            paragraphs=tuple(part for part in (text.costs, text.bring, self._contact()) if part),
            link=short_address(link),
            link_sentence=self._link_sentence(),
            closing=CLOSING,
            signer=self.signer,
            copies=text.copies,
            verify_at=f"Keaslian surat dapat diperiksa di {_host()}/V dengan kode {code}",
        )

    def _facts(self) -> tuple[Fact, ...]:
        days = full_dates(self.event.starts_on, self.event.ends_on)
        rows = [("hari/tanggal", days), ("waktu", self.text.hours), ("tempat", self.text.place)]
        rows.append(("acara", self.event.title))
        return tuple(Fact(label, value) for label, value in rows if value)

    def _contact(self) -> str:
        return f"Narahubung: {self.text.contact}." if self.text.contact else ""

    def _link_sentence(self) -> str:
        until = f" paling lambat {full_date(self.text.reply_by)}" if self.text.reply_by else ""
        return f"Nama peserta dan surat tugas diisi{until} di halaman ini:"


def invitation_stationery(event: Event) -> InvitationStationery:
    """Return what all invitations share; without a named signer the place stays empty."""
    signer = printed_signer(event, SignerTask.INVITATION)
    return InvitationStationery(event, printed_letterhead(event), signer, letter_text(event))


def addressee(office: Office) -> str:
    """Return to whom the letter goes: the head of the office."""
    return f"{'Kepala' if office.kind is OfficeKind.REGIONAL else 'Pimpinan'} {office.name}"


def short_address(link: Link) -> str:
    """Return the address of an office's page as it is printed."""
    return f"{services().base_url}/{SHORT_PREFIX}/{token_of(link)}"


def invited_from(event: Event, delegation: Delegation) -> list[str]:
    """List who is invited: the posts of the office's seats, else of the plan for its kind; then its staff."""
    seats = db.session.scalars(
        select(Seat).where(Seat.delegation_id == delegation.id).options(joinedload(Seat.position))
    ).all()
    return _lines(seats) if seats else _lines_of_plan(event, delegation.office.kind)


def _lines(seats: Sequence[Seat]) -> list[str]:
    posts = {seat.position.id: seat.position for seat in seats if seat.position}
    places = Counter(seat.position_id for seat in seats)
    ordered = sorted(posts.values(), key=lambda post: (post.rank_order, post.id))
    return _worded([(post.name, places[post.id]) for post in ordered], staff=places[None])


def _lines_of_plan(event: Event, kind: OfficeKind) -> list[str]:
    rules = [rule for rule in seat_rules_of(event) if rule.office_kind is kind and rule.places]
    posts = [(rule.position.name, rule.places) for rule in rules if rule.position]
    return _worded(posts, staff=sum(rule.places for rule in rules if rule.position is None))


def _worded(posts: Sequence[tuple[str, int]], *, staff: int) -> list[str]:
    lines = [name if places == 1 else f"{name}, {_people(places)}" for name, places in posts]
    return [*lines, f"{_people(staff)} staf"] if staff else lines


def _people(number: int) -> str:
    return f"{number} ({WORDS[number]}) orang" if number < len(WORDS) else f"{number} orang"


def _host() -> str:
    return services().base_url.partition("://")[2]
