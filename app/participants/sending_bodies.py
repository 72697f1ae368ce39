"""The bodies a sheet names: offices that are listed, and outside ones that are not yet."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from app.db import db, insert_once
from app.lib.folding import squeezed
from app.offices.models import Office, OfficeKind
from app.offices.queries import OfficeDirectory
from app.offices.writing import office_key

NO_OFFICE = "Tanpa satuan kerja"  # the heading under which lists show people whom no body sends
AFTER_ALL_OTHERS = 100_000


@dataclass(frozen=True)
class SendingBody:
    """Who sends somebody: a listed office, or an outside body that would be added (`office_id` None)."""

    office_id: int | None
    code: str
    name: str


class SendingBodies:
    """Finds each body that a sheet names once, however often it is named."""

    def __init__(self, directory: OfficeDirectory) -> None:
        self._directory = directory
        self._found: dict[str, SendingBody] = {}

    def of(self, unit: str) -> SendingBody:
        """Return the body that a cell means; the same unlisted name gives the same body, however spelled."""
        if unit not in self._found:
            self._found[unit] = self._find(unit)
        return self._found[unit]

    def _find(self, unit: str) -> SendingBody:
        name = squeezed(unit) or NO_OFFICE
        office = self._directory.find(name)
        if office is not None:
            return SendingBody(office.id, office.code, office.short_name)
        return outside_body(name)


def outside_code(name: str) -> str:
    """The code of an outside body, told by its name alone, so that two imports arrive at the same one."""
    key = office_key(name)
    return f"{key.replace(' ', '-')[:24].strip('-')}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def add_outside_body(body: SendingBody) -> int:
    """Add an outside body to the list of offices, unless somebody was first; return its id."""
    new_id = insert_once(
        Office,
        code=body.code,
        name=body.name,
        short_name=body.name,
        kind=OfficeKind.OUTSIDE,
        protocol_order=AFTER_ALL_OTHERS,
        zone="Asia/Jakarta",
    )
    return new_id or db.session.scalars(select(Office.id).where(Office.code == body.code)).one()


def outside_body(name: str) -> SendingBody:
    """The body of this name that is in no list yet."""
    return SendingBody(None, outside_code(name), name)
