"""Read a list of offices from a CSV file: all of it, or nothing."""

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from app.audit.record import Doer
from app.lib.contacts import read_email, read_phone
from app.lib.csv_lists import FIRST_LINE, ListUnreadable, read_csv_list
from app.lib.refusals import N_
from app.offices.edit_offices import OfficeDetails, add_office, change_office
from app.offices.models import OfficeKind
from app.offices.queries import offices_in_protocol_order

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
NEEDED_COLUMNS = ("slug", "short_name", "official_name")


@dataclass(frozen=True, kw_only=True)
class OfficeRow:
    """One line of the list: the office and its other names."""

    details: OfficeDetails
    aliases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OfficesImported:
    """What an import did."""

    rows: int
    created: int
    updated: int
    unchanged: int


class OfficeListUnreadable(ListUnreadable):
    """The file is not a list of offices."""


def read_offices(content: bytes) -> list[OfficeRow]:
    """Read a CSV file in protocol order.

    Columns: slug, short_name, official_name; and, when there, province_scope (another name), city,
    tz (WIB, WITA, WIT or an IANA name), kind (regional, directorate, outside), aliases (with
    semicolons between them), valid_from and valid_until (2024-12-31).

    Raises ListUnreadable, or OfficeListUnreadable with the line.
    """
    return [_row(values, number) for number, values in read_csv_list(content, columns=NEEDED_COLUMNS)]


def import_offices(rows: list[OfficeRow], *, by: Doer) -> OfficesImported:
    """Add the offices that are new and change those whose code is known; repeating it changes nothing.

    Aliases and days that were added by hand stay when the list does not name them.
    """
    known = {office.code: office for office in offices_in_protocol_order()}
    created = updated = 0
    for row in rows:
        office = known.get(row.details.code)
        if office is None:
            add_office(row.details, aliases=row.aliases, by=by)
            created += 1
        else:
            kept = [alias.alias for alias in office.aliases]
            details = replace(
                row.details,
                valid_from=row.details.valid_from or office.valid_from,
                valid_until=row.details.valid_until or office.valid_until,
                email=row.details.email or office.email,
                phone=row.details.phone or office.phone,
            )
            updated += change_office(office, details, aliases=(*row.aliases, *kept), by=by)
    return OfficesImported(
        rows=len(rows), created=created, updated=updated, unchanged=len(rows) - created - updated
    )


def _row(values: dict[str, str], number: int) -> OfficeRow:
    if not all(values[name] for name in NEEDED_COLUMNS):
        raise OfficeListUnreadable(
            N_("Line %(line)s of the list of offices has an empty code or name. Nothing was imported."),
            line=number,
        )
    scope = values.get("province_scope", "")
    written = [text.strip() for text in values.get("aliases", "").split(";")]
    return OfficeRow(
        details=OfficeDetails(
            code=values["slug"],
            name=values["official_name"],
            short_name=values["short_name"],
            kind=_kind(values.get("kind", ""), number),
            city=values.get("city") or None,
            zone=_zone(values.get("tz", ""), number),
            protocol_order=number - FIRST_LINE + 1,
            valid_from=_day(values.get("valid_from", ""), number),
            valid_until=_day(values.get("valid_until", ""), number),
            email=read_email(values.get("email", "")).value or None,
            phone=read_phone(values.get("phone", "")).value or None,
        ),
        aliases=tuple(alias for alias in (*written, "" if "(" in scope else scope) if alias),
    )


def _kind(text: str, number: int) -> OfficeKind:
    try:
        return OfficeKind(text or OfficeKind.REGIONAL.value)
    except ValueError as unknown:
        raise OfficeListUnreadable(
            N_(
                "Line %(line)s of the list of offices has the unknown kind"
                " %(kind)s. Write regional, directorate or outside."
            ),
            line=number,
            kind=text,
        ) from unknown


def _day(text: str, number: int) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as unknown:
        raise OfficeListUnreadable(
            N_(
                "Line %(line)s of the list of offices has %(day)s where a day should stand."
                " Write it as 2024-12-31."
            ),
            line=number,
            day=text,
        ) from unknown


def _zone(text: str, number: int) -> str:
    name = ZONES.get(text or "WIB", text)
    try:
        return ZoneInfo(name).key
    except (KeyError, OSError, ValueError) as unknown:
        raise OfficeListUnreadable(
            N_(
                "Line %(line)s of the list of offices has the unknown"
                " time zone %(zone)s. Write WIB, WITA or WIT."
            ),
            line=number,
            zone=text,
        ) from unknown
