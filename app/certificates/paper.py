"""What a certificate says: the sheet that the press prints, and the facts that the public page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.audit.record import Doer
from app.documents.facts import PaperFacts
from app.documents.issue import issue_document, verification_address, verification_code
from app.documents.models import Document, DocumentKind
from app.events.clock import event_today
from app.events.models import Event, SignerTask
from app.events.on_paper import place_and_range, printed_letterhead, printed_signer
from app.lib.indonesian_dates import long_date
from app.lib.numbering import render_number
from app.lib.refusals import N_, Refused
from app.participants.models import Participant, ParticipantRole
from app.services import services
from app.services.paper import unprintable
from app.services.paper.parts import CertificateDesign, Letterhead, PrintedName, Signer, Verification
from app.services.paper.sheets import CertificatePaper

# Papers are Indonesian, whatever the language of the screen.
ROLES = {
    ParticipantRole.PARTICIPANT: "Peserta",
    ParticipantRole.LEADERSHIP: "Pimpinan",
    ParticipantRole.SPEAKER: "Narasumber",
    ParticipantRole.MODERATOR: "Moderator",
    ParticipantRole.MINUTE_TAKER: "Notulis",
    ParticipantRole.COMMITTEE: "Panitia",
    ParticipantRole.MEDIA: "Media",
    ParticipantRole.GUEST: "Undangan",
}
SPECIMEN_CODE = "CONTOH"
NOBODY = PrintedName(full="Nama Peserta, S.H., M.H.", name="Nama Peserta", back_titles="S.H., M.H.")


class SignerMissing(Refused):
    """Nobody is named to sign certificates."""


@dataclass(frozen=True)
class Stationery:
    """What all certificates of an event share."""

    event: Event
    letterhead: Letterhead
    signer: Signer

    def paper(self, participant: Participant, document: Document) -> CertificatePaper:
        """Return the certificate of somebody, under the number and code of its document."""
        return self._sheet(
            number=document.number,
            dated=document.dated,
            name=printed_name(participant),
            post=participant.position_name,
            office=participant.office.name,
            role=ROLES[participant.role],
            verification=Verification(verification_address(document), verification_code(document)),
        )

    def specimen(self, people: Sequence[Participant]) -> CertificatePaper:
        """Return a certificate that is none, with the longest printable name among these people."""
        longest = longest_name(people)
        dated = event_today(self.event)
        return self._sheet(
            number=render_number(
                self.event.rules.certificate_number,
                number=0,
                year=dated.year,
                month=dated.month,
                day=dated.day,
            ),
            dated=dated,
            name=printed_name(longest) if longest else NOBODY,
            post=longest.position_name if longest else "",
            office=longest.office.name if longest else self.letterhead.lines[-1],
            role=ROLES[longest.role if longest else ParticipantRole.PARTICIPANT],
            verification=Verification(f"{services().base_url}/V/{SPECIMEN_CODE}".upper(), SPECIMEN_CODE),
        )

    def _facts(self, participant: Participant) -> dict[str, Any]:
        """Return what anyone may know about somebody's certificate."""
        return PaperFacts(
            event=self.event.title,
            place=self.event.city,
            starts_on=self.event.starts_on,
            ends_on=self.event.ends_on,
            issuer=self.letterhead.lines[-1],
            signer=f"{self.signer.prefix} {self.signer.post}".strip(),
            role=ROLES[participant.role],
            rehearsal=self.event.rehearsal is not None,
        ).plain()

    def issue(self, participant: Participant, *, key: str, by: Doer) -> Document:
        """Give a certificate its number and its code, dated today; the same `key` gives the same one."""
        return issue_document(
            self.event.id,
            kind=DocumentKind.CERTIFICATE,
            key=key,
            number_pattern=self.event.rules.certificate_number,
            title=self.event.title,
            dated=event_today(self.event),
            facts=self._facts(participant),
            by=by,
            holder_name=participant.display_name,
            holder_office=participant.office.name,
        )

    def _sheet(self, *, dated: date, **particulars: Any) -> CertificatePaper:
        event = self.event
        return CertificatePaper(
            design=CertificateDesign(event.rules.certificate_design),
            letterhead=Letterhead(self.letterhead.lines, mark=self.letterhead.mark),
            event_title=event.title,
            place_and_range=f"di {place_and_range(event)}",
            place_and_date=f"{event.city}, {long_date(dated)}",
            signer=self.signer,
            event_short=event.short_title,
            **particulars,
        )


def stationery_of(event: Event) -> Stationery:
    """Return what all certificates share. Raises SignerMissing."""
    signer = printed_signer(event, SignerTask.CERTIFICATE)
    if not signer.name:
        raise SignerMissing(
            N_(
                "Nobody is named to sign certificates yet. "
                "Name the signer in the settings of the event, then try again."
            )
        )
    return Stationery(event, printed_letterhead(event), signer)


def printed_name(participant: Participant) -> PrintedName:
    """Return a name as it is printed, with all titles, letter by letter as registered."""
    return PrintedName(participant.display_name, participant.name, participant.back_titles)


def unprintable_letters(participant: Participant) -> str:
    """Return the letters on somebody's certificate that no font of the papers has."""
    return unprintable(participant.display_name + participant.position_name + participant.office.name)


def longest_name(people: Sequence[Participant]) -> Participant | None:
    """Return who has the longest name that can be printed."""
    printable = [person for person in people if not unprintable_letters(person)]
    return max(printable, key=lambda person: len(person.display_name), default=None)
