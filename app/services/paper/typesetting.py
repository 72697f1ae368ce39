"""What the templates are given: measured names, drawn QR codes, counted rows.

Each `set_…` function turns one sheet into the values of its template.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.services.paper.fitting import (
    Fitted,
    balanced,
    fit_certificate_name,
    fit_first_line,
    fit_full_name,
    fit_office,
    fit_post,
)
from app.services.paper.framing import Head, Seal, grouped_code, set_head, set_seal
from app.services.paper.lettering import (
    BADGE_BOLD,
    BADGE_NAME,
    CERTIFICATE_NAME,
    PAPER_TEXT,
    size_for,
)
from app.services.paper.parts import BadgeLayout, EntryKind, Presence
from app.services.paper.people_list import PeopleList
from app.services.paper.pictures import Pictures, QrPicture
from app.services.paper.sheets import (
    AttendanceGroup,
    AttendanceList,
    Badge,
    BadgeSheet,
    CertificatePaper,
    MinutesEntry,
    MinutesPaper,
    MinutesSession,
)

RECAP_ROWS = 26  # rows of the left half; more than twice as many split evenly
CARDS_ON_A4 = 4
NUMBER_WIDTH = 9.0  # mm of the column of running numbers
LIST_WIDTH = {True: 262.0, False: 178.0}  # mm between the margins, across and upright
SIGNER_BOX = 71.0  # mm from the signer's name to the certificate's frame
TIGHT_FROM = 7  # lines of text on a certificate beyond which the spaces shrink


@dataclass(frozen=True, slots=True)
class Card:
    """A badge with everything measured."""

    badge: Badge
    word_size: float
    first: Fitted
    full: Fitted
    office: Fitted
    post: Fitted
    front_qr: QrPicture
    back_qr: QrPicture
    code: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A row of the recapitulation."""

    office: str
    listed: int
    here: int
    excused: int
    absent: int


@dataclass(frozen=True, slots=True)
class Diploma:
    """A certificate with its name fitted and its title broken."""

    paper: CertificatePaper
    name: Fitted
    event_lines: list[str]
    head: Head
    seal: Seal
    signer_size: float
    tight: bool


def set_badges(sheet: BadgeSheet, pictures: Pictures) -> dict[str, object]:
    """Values for badges.html."""
    cards = [_card(badge, pictures) for badge in sheet.badges]
    fours = [cards[at : at + CARDS_ON_A4] for at in range(0, len(cards), CARDS_ON_A4)]
    line = size_for([sheet.event_line], BADGE_NAME, box=79, largest=10)
    single = sheet.layout is BadgeLayout.CARD
    return {"sheet": sheet, "cards": cards, "fours": fours, "single": single, "line_size": line}


def set_attendance(attendance: AttendanceList, pictures: Pictures) -> dict[str, object]:
    """Values for attendance.html."""
    tallies = [_tally(group) for group in attendance.groups]
    lines = [line for group in attendance.groups for line in group.lines]
    cut = max(RECAP_ROWS, (len(tallies) + 1) // 2)
    return {
        "attendance": attendance,
        "head": set_head(attendance.letterhead, pictures),
        "title_lines": balanced(attendance.event_title, size=10, face=PAPER_TEXT),
        "counted": any(line.presence is not Presence.OPEN for line in lines),
        "halves": [half for half in (tallies[:cut], tallies[cut:]) if half],
        "total": _total(tallies),
        "late": sum(line.presence is Presence.LATE for line in lines),
        "seal": attendance.verification and set_seal(attendance.verification, pictures, size=24),
    }


def set_people(people: PeopleList, pictures: Pictures) -> dict[str, object]:
    """Values for people.html: the columns share the width of the page."""
    room = LIST_WIDTH[people.wide] - NUMBER_WIDTH
    asked = sum(column.width for column in people.columns)
    return {
        "people": people,
        "head": set_head(people.letterhead, pictures),
        "title_lines": balanced(people.event_title, size=10, face=PAPER_TEXT),
        "widths": [NUMBER_WIDTH, *(round(column.width * room / asked, 2) for column in people.columns)],
    }


def set_minutes(minutes: MinutesPaper, pictures: Pictures) -> dict[str, object]:
    """Values for minutes.html. Sections without content are left out, and the letters close up."""
    entries = [entry for session in minutes.sessions for entry in session.entries]
    cut = (len(minutes.attendance) + 1) // 2
    agreed = [e for e in entries if e.kind in {EntryKind.DECISION, EntryKind.DIRECTIVE}]
    obstacles = [e for e in entries if e.kind is EntryKind.OBSTACLE]
    filled = [bool(minutes.attendance or minutes.attendance_note), bool(minutes.sessions), bool(agreed)]
    filled += [bool(obstacles), bool(minutes.follow_ups), True]
    names = ("attendance", "sessions", "agreed", "obstacles", "follow_ups", "closing")
    used = [name for name, has in zip(names, filled, strict=True) if has]
    return {
        "minutes": minutes,
        "head": set_head(minutes.letterhead, pictures),
        "letters": dict.fromkeys(names, "") | dict(zip(used, "ABCDEF", strict=False)),
        "halves": [half for half in (minutes.attendance[:cut], minutes.attendance[cut:]) if half],
        "present": sum(count.present for count in minutes.attendance),
        "invited": sum(count.invited for count in minutes.attendance),
        "sessions": [(session, _told_here(session), _elsewhere(session)) for session in minutes.sessions],
        "agreed": agreed,
        "obstacles": obstacles,
        "seal": _final_seal(minutes, pictures),
    }


def set_certificates(papers: Sequence[CertificatePaper], pictures: Pictures) -> dict[str, object]:
    """Values for certificates.html."""
    return {"diplomas": [_diploma(paper, pictures) for paper in papers]}


def _card(badge: Badge, pictures: Pictures) -> Card:
    return Card(
        badge=badge,
        word_size=round(size_for([badge.role.upper()], BADGE_BOLD, box=58, largest=30), 2),
        first=fit_first_line(badge.name),
        full=fit_full_name(badge.name),
        office=fit_office(badge.office),
        post=fit_post(badge.post),
        front_qr=pictures.qr(badge.pass_address, "Q", 33),
        back_qr=pictures.qr(badge.pass_address, "Q", 38),
        code=grouped_code(badge.code),
    )


def _diploma(paper: CertificatePaper, pictures: Pictures) -> Diploma:
    name = fit_certificate_name(paper.name)
    event_lines = balanced(f"pada {paper.event_title}")
    seal = set_seal(paper.verification, pictures, size=26)
    head = set_head(paper.letterhead, pictures)
    lines = len(name.lines) + len(event_lines) + bool(paper.topic) + len(paper.letterhead.lines)
    signer = size_for([paper.signer.name], CERTIFICATE_NAME, box=SIGNER_BOX, largest=12.5)
    return Diploma(paper, name, event_lines, head, seal, round(signer - 0.005, 2), tight=lines >= TIGHT_FROM)


def _final_seal(minutes: MinutesPaper, pictures: Pictures) -> Seal | None:
    """Only a final paper can be verified."""
    if minutes.draft or not minutes.verification:
        return None
    return set_seal(minutes.verification, pictures, size=24)


def _tally(group: AttendanceGroup) -> Tally:
    states = [line.presence for line in group.lines]
    return Tally(
        office=group.short or group.office,
        listed=len(states),
        here=sum(state.here for state in states),
        excused=sum(state.away for state in states),
        absent=states.count(Presence.ABSENT),
    )


def _total(tallies: list[Tally]) -> Tally:
    return Tally(
        office="Jumlah seluruhnya",
        listed=sum(t.listed for t in tallies),
        here=sum(t.here for t in tallies),
        excused=sum(t.excused for t in tallies),
        absent=sum(t.absent for t in tallies),
    )


def _told_here(session: MinutesSession) -> list[MinutesEntry]:
    """The entries printed with their session; the others have a section of their own."""
    return [e for e in session.entries if e.kind in {EntryKind.INFORMATION, EntryKind.PROPOSAL}]


def _elsewhere(session: MinutesSession) -> str:
    """Where the rest of the session is: "Keputusan K-01, K-02; hambatan H-01"."""
    return "; ".join(f"{word} {', '.join(codes)}" for word, codes in _references(session) if codes)


def _references(session: MinutesSession) -> Iterator[tuple[str, list[str]]]:
    words = {EntryKind.DECISION: "keputusan", EntryKind.DIRECTIVE: "arahan", EntryKind.OBSTACLE: "hambatan"}
    for kind, word in words.items():
        yield word, [entry.code for entry in session.entries if entry.kind is kind]
    yield "tindak lanjut", list(session.follow_ups)
