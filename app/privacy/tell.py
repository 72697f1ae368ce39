"""What leaves the house about an incident: the list of those affected, and the notice to the authority."""

from collections.abc import Sequence

from app.audit.record import Doer, record
from app.events.clock import event_today
from app.events.models import Event
from app.events.on_paper import place_and_range, printed_letterhead
from app.i18n import date_and_time, gettext
from app.lib import indonesian_dates
from app.lib.refusals import N_
from app.participants.export import text_sheet
from app.participants.models import Participant
from app.privacy.models import Incident
from app.privacy.notice import told_notice
from app.services import services
from app.services.paper import Fact, Signer, Statement, StatementPart, printable

HEADINGS = (N_("Number"), N_("Name"), N_("Office"), N_("Email"), N_("Telephone"))


def record_taken(incident: Incident, *, people: int, by: Doer) -> None:
    """Write into the trail who takes the list of those affected, before it is drawn."""
    on, event_id = incident.reference, incident.event_id
    record("privacy.export_affected", by=by, on=on, event_id=event_id, people=people)


def recipients(people: Sequence[Participant]) -> bytes:
    """Write whom an incident concerns, and how to reach them, into an .xlsx; the offices are loaded."""
    rows = [
        (str(place), one.display_name, one.office.short_name, one.email or "", one.phone or "")
        for place, one in enumerate(people, start=1)
    ]
    return text_sheet(gettext(N_("Affected")), [gettext(word) for word in HEADINGS], rows)


def record_paper(incident: Incident, *, by: Doer) -> None:
    """Write into the trail that the notice to the authority was printed."""
    record("privacy.print_notice", by=by, on=incident.reference, event_id=incident.event_id)


def notice_to_authority(event: Event, incident: Incident, *, people: int) -> bytes:
    """Print the written notice of article 46, to be signed by hand; all words are Indonesian."""
    told = told_notice(event)
    today = event_today(event)
    facts = (
        Fact("Pengendali data", told.controller),
        Fact("Kegiatan", f"{event.title}, {place_and_range(event)}"),
        Fact("Diketahui sejak", date_and_time(incident.known_at, event.zone)),
        Fact("Batas waktu", f"{date_and_time(incident.due_at, event.zone)} (3 x 24 jam)"),
        Fact("Subjek data terdampak", f"{people} orang"),
        Fact("Narahubung", ", ".join(filter(None, (told.officer, told.contact)))),
    )
    parts = (
        StatementPart(facts=facts),
        StatementPart("a. Data pribadi yang terungkap", paragraphs=(printable(incident.what),)),
        StatementPart(
            "b. Kapan dan bagaimana data pribadi terungkap", paragraphs=(printable(incident.happened),)
        ),
        StatementPart("c. Upaya penanganan dan pemulihan", paragraphs=(printable(incident.remedy),)),
    )
    return services().press.print_statement(
        Statement(
            letterhead=printed_letterhead(event),
            heading="PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI",
            subheading=("Pasal 46 Undang-Undang Nomor 27 Tahun 2022",),
            parts=parts,
            as_of=f"insiden {incident.id}",
            place_and_date=f"{event.city}, {indonesian_dates.long_date(today)}",
            signer=Signer(post=told.officer or told.controller, name=""),
        )
    )
