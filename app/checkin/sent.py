"""Turn JSON into dataclasses, and say at which field it went wrong, in a sentence people can act on."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from msgspec import Meta, ValidationError, convert

from app.lib.refusals import N_, Refused

T = TypeVar("T")

HEX_64 = r"^[0-9a-fA-F]{64}$"
# A clock that was never set says 1970; beyond these years arithmetic and PostgreSQL give up.
YEARS = range(1970, 2100)
# As Python reads one: with braces or not, with hyphens or not. An odd one is refused by `uuid_of`.
Key = Annotated[str, Meta(max_length=45, extra_json_schema={"format": "uuid"})]
Moment = Annotated[datetime, Meta(tz=True, extra_json_schema={"pattern": r"^(19[789]|20\d)\d-"})]

_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_MISSING = re.compile(r"missing required field `(?P<name>\w+)`")
_SENTENCES = {
    "key": N_("%(field)s must be a UUID."),
    "at": N_("%(field)s must be a moment with its zone, such as 2024-09-06T13:40:00+08:00."),
}


class BodyRefused(Refused):
    """A body that cannot be understood; `field` says where: `scans[3].at`."""

    def __init__(self, msgid: str, *, field: str, **values: object) -> None:
        super().__init__(msgid, field=field, **values)
        self.field = field


def read(body: Any, kind: type[T], sentences: Mapping[str, str], *, whole: str, **places: object) -> T:
    """Read a JSON body as this dataclass, or raise BodyRefused.

    `sentences` are those of the fields by name, `[]` for a part of a list and the empty name for the whole
    body, which is called `whole`; `places` are what they name besides their field.
    """
    if not isinstance(body, dict):
        raise BodyRefused(sentences[""], field=whole)
    try:
        return convert(body, kind)
    except ValidationError as wrong:
        raise refusal_at(_where(str(wrong)), sentences, **places) from wrong


def read_arguments(arguments: Mapping[str, str], kind: type[T]) -> T:
    """Read the arguments of an address as this dataclass; raises BodyRefused for what cannot be read."""
    try:
        found = convert(arguments, kind, strict=False)
    except ValidationError as wrong:
        raise _unreadable(_where(str(wrong))) from wrong
    for name in arguments:
        if (
            getattr(found, name, "") is None
        ):  # "null" is how msgspec reads nothing; an address has no such thing
            raise _unreadable(name)
    return found


def _unreadable(field: str) -> BodyRefused:
    return BodyRefused(N_("The address has an argument that cannot be read: %(field)s."), field=field)


def refusal_at(field: str, sentences: Mapping[str, str], **places: object) -> BodyRefused:
    """Return the refusal of a field, named by its path."""
    name = "[]" if field.endswith("]") else field.rpartition(".")[2]
    known = {**_SENTENCES, "sent_at": _SENTENCES["at"], **sentences}
    return BodyRefused(known[name], field=field, **places)


def uuid_of(key: str, field: str) -> str:
    """Return a key in the one spelling that is stored; raises BodyRefused for what is no UUID."""
    try:
        return str(UUID(key))
    except ValueError as unreadable:
        raise BodyRefused(_SENTENCES["key"], field=field) from unreadable


def checked(moment: datetime, field: str) -> datetime:
    """Return a moment in UTC; raises BodyRefused for a year that no clock shows."""
    try:
        if (in_utc := moment.astimezone(UTC)).year in YEARS:
            return in_utc
    except OverflowError:
        pass
    raise BodyRefused(_SENTENCES["at"], field=field)


def _where(message: str) -> str:
    """Return the path of the field that a message of msgspec is about."""
    at, missing = _PATH.search(message), _MISSING.search(message)
    path = at["path"] if at else ""
    return ".".join(part for part in (path, missing["name"] if missing else "") if part)
