"""Everything that is kept about one person, kind by kind, in words of the page's language."""

from collections.abc import Sequence
from dataclasses import replace

from app.certificates.queries import certificate_for
from app.checkin.words import SCAN_WORDS, STATUS_WORDS
from app.i18n import gettext
from app.lib.employee_numbers import grouped
from app.lib.refusals import N_
from app.participants.consents import PURPOSE_NAMES, Purpose, consents_of
from app.participants.history import history_of
from app.participants.models import Participant
from app.participants.refuse_whatsapp import refusals_of
from app.participants.roles import ROLE_NAMES
from app.participants.same_person import rows_of
from app.privacy.kept import Cell, Rows, Section, section
from app.privacy.kept_by_registration import of_registration
from app.privacy.queries import (
    attendance_of,
    erasures_of,
    letters_to,
    requests_of,
    scans_of,
    sheet_of,
    walk_ins_of,
)
from app.privacy.words import ANSWER_WORDS, ERASED_WORDS, REQUEST_WORDS
from app.travel.export import in_words
from app.travel.queries import journeys_on, needs_of
from app.travel.words import ASSISTANCE_WORDS, DIET_WORDS, DIRECTION_WORDS, MEANS_WORDS


def everything_about(person: Participant) -> list[Section]:
    """Gather all that is kept about a person, in words of the page's language; empty kinds are left out.

    Of merged rows each stands for itself where the list keeps it so: the person, passes, journeys, needs.
    """
    rows = rows_of(person)
    sections = (
        _joined([_person(row) for row in rows]),
        _joined([_passes(row) for row in rows]),
        _joined([_history(row) for row in rows]),
        _attendance(person),
        _scans(person),
        _walk_ins(person),
        _joined([_journeys(row) for row in rows]),
        _joined([_needs(row) for row in rows]),
        _joined([_consents(row) for row in rows]),
        _refusals(person),
        _letters(person),
        _joined([_papers(row) for row in rows]),
        *of_registration(person),
        _requests(person),
        _erasures(person),
    )
    return [section for section in sections if section.rows]


def _joined(parts: Sequence[Section]) -> Section:
    """Put the same kind of several rows together; what both tell stands there once."""
    return replace(parts[0], rows=tuple(dict.fromkeys(row for part in parts for row in part.rows)))


def _person(person: Participant) -> Section:
    sheet = sheet_of(person)
    values: dict[str, tuple[str, Cell]] = {
        "front_titles": (N_("Front titles"), person.front_titles),
        "name": (N_("Name"), person.name),
        "back_titles": (N_("Back titles"), person.back_titles),
        "nip": (N_("NIP"), grouped(person.nip or "")),
        "rank": (N_("Rank"), person.rank),
        "position": (N_("Position"), person.position_name),
        "office": (N_("Office"), person.office.name),
        "role": (N_("Role"), gettext(ROLE_NAMES[person.role])),
        "represents": (N_("In the place of"), person.represents),
        "email": (N_("Email"), person.email),
        "phone": (N_("Telephone"), person.phone),
        "sex": (N_("Sex"), person.sex),
        "registered_at": (N_("Registered"), person.registered_at),
        "name_confirmed_at": (N_("Name confirmed by you"), person.name_confirmed_at),
        "sheet": (N_("From the sheet"), sheet.filename if sheet else None),
    }
    columns = {name: words for name, (words, _) in values.items()}
    return section("person", N_("Person"), columns, [tuple(value for _, value in values.values())])


def _passes(person: Participant) -> Section:
    columns = {"serial": N_("Number"), "issued_at": N_("Issued"), "voided_at": N_("Ended")}
    columns |= {"reason": N_("Reason")}
    rows = ((str(one.serial), one.issued_at, one.voided_at, one.void_reason) for one in person.passes)
    return section("passes", N_("Passes"), columns, rows)


def _history(person: Participant) -> Section:
    columns = {"at": N_("When"), "what": N_("What"), "words": N_("Words")}
    rows = ((one.at, gettext(one.what), one.text) for one in history_of(person))
    return section("history", N_("History"), columns, rows)


def _attendance(person: Participant) -> Section:
    columns = {"session": N_("Session"), "status": N_("Status"), "arrived_at": N_("Arrived")}
    columns |= {"note": N_("Note")}
    rows = (
        (one.session.title, gettext(STATUS_WORDS[one.status]), one.first_at, one.note)
        for one in attendance_of(person)
    )
    return section("attendance", N_("Attendance"), columns, rows)


def _scans(person: Participant) -> Section:
    columns = {"at": N_("When"), "session": N_("Session"), "gate": N_("Gate"), "status": N_("Status")}
    rows = (
        (one.at, one.session.title, one.gate.name, gettext(SCAN_WORDS[one.status]))
        for one in scans_of(person)
    )
    return section("scans", N_("Scans at the gate"), columns, rows)


def _walk_ins(person: Participant) -> Section:
    columns = {"at": N_("When"), "by": N_("By")}
    rows = ((one.at, one.by_name) for one in walk_ins_of(person))
    return section("walk_ins", N_("Taken in at the desk"), columns, rows)


def _journeys(person: Participant) -> Section:
    columns = {
        "direction": N_("Direction"),
        "at": N_("When"),
        "means": N_("How"),
        "number": N_("Flight"),
        "place": N_("Place"),
        "note": N_("Note"),
    }
    rows = (
        (
            gettext(DIRECTION_WORDS[one.direction]),
            one.at,
            gettext(MEANS_WORDS[one.means]),
            one.number,
            one.place,
            one.note,
        )
        for one in journeys_on(person).values()
    )
    return section("journeys", N_("Journeys"), columns, rows)


def _needs(person: Participant) -> Section:
    columns = {"food": N_("Food"), "assistance": N_("Assistance"), "note": N_("Note")}
    columns |= {"changed_at": N_("When")}
    one = needs_of(person)
    rows: Rows = ()
    if one:
        food, help_with = in_words(one.diets, DIET_WORDS), in_words(one.assistance, ASSISTANCE_WORDS)
        rows = [(food, help_with, one.note, one.changed_at)]
    return section("needs", N_("Special needs"), columns, rows)


def _consents(person: Participant) -> Section:
    columns = {
        "purpose": N_("What for"),
        "words": N_("Words"),
        "given_at": N_("Given"),
        "withdrawn_at": N_("Withdrawn"),
        "sha256": N_("SHA-256 of the words"),
    }
    rows = (
        (
            gettext(PURPOSE_NAMES[Purpose(one.purpose)]),
            one.text,
            one.given_at,
            one.withdrawn_at,
            one.text_sha256,
        )
        for one in consents_of(person)
    )
    return section("consents", N_("Consents"), columns, rows)


def _refusals(person: Participant) -> Section:
    columns = {"refused_at": N_("Refused"), "taken_back_at": N_("Taken back")}
    rows = ((one.refused_at, one.taken_back_at) for one in refusals_of(person))
    return section("whatsapp_refusals", N_("Messages by WhatsApp refused"), columns, rows)


def _letters(person: Participant) -> Section:
    columns = {"at": N_("When"), "subject": N_("Subject"), "address": N_("Address"), "sent_at": N_("Sent")}
    rows = (
        (one.message.composed_at, one.message.subject, one.address, one.sent_at) for one in letters_to(person)
    )
    return section("letters", N_("Letters to you"), columns, rows)


def _papers(person: Participant) -> Section:
    columns = {"title": N_("Title"), "number": N_("Number"), "dated": N_("Date")}
    held = certificate_for(person)
    rows: Rows = (
        [(held.document.title, held.document.number, held.document.dated.isoformat())] if held else ()
    )
    return section("papers", N_("Papers"), columns, rows)


def _requests(person: Participant) -> Section:
    columns = {
        "at": N_("When"),
        "kind": N_("Request"),
        "words": N_("Words"),
        "answered_at": N_("Answered"),
        "outcome": N_("Outcome"),
        "answer": N_("Answer"),
    }
    rows = (
        (
            one.asked_at,
            gettext(REQUEST_WORDS[one.kind]),
            one.words,
            one.answered_at,
            gettext(ANSWER_WORDS[one.is_granted]),
            one.answer,
        )
        for one in requests_of(person)
    )
    return section("requests", N_("Requests"), columns, rows)


def _erasures(person: Participant) -> Section:
    columns = {"at": N_("When"), "kinds": N_("What"), "reason": N_("Reason")}
    rows = (
        (one.at, ", ".join(gettext(ERASED_WORDS.get(kind, kind)) for kind in one.kinds), gettext(one.reason))
        for one in erasures_of(person)
    )
    return section("erasures", N_("Erased"), columns, rows)
