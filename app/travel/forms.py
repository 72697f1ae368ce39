"""What people type about a journey and about their needs."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput

from app.doors import SelectChoice
from app.lib.folding import tidy
from app.travel.models import Journey, Means, Needs
from app.travel.tell_needs import NeedsTold
from app.travel.words import ASSISTANCE_WORDS, DIET_WORDS, MEANS_WORDS
from app.travel.write_journey import NOT_WRITTEN, JourneyEntry


class JourneyForm(FlaskForm):
    """One journey. Times are those of the event's zone."""

    at = DateTimeLocalField(
        _l("Date and time"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[InputRequired(_l("Give the date and the time."))],
    )
    means = SelectField(_l("How"))
    number = StringField(
        _l("Number of the flight, train or ship"), filters=[tidy], validators=[Length(max=40)]
    )
    place = StringField(_l("Airport, station or port"), filters=[tidy], validators=[Length(max=120)])
    note = StringField(_l("Note"), filters=[tidy], validators=[Length(max=300)])
    revision = HiddenField(default=str(NOT_WRITTEN))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.means.choices = [
            SelectChoice(means.value, gettext(words)) for means, words in MEANS_WORDS.items()
        ]

    def entry(self, zone: str) -> JourneyEntry:
        """Return what was typed, as a moment in the event's zone."""
        at: datetime = self.at.data  # type: ignore[assignment]  # required
        return JourneyEntry(
            at=at.replace(tzinfo=ZoneInfo(zone)),
            means=Means(self.means.data),
            number=self.number.data or "",
            place=self.place.data or "",
            note=self.note.data or "",
        )

    @property
    def shown_revision(self) -> int:
        """The revision that the form was opened with; what is no number is none."""
        text = str(self.revision.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else NOT_WRITTEN  # noqa: PLR2004 - a row's number


def shown(journey: Journey | None, zone: str) -> dict[str, object]:
    """Return a journey as its form shows it."""
    if journey is None:
        return {}
    here = journey.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    kept = {name: getattr(journey, name) for name in ("number", "place", "note", "revision")}
    return {**kept, "at": here, "means": journey.means.value}


class NeedsForm(FlaskForm):
    """What somebody needs; everything may be left empty."""

    diets = SelectMultipleField(_l("Food"), option_widget=CheckboxInput())
    assistance = SelectMultipleField(_l("Assistance"), option_widget=CheckboxInput())
    note = TextAreaField(_l("What else we should know"), filters=[tidy], validators=[Length(max=500)])
    agree = BooleanField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.diets.choices = [SelectChoice(code, gettext(words)) for code, words in DIET_WORDS.items()]
        self.assistance.choices = [
            SelectChoice(code, gettext(words)) for code, words in ASSISTANCE_WORDS.items()
        ]

    def told(self) -> NeedsTold:
        """Return what was ticked and typed."""
        return NeedsTold(
            diets=tuple(self.diets.data or ()),
            assistance=tuple(self.assistance.data or ()),
            note=self.note.data or "",
        )


def shown_needs(needs: Needs | None) -> dict[str, object]:
    """Return needs as their form shows them; the box is never ticked beforehand."""
    if needs is None:
        return {}
    return {"diets": needs.diets, "assistance": needs.assistance, "note": needs.note}
