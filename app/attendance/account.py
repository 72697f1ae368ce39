"""The days of an office's people, as they count for payment: shown to the office, and on its paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.attendance.by_whom import names_of
from app.attendance.day import DayLine, DayPerson
from app.attendance.days import DayAttendance
from app.attendance.models import Supplement
from app.attendance.paper_words import STATUS, grouped_seal, hour, moment, nip_for, supplement_line
from app.checkin.rules import DayRule
from app.events.clock import day_of
from app.events.models import Event, SignerTask
from app.events.on_paper import place_and_range, printed_letterhead, printed_signer
from app.lib import indonesian_dates
from app.offices.models import Office
from app.services.paper.accountability import Account, AccountCell, AccountLine
from app.services.paper.parts import Fact, Signer

UNKNOWN = AccountCell("–")
RULES = {
    DayRule.ANY: "Satu hari dihitung bila hadir pada sedikitnya satu sesi hari itu.",
    DayRule.ALL: "Satu hari dihitung bila hadir pada semua sesi hari itu yang dihitung.",
}


@dataclass(frozen=True, slots=True)
class PersonDays:
    """One person with the lines of the days, by the id of the day; a day without one is another office's."""

    person: DayPerson
    lines: Mapping[int, DayLine]

    @property
    def counted(self) -> int:
        """How many days count for payment: those with an arrival that is proven."""
        return sum(line.is_here for line in self.lines.values())


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """The people of one office, day by day."""

    office_id: int
    name: str
    days: Sequence[DayAttendance]
    people: Sequence[PersonDays]

    @property
    def counted(self) -> int:
        """How many person-days count for payment."""
        return sum(one.counted for one in self.people)

    @property
    def is_final(self) -> bool:
        """Whether every day is closed."""
        return all(one.close for one in self.days)

    @property
    def supplements(self) -> list[Supplement]:
        """What was added after closings about these people."""
        rows = {row for one in self.people for row in one.person.rows}
        return [one for day in self.days for one in day.supplements if one.participant_id in rows]

    def here_on(self, day: DayAttendance) -> int:
        """Return how many of the office came on a day."""
        return sum(one.lines[day.day.id].is_here for one in self.people if day.day.id in one.lines)


def person_days(days: Sequence[DayAttendance]) -> dict[int, list[PersonDays]]:
    """Sort the lines of these days by office and person; who changed offices stands in both."""
    found: dict[int, dict[int, tuple[DayPerson, dict[int, DayLine]]]] = {}
    for day in days:
        for line in day.lines:
            of_office = found.setdefault(line.person.office_id, {})
            _, lines = of_office.setdefault(line.person.id, (line.person, {}))
            lines[day.day.id] = line
    return {
        office: [PersonDays(person, lines) for person, lines in people.values()]
        for office, people in found.items()
    }


def office_days(
    office: Office, days: Sequence[DayAttendance], by_office: Mapping[int, Sequence[PersonDays]]
) -> OfficeDays:
    """Return the days of one office."""
    return OfficeDays(office.id, office.name, days, by_office.get(office.id, ()))


def account_paper(event: Event, of: OfficeDays, *, at: datetime) -> Account:
    """Fill the paper that the office puts into its payment file. It needs the NIP whole."""
    closed = [one.close.closed_at for one in of.days if one.close]
    signed_on = day_of(event, max(closed) if of.is_final and closed else at)
    return Account(
        letterhead=printed_letterhead(event),
        office=of.name,
        event_title=event.title,
        facts=_facts(event, of),
        columns=tuple(_column(one.day.date) for one in of.days),
        lines=tuple(_line(event, one, of.days) for one in of.people),
        here=tuple(of.here_on(one) for one in of.days),
        notes=tuple(_notes(event, of)),
        supplements=tuple(supplement_line(event, one) for one in of.supplements),
        place_and_date=f"{event.city}, {indonesian_dates.long_date(signed_on)}",
        of_office=Signer(post="Mengetahui, pimpinan unit kerja", name="(" + "." * 44 + ")"),
        of_committee=printed_signer(event, SignerTask.ATTENDANCE_LIST),
        as_of=f"{'' if of.is_final else 'sementara, '}keadaan data {moment(at, event)}",
    )


def _facts(event: Event, of: OfficeDays) -> tuple[Fact, ...]:
    return (
        Fact("Unit kerja", of.name),
        Fact("Tempat, tanggal", place_and_range(event)),
        Fact("Jumlah", f"{len(of.people)} orang, {of.counted} hari orang dihitung"),
    )


def _column(day: date) -> str:
    return f"{indonesian_dates.day_name(day)[:3]} {day.day}/{day.month}"


def _line(event: Event, one: PersonDays, days: Sequence[DayAttendance]) -> AccountLine:
    person = one.person
    return AccountLine(
        name=person.name,
        post=person.post,
        nip=nip_for(person.nip, numbers=True),
        grade=person.rank,
        cells=tuple(_cell(event, one.lines.get(day.day.id)) for day in days),
        days=one.counted,
    )


def _cell(event: Event, line: DayLine | None) -> AccountCell:
    if line is None or line.status is None:
        return UNKNOWN
    came = hour(line.first_at, event) or ("dicatat" if line.is_here else "")
    left = f"–{hour(line.left_at, event)}" if line.left_at else ""
    return AccountCell(STATUS[line.status], f"{came}{left}")


def _notes(event: Event, of: OfficeDays) -> list[str]:
    rules = dict.fromkeys(RULES.get(one.rule, RULES[DayRule.ALL]) for one in of.days)
    notes = [" ".join(rules) + " Tanda – berarti belum ada catatan."]
    notes += [
        f"{indonesian_dates.full_date(one.day.date)}: ditutup {moment(one.close.closed_at, event)}. "
        f"Segel SHA-256: {grouped_seal(one.close.sha256)}"
        for one in of.days
        if one.close is not None
    ]
    still_open = [indonesian_dates.full_date(one.day.date) for one in of.days if one.close is None]
    if still_open:
        notes.append(f"{'; '.join(still_open)}: belum ditutup, angkanya masih dapat berubah.")
    return [*notes, *_written_by_hand(of)]


def _written_by_hand(of: OfficeDays) -> list[str]:
    """Tell what was written by hand on which days, by whom and why: an auditor asks for that first of all."""
    lines = [(one.person, day.day, one.lines.get(day.day.id)) for one in of.people for day in of.days]
    written = [(person, day, line) for person, day, line in lines if line and line.set_by and line.status]
    writers = names_of({line.set_by for _, _, line in written})
    told: dict[tuple[str, str], list[str]] = {}
    for person, day, line in written:
        who = f" oleh {writers[line.set_by]}" if line.set_by in writers else ""
        why = f" ({line.note})" if line.note else ""
        unseen = "" if line.first_at else " tanpa pindaian"
        what = f"{STATUS[line.status] if line.status else ''}, dicatat{unseen}{who}{why}"
        told.setdefault((person.name, what), []).append(_column(day.date))
    return [f"{name}: {what}: {', '.join(days)}" for (name, what), days in told.items()]
