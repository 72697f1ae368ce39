"""What the papers say: one frozen dataclass per paper, to be filled by the rooms."""

from dataclasses import dataclass

from app.services.paper.parts import (
    BadgeLayout,
    Band,
    CertificateDesign,
    Draft,
    EntryKind,
    Fact,
    Letterhead,
    Presence,
    PrintedName,
    Signer,
    SupplementLine,
    Verification,
)


@dataclass(frozen=True, slots=True)
class BadgeDay:
    """A day of the event on the badge: "Jum", "6/9", what happens, "08.30–16.30"."""

    weekday: str
    date: str
    what: str
    hours: str


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge. `role` is the word on the band; `pass_address` is what its QR says; `code` is for typing."""

    name: PrintedName
    role: str
    band: Band
    office: str
    post: str
    pass_address: str
    code: str


@dataclass(frozen=True, slots=True)
class BadgeSheet:
    """Badges of one event, printed in the order given.

    `event_line` stands on the band ("RAKORNIS KI 2024 · Bali, 4–8 September"); `zone` is "WITA"; `help_lines`
    say where to go when a badge is lost (the last one is printed bold).
    """

    title: str
    event_line: str
    badges: tuple[Badge, ...]
    layout: BadgeLayout = BadgeLayout.FOUR_UP
    place: str = ""
    zone: str = ""
    days: tuple[BadgeDay, ...] = ()
    help_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One person of an attendance list.

    `scanned_at` is the time of the scan ("08.14"). `remark` explains ("meja bantuan", "izin, sakit"); when it
    is empty, the presence says it in one word.
    """

    name: str
    post: str
    nip: str = ""
    grade: str = ""
    presence: Presence = Presence.OPEN
    scanned_at: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceGroup:
    """The people of one office; `short` is its name in the recapitulation."""

    office: str
    lines: tuple[AttendanceLine, ...]
    short: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceList:
    """The attendance list (daftar hadir) of a day or a session.

    `heading` runs at the head of the following pages ("Hari ketiga, Jumat, 6 September 2024"); `reference`
    and `as_of` stand at the foot ("Kode DH-2024-03", "keadaan data 06-09-2024 pukul 17.00 WITA"); `closing`
    is the sentence below the recapitulation. `place_and_date` is where and when it is signed. `notes` tell of
    the closing of the day and its seal, `supplements` what was added since.
    """

    letterhead: Letterhead
    event_title: str
    heading: str
    facts: tuple[Fact, ...]
    groups: tuple[AttendanceGroup, ...]
    place_and_date: str
    signer: Signer
    reference: str = ""
    as_of: str = ""
    closing: str = ""
    verification: Verification | None = None
    notes: tuple[str, ...] = ()
    supplements: tuple[SupplementLine, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeCount:
    """How many of an office's people were there."""

    office: str
    present: int
    invited: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words kept verbatim, who said them, and when ("10.27 WITA")."""

    text: str
    by: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class MinutesEntry:
    """One entry (butir). `by` is who decided or spoke; an obstacle names its `office` and the `answer`."""

    code: str
    kind: EntryKind
    text: str
    by: str = ""
    office: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class MinutesSession:
    """A session as minuted; `meta` is its small line ("08.34–09.41 WITA · Sekretaris …")."""

    title: str
    meta: str = ""
    paragraphs: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    entries: tuple[MinutesEntry, ...] = ()
    follow_ups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One row of the follow-up matrix; `source` is the code of the entry it comes from."""

    code: str
    task: str
    units: str
    owner: str
    due: str
    evidence: str
    source: str


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """The minutes (notula) of one or more sessions.

    With `draft` the pages carry the word DRAF and no verification; a final paper has its `number`.
    """

    letterhead: Letterhead
    title: str
    facts: tuple[Fact, ...]
    sessions: tuple[MinutesSession, ...]
    minute_taker: Signer
    chair: Signer
    place_and_date: str
    number: str = ""
    attendance_note: str = ""
    attendance: tuple[OfficeCount, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    follow_up_note: str = ""
    closing: tuple[str, ...] = ()
    draft: Draft | None = None
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A subject on the certificate's back; `hours` are lesson hours (JP)."""

    title: str
    by: str
    day: str
    hours: int


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    """One certificate, in the design chosen for the event.

    `event_title` is the whole title; `place_and_range` follows it ("di Bali, 4 s.d. 8 September 2024");
    `lessons` give it a back page. The NIP is not on it, by rule.
    """

    design: CertificateDesign
    letterhead: Letterhead
    number: str
    name: PrintedName
    post: str
    office: str
    role: str
    event_title: str
    place_and_range: str
    place_and_date: str
    signer: Signer
    verification: Verification
    heading: str = "SERTIFIKAT"
    topic: str = ""
    event_short: str = ""
    lessons: tuple[Lesson, ...] = ()
    note: str = ""
