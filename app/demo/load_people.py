"""The 350 people of the committee's sheet, registered as the committee would."""

from app.demo.loader import DATA, DEMONSTRATION
from app.events.models import Event
from app.lib.refusals import N_, Refused
from app.participants.read_roster import read_roster
from app.participants.register_roster import register_roster

SHEET = "roster.xlsx"


class SheetOfTheDemonstrationBroken(Refused):
    """The sheet that comes with the program has an error: the program is damaged."""


def load_people(event: Event) -> None:
    """Register everybody of the sheet; they get their passes with it."""
    content = (DATA / SHEET).read_bytes()
    roster = read_roster(content, filename=SHEET, today=event.starts_on)
    registration = register_roster(event, roster, by=DEMONSTRATION, filename=SHEET, content=content)
    if registration.blocked:
        raise SheetOfTheDemonstrationBroken(
            N_("The sheet of the demonstration could not be registered. Install the program again.")
        )
