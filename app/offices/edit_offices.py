"""Add and change offices, and the ways people write them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.lib.refusals import N_, Conflict
from app.offices.aliases import write_office_names
from app.offices.models import Office, OfficeKind


@dataclass(frozen=True, kw_only=True)
class OfficeDetails:
    """What an office is: `zone` is an IANA name; the lower `protocol_order`, the earlier it is named."""

    code: str
    name: str
    short_name: str
    kind: OfficeKind
    city: str | None = None
    zone: str = "Asia/Jakarta"
    protocol_order: int = 0


class OfficeTaken(Conflict):
    """Another office has this code."""


def add_office(details: OfficeDetails, *, aliases: Iterable[str] = (), by: Doer) -> Office:
    """Add an office under all its names.

    Raises OfficeTaken and AliasTaken.
    """
    office_id = insert_once(Office, **vars(details))
    if office_id is None:
        raise _taken(details.code)
    office = db.session.get_one(Office, office_id)
    write_office_names(office, aliases)
    record("offices.add", by=by, on=f"office:{office.id}", name=office.name)
    return office


def change_office(office: Office, details: OfficeDetails, *, aliases: Iterable[str], by: Doer) -> bool:
    """Change an office and its aliases; say whether anything is different now.

    Raises OfficeTaken and AliasTaken.
    """
    before = (*(getattr(office, name) for name in vars(details)), {row.folded for row in office.aliases})
    for name, value in vars(details).items():
        setattr(office, name, value)
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise _taken(details.code) from clash
    write_office_names(office, aliases)
    after = (*vars(details).values(), {row.folded for row in office.aliases})
    if before == after:
        return False
    record("offices.edit", by=by, on=f"office:{office.id}", name=office.name)
    return True


def _taken(code: str) -> OfficeTaken:
    return OfficeTaken(N_("Another office already has the code %(code)s. Choose a different one."), code=code)
