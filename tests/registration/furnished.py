"""One of everything of the registration that an address can name."""

from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.offices.models import OfficeKind
from app.participants.models import ParticipantRole, Seat
from app.participants.person_entry import PersonEntry
from app.registration.ask_substitution import ask_for_substitute
from app.registration.letter_files import read_letter
from app.registration.letters import keep_letter
from app.registration.models import Quota
from app.registration.nominate import nominate
from tests.cast import Cast
from tests.registration import letter_files


def registration_arguments(cast: Cast) -> dict[str, object]:
    """Make a seat with somebody proposed for it, a letter and a quota, and name them as addresses do."""
    event = cast.event
    delegation = cast.delegation(event, cast.office("kaltim"))
    with transaction() as database:
        seat = Seat(event_id=event.id, delegation_id=delegation.id, position_id=cast.head.id, code="1-1")
        quota = Quota(event_id=event.id, role=ParticipantRole.MEDIA, places=1)
        database.add_all([seat, quota])
        database.flush()
        proposed = nominate(
            delegation, PersonEntry(name="Baiq"), key="key-of-a-form-1234", by=COMMAND_LINE, seat=seat
        )
        letter = keep_letter(
            delegation,
            number="1",
            dated=letter_files.DATED,
            filename="surat.png",
            file=read_letter(letter_files.photo("PNG")),
            by=COMMAND_LINE,
        )
        asked = ask_for_substitute(
            cast.participant("Ganti Orang", office="kaltim"),
            PersonEntry(name="Pengganti"),
            reason="Sakit",
            letter=None,
            key="key-of-a-form-5678",
            by=COMMAND_LINE,
        )
    return {
        "asked_id": asked.id,
        "delegation_id": delegation.id,
        "seat_id": seat.id,
        "nomination_id": proposed.id,
        "letter_id": letter.id,
        "quota_id": quota.id,
        "kind": OfficeKind.REGIONAL.value,
        "role": ParticipantRole.MEDIA.value,
    }
