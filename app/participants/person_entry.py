"""What is written about one person by hand, and what is wrong with it: the rules of the sheet, for a form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.lib.contacts import read_email, read_phone
from app.lib.employee_numbers import NO_NUMBER, EmployeeNumber, NumberKind, check_nip
from app.lib.folding import squeezed, visible
from app.lib.personal_names import PersonalName, has_letters, name_of_row
from app.lib.refusals import N_, FieldProblem, FieldsRefused
from app.lib.sheet_text import is_a_formula
from app.lib.titles import SERVICE_RANK
from app.participants.models import Manner, Participant, ParticipantRole
from app.services.paper.lettering import unprintable

NAME_LETTERS = 100  # a longer name runs off badge and certificate
TEXT_LETTERS = 200
_OF_SERVICE = re.compile(r"\b(?:polri|polda|polres|bareskrim|tni|police)\b", re.IGNORECASE)


# What somebody who writes about a person need not know of that person.
ERASED_BY_NOBODY = ("front_titles", "back_titles", "nip", "rank", "position_name", "email", "phone")


@dataclass(frozen=True, kw_only=True)
class PersonEntry:
    """One person as somebody wrote it. `nip` may hold spaces or dots; "" and None both mean nothing."""

    front_titles: str = ""
    name: str
    back_titles: str = ""
    nip: str | None = None
    rank: str = ""
    position_name: str = ""
    role: ParticipantRole = ParticipantRole.PARTICIPANT
    email: str | None = None
    phone: str | None = None
    manner: Manner = Manner.HOLDER
    represents: str = ""

    @property
    def display_name(self) -> str:
        """The name with its titles, as papers print it."""
        return name_of_row(self.front_titles, self.name, self.back_titles, self.rank).display


class EntryRefused(FieldsRefused):
    """A person cannot be registered as written."""


@dataclass(frozen=True)
class CheckedEntry:
    """An entry made tidy, `nip` being 18 digits or None; what blocks it, what asks for a look."""

    entry: PersonEntry
    errors: tuple[FieldProblem, ...]
    warnings: tuple[FieldProblem, ...]

    def accepted(self) -> PersonEntry:
        """Return the tidy entry; raises EntryRefused when something must be mended first."""
        if self.errors:
            raise EntryRefused(self.errors)
        return self.entry


def check_entry(entry: PersonEntry, *, office_name: str, today: date) -> CheckedEntry:
    """Tidy an entry and judge it as the sheet does; `today` is the day by which dates in a NIP are judged."""
    tidy = _tidied(entry)
    number = _number(tidy, office_name, today)
    email, phone = read_email(tidy.email or ""), read_phone(tidy.phone or "")
    name = PersonalName(tidy.front_titles, tidy.name, tidy.back_titles)
    errors = [*problems_of_name(name), *_about_texts(tidy, ("rank", "position_name", "represents"))]
    if number.error:
        errors.append(FieldProblem("nip", number.error.msgid, dict(number.error.values)))
    elif tidy.nip and number.kind is NumberKind.NONE and has_letters(tidy.nip):
        errors.append(FieldProblem("nip", _NO_NUMBER, {"text": tidy.nip}))
    if tidy.email and not email.value:
        errors.append(FieldProblem("email", _NO_ADDRESS, {"email": tidy.email}))
    if tidy.phone and not phone.value:
        errors.append(FieldProblem("phone", _NO_PHONE, {"phone": tidy.phone}))
    if tidy.manner is Manner.REPRESENTING and not tidy.represents:
        errors.append(FieldProblem("represents", _WHOM))
    kept = replace(tidy, nip=number.digits, email=email.value or None, phone=phone.value or None)
    warnings = [FieldProblem("nip", remark.msgid, dict(remark.values)) for remark in number.warnings]
    return CheckedEntry(kept, tuple(errors), tuple(warnings))


def entry_of(participant: Participant) -> PersonEntry:
    """What the list says of somebody, as a form shows it."""
    return PersonEntry(**{name: getattr(participant, name) for name in PersonEntry.__dataclass_fields__})


def filled_from(entry: PersonEntry, participant: Participant) -> PersonEntry:
    """The entry with what it leaves empty as the list has it: an empty field erases nothing."""
    known = {name: getattr(participant, name) for name in ERASED_BY_NOBODY if not getattr(entry, name)}
    return replace(entry, **known)


def _tidied(entry: PersonEntry) -> PersonEntry:
    texts = {
        name: squeezed(visible(value))
        for name, value in vars(entry).items()
        if isinstance(value, str) and name not in ("role", "manner")
    }
    represents = texts["represents"] if entry.manner is Manner.REPRESENTING else ""
    tidy = replace(entry, **(texts | {"represents": represents}))  # type: ignore[arg-type]  # only the texts
    return replace(
        tidy, front_titles=tidy.front_titles.rstrip(" ,"), back_titles=tidy.back_titles.strip(" ,")
    )


def _number(entry: PersonEntry, office_name: str, today: date) -> EmployeeNumber:
    if not entry.nip:
        return NO_NUMBER
    where = f"{office_name} {entry.position_name} {entry.rank}"
    in_service = bool(SERVICE_RANK.match(entry.rank) or _OF_SERVICE.search(where))
    return check_nip(entry.nip, today, in_service=in_service)


def problems_of_name(name: PersonalName) -> Iterator[FieldProblem]:
    """What keeps a name and its titles from standing on papers."""
    if not has_letters(name.name):
        yield FieldProblem("name", _NO_NAME)
    if len(name.name) > NAME_LETTERS:
        yield FieldProblem("name", _LONG, {"count": len(name.name), "limit": NAME_LETTERS})
    yield from _about_texts(name, ("front_titles", "back_titles"))
    yield from _about_letters("name", name.name)


def _about_texts(thing: object, fields: tuple[str, ...]) -> Iterator[FieldProblem]:
    for field in fields:
        text = getattr(thing, field)
        if len(text) > TEXT_LETTERS:
            yield FieldProblem(field, _LONG, {"count": len(text), "limit": TEXT_LETTERS})
        yield from _about_letters(field, text)


def _about_letters(field: str, text: str) -> Iterator[FieldProblem]:
    if is_a_formula(text):
        yield FieldProblem(field, _FORMULA, {"text": text})
    strange = unprintable(text)
    if strange:
        shown = " ".join(letter for letter in strange if letter.isprintable()) or "?"
        yield FieldProblem(field, _STRANGE, {"letters": shown})


_NO_NAME = N_("Write the name, without titles.")
_LONG = N_("This has %(count)s letters; papers hold %(limit)s. Shorten it.")
_NO_NUMBER = N_("“%(text)s” is not a NIP. Leave it empty for people without one.")
_NO_ADDRESS = N_("“%(email)s” is not an e-mail address. Correct it, or leave it empty.")
_NO_PHONE = N_("“%(phone)s” is not a telephone number. Correct it, or leave it empty.")
_WHOM = N_("Write whom this person represents, for example “Kepala Kantor Wilayah”.")
_FORMULA = N_("“%(text)s” is a formula of a spreadsheet. Write what stands in its cell.")
_STRANGE = N_("No font of the papers can print: %(letters)s. Type it again with Latin letters.")
