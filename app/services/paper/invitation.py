"""The invitation letter (surat undangan): what it says, and the values of its template."""

from dataclasses import dataclass

from app.services.paper.framing import set_head
from app.services.paper.parts import Fact, Letterhead, Signer
from app.services.paper.pictures import Pictures

LINK_QR_MM = 34.0


@dataclass(frozen=True, slots=True)
class InvitationPaper:
    """One invitation of one office.

    `dated` is "2 September 2024" and stands on the line of the number. `facts` are day, time, place and
    occasion; `invited` lists posts and the number of staff. `link` is the office's own page; `verify_at`
    says where the letter can be checked. Empty parts are left out.
    """

    letterhead: Letterhead
    number: str
    dated: str
    nature: str
    attachments: str
    subject: str
    addressee: str
    opening: str
    facts: tuple[Fact, ...]
    invited: tuple[str, ...]
    paragraphs: tuple[str, ...]
    link: str
    link_sentence: str
    closing: str
    signer: Signer
    copies: tuple[str, ...] = ()
    verify_at: str = ""
    city: str = ""


def set_invitation(letter: InvitationPaper, pictures: Pictures) -> dict[str, object]:
    """Values for invitation.html."""
    return {
        "letter": letter,
        "head": set_head(letter.letterhead, pictures),
        "qr": pictures.qr(letter.link, "M", LINK_QR_MM),
    }
