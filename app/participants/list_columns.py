"""The columns of the list of participants: which there are, and what stands in them as plain text."""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.i18n import gettext, short_date
from app.lib.employee_numbers import grouped, masked
from app.lib.refusals import N_
from app.participants.models import Manner, Participant, ParticipantState
from app.participants.roles import ROLE_NAMES


class Column(enum.StrEnum):
    """A column by its name in addresses, in the order in which columns stand."""

    NAME = "name"
    NIP = "nip"
    RANK = "rank"
    POSITION = "position"
    OFFICE = "office"
    ROLE = "role"
    SEAT = "seat"
    STATE = "state"
    CONFIRMED = "confirmed"
    PRINTED = "printed"
    EMAIL = "email"
    PHONE = "phone"


COLUMN_NAMES = {
    Column.NAME: N_("Name and titles"),
    Column.NIP: N_("NIP"),
    Column.RANK: N_("Rank"),
    Column.POSITION: N_("Position"),
    Column.OFFICE: N_("Office"),
    Column.ROLE: N_("Role"),
    Column.SEAT: N_("Delegation seat"),
    Column.STATE: N_("State"),
    Column.CONFIRMED: N_("Name confirmed"),
    Column.PRINTED: N_("Badge printed"),
    Column.EMAIL: N_("Email"),
    Column.PHONE: N_("Telephone"),
}
STATE_NAMES = {
    ParticipantState.REGISTERED: N_("On the list"),
    ParticipantState.WITHOUT_PASS: N_("Without a pass"),
    ParticipantState.WITHDRAWN: N_("Withdrawn"),
    ParticipantState.SUBSTITUTED: N_("Substituted"),
    ParticipantState.MERGED: N_("Merged"),
}
MANNER_NAMES = {
    Manner.HOLDER: N_("Holder of the post"),
    Manner.ACTING: N_("Acting"),
    Manner.REPRESENTING: N_("Representing"),
}
USUAL = (Column.NAME, Column.POSITION, Column.OFFICE, Column.ROLE, Column.STATE)
# What a sheet needs to be read back without a loss.
WHOLE = (
    *(Column.NAME, Column.NIP, Column.RANK, Column.POSITION, Column.OFFICE, Column.ROLE),
    *(Column.EMAIL, Column.PHONE),
)
CONTACTS = (Column.EMAIL, Column.PHONE)


@dataclass(frozen=True)
class ShownColumns:
    """What is seen of a list: its columns, whether `numbers` are seen whole, and the zone of its dates."""

    columns: tuple[Column, ...]
    numbers: bool
    zone: str


def offered(*, numbers: bool) -> tuple[Column, ...]:
    """The columns an account may choose; without `numbers` no addresses and telephone numbers."""
    return tuple(column for column in Column if numbers or column not in CONTACTS)


def chosen_columns(words: Iterable[str], *, numbers: bool) -> tuple[Column, ...]:
    """The columns of an address, in their order and with the name; the usual ones when it says none."""
    named = set(words)
    found = tuple(column for column in offered(numbers=numbers) if column.value in named)
    return tuple(dict.fromkeys((Column.NAME, *found))) if found else USUAL


def headings(columns: Sequence[Column]) -> list[str]:
    """What stands above the columns of a sheet: the name has three, as it is kept."""
    return [
        gettext(word)
        for column in columns
        for word in (
            (N_("Front titles"), N_("Name"), N_("Back titles"))
            if column is Column.NAME
            else (COLUMN_NAMES[column],)
        )
    ]


def cells(person: Participant, shown: ShownColumns) -> list[str]:
    """The cells of one person in a sheet, as text."""
    found: list[str] = []
    for column in shown.columns:
        if column is Column.NAME:
            found += [person.front_titles, person.name, person.back_titles]
        else:
            found.append(text_of(person, column, shown))
    return found


def text_of(person: Participant, column: Column, shown: ShownColumns) -> str:
    """What one column says of somebody. Without `numbers` the NIP is masked."""
    return _TEXTS[column](person, shown)


def _nip(person: Participant, shown: ShownColumns) -> str:
    return grouped(person.nip or "") if shown.numbers else masked(person.nip or "")


def _day(at: datetime | None, zone: str) -> str:
    return short_date(at, zone) if at else gettext("Not yet")


def seat_of(person: Participant) -> str:
    """For which post somebody sits, and how when not as its holder; nothing without a seat."""
    if person.seat is None:
        return ""
    post = person.seat.position.name if person.seat.position else gettext("Staff")
    if person.manner is Manner.HOLDER:
        return post
    return f"{post} ({gettext(MANNER_NAMES[person.manner])})"


_TEXTS: dict[Column, Callable[[Participant, ShownColumns], str]] = {
    Column.NAME: lambda person, _: person.display_name,
    Column.NIP: _nip,
    Column.RANK: lambda person, _: person.rank,
    Column.POSITION: lambda person, _: person.position_name,
    Column.OFFICE: lambda person, _: person.office.short_name,
    Column.ROLE: lambda person, _: str(gettext(ROLE_NAMES[person.role])),
    Column.SEAT: lambda person, _: seat_of(person),
    Column.STATE: lambda person, _: str(gettext(STATE_NAMES[person.state])),
    Column.CONFIRMED: lambda person, shown: _day(person.name_confirmed_at, shown.zone),
    Column.PRINTED: lambda person, shown: _day(person.badge_printed_at, shown.zone),
    Column.EMAIL: lambda person, _: person.email or "",
    Column.PHONE: lambda person, _: person.phone or "",
}
