"""What registration keeps about one person: proposals, the office's letters, requests, corrections."""

from collections.abc import Iterator

from app.i18n import gettext
from app.lib.refusals import N_
from app.participants.models import Participant
from app.privacy.kept import Section, section
from app.privacy.queries import assignment_letters_of, corrections_of, nominations_of, replacements_of
from app.registration.place_words import REQUEST_WORDS


def of_registration(person: Participant) -> Iterator[Section]:
    """Gather it, kind by kind; a kind may have no rows."""
    yield _nominations(person)
    yield _assignment_letters(person)
    yield _replacements(person)
    yield _corrections(person)


def _assignment_letters(person: Participant) -> Section:
    columns = {"number": N_("Number"), "dated": N_("Date"), "at": N_("When")}
    rows = ((one.number, one.dated.isoformat(), one.uploaded_at) for one in assignment_letters_of(person))
    title = N_("Assignment letters of your office (they may name you; kept as the archive schedule says)")
    return section("assignment_letters", title, columns, rows)


def _nominations(person: Participant) -> Section:
    columns = {"name": N_("Name"), "email": N_("Email"), "phone": N_("Telephone"), "at": N_("When")}
    rows = ((one.display_name, one.email, one.phone, one.changed_at) for one in nominations_of(person))
    return section("nominations", N_("Nominations"), columns, rows)


def _replacements(person: Participant) -> Section:
    columns = {
        "at": N_("When"),
        "left": N_("Instead of"),
        "came": N_("Comes"),
        "reason": N_("Reason"),
        "state": N_("State"),
        "answer": N_("Answer"),
    }
    rows = (
        (
            one.asked_at,
            one.left.display_name,
            one.display_name,
            one.reason,
            gettext(REQUEST_WORDS[one.state][0]),
            one.answer,
        )
        for one in replacements_of(person)
    )
    return section("replacements", N_("Substitutions asked for by the office"), columns, rows)


def _corrections(person: Participant) -> Section:
    columns = {"at": N_("When"), "name": N_("Name"), "note": N_("Note"), "answer": N_("Answer")}
    rows = ((one.asked_at, one.name, one.note, one.answer) for one in corrections_of(person))
    return section("name_corrections", N_("Corrections of the name"), columns, rows)
