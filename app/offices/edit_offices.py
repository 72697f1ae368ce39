"""Add and change offices, and the ways people write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.audit.record import Doer, record
from app.lib.refusals import N_, Conflict, Refused
from app.offices.aliases import write_office_names
from app.offices.details import add_row, change_row
from app.offices.models import Office, OfficeKind


@dataclass(frozen=True, kw_only=True)
class OfficeDetails:
    """What an office is: `zone` is an IANA name; the lower `protocol_order`, the earlier it is named.

    It exists from `valid_from` to `valid_until`, both days included.
    """

    code: str
    name: str
    short_name: str
    kind: OfficeKind
    city: str | None = None
    zone: str = "Asia/Jakarta"
    protocol_order: int = 0
    valid_from: date | None = None
    valid_until: date | None = None
    email: str | None = None
    phone: str | None = None


class DatesReversed(Refused):
    """The office would end before it begins."""

    def __init__(self) -> None:
        super().__init__(
            N_("The office would end before it begins. Change one of the two days, or leave it empty.")
        )


class OfficeTaken(Conflict):
    """Another office has this code."""


def add_office(details: OfficeDetails, *, aliases: Iterable[str] = (), by: Doer) -> Office:
    """Add an office under all its names.

    Raises OfficeTaken, AliasTaken and DatesReversed.
    """
    _check_dates(details)
    office = add_row(Office, details, taken=_taken(details.code))
    write_office_names(office, aliases)
    record("offices.add", by=by, on=f"office:{office.id}", name=office.name)
    return office


def change_office(office: Office, details: OfficeDetails, *, aliases: Iterable[str], by: Doer) -> bool:
    """Change an office and its aliases; say whether anything is different now.

    Raises OfficeTaken, AliasTaken and DatesReversed.
    """
    _check_dates(details)
    known = {row.folded for row in office.aliases}
    is_new = change_row(office, details, taken=_taken(details.code))
    write_office_names(office, aliases)
    if not is_new and known == {row.folded for row in office.aliases}:
        return False
    record("offices.edit", by=by, on=f"office:{office.id}", name=office.name)
    return True


def _check_dates(details: OfficeDetails) -> None:
    if details.valid_from and details.valid_until and details.valid_from > details.valid_until:
        raise DatesReversed


def _taken(code: str) -> OfficeTaken:
    return OfficeTaken(N_("Another office already has the code %(code)s. Choose a different one."), code=code)
