"""What secretaries type."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput

from app.agenda.models import Session
from app.doors import SelectChoice
from app.i18n import bare_time, short_date
from app.lib.row_numbers import LARGEST_ROW
from app.minutes.models import Entry, EntryKind
from app.minutes.wording import LONGEST_TEXT, Wording
from app.minutes.words import KIND_WORDS
from app.offices.models import Office, OfficeKind

NEEDED = _l("Fill this in.")
CARRIED = ("kind", "session", "speaker")


class OpenMinutesForm(FlaskForm):
    """A title, and the sessions the minutes cover."""

    title = StringField(_l("Title"), validators=[DataRequired(NEEDED), Length(max=300)])
    sessions = SelectMultipleField(
        _l("Sessions"),
        coerce=int,
        option_widget=CheckboxInput(),
        description=_l("One set of minutes may cover several sessions. A session stands in one set only."),
        validators=[DataRequired(_l("Choose at least one session."))],
    )

    def offer(self, sessions: Sequence[Session], zone: str) -> None:
        """Offer these sessions."""
        self.sessions.choices = [
            SelectChoice(
                one.id, f"{short_date(one.starts_at, zone)} {bare_time(one.starts_at, zone)} · {one.title}"
            )
            for one in sessions
        ]


class SummaryForm(FlaskForm):
    """The closing words of the minutes; `instead_of` are those that stood there when the form was opened."""

    summary = TextAreaField(_l("Closing paragraphs"), validators=[Length(max=10_000)])
    instead_of = HiddenField()


class EntryForm(FlaskForm):
    """One entry. `key` is made with the form, so that sending it twice writes it once."""

    key = HiddenField(validators=[DataRequired(), Length(max=64)])
    revision = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST_ROW - 1)])
    kind = RadioField(
        _l("Kind"),
        choices=[SelectChoice(kind.value, word) for kind, word in KIND_WORDS.items()],
        default=EntryKind.NOTE.value,
        validators=[InputRequired(_l("Choose what this entry is."))],
    )
    session = SelectField(_l("Session"), coerce=int)
    text = TextAreaField(
        _l("What was said or decided"), validators=[DataRequired(NEEDED), Length(max=LONGEST_TEXT)]
    )
    speaker = StringField(_l("Who spoke"), validators=[Length(max=200)])
    all_regional = BooleanField(_l("All regional offices"))
    offices = SelectMultipleField(_l("Single offices"), coerce=int, option_widget=CheckboxInput())
    owner = StringField(
        _l("Post in charge"),
        description=_l("The post, not the person: people move, posts stay."),
        validators=[Length(max=200)],
    )
    due_on = DateField(_l("Due date"), validators=[Optional()])
    evidence = StringField(_l("Evidence expected"), validators=[Length(max=300)])
    answer = TextAreaField(_l("Answer given"), validators=[Length(max=1000)])

    def offer(self, sessions: Iterable[Session], offices: Sequence[Office]) -> None:
        """Offer these sessions and offices, and give a new form its key."""
        self.session.choices = [SelectChoice(one.id, one.title) for one in sessions]
        self.offices.choices = [SelectChoice(office.id, office.short_name) for office in offices]
        self.regional = [office.id for office in offices if office.kind is OfficeKind.REGIONAL]
        if not self.key.data:
            self.key.data = str(uuid4())

    def take_up(self, carried: Mapping[str, str]) -> None:
        """Begin the next entry where the last one ended: its kind, session and speaker."""
        if carried.get("kind") in {kind.value for kind in EntryKind}:
            self.kind.data = carried["kind"]
        offered: list[SelectChoice] = list(self.session.choices or ())
        if carried.get("session") in {str(choice.value) for choice in offered}:
            self.session.data = int(carried["session"])
        self.speaker.data = carried.get("speaker", "")

    def carried(self) -> dict[str, object]:
        """Return what the next entry begins with."""
        return {name: self[name].data for name in CARRIED if self[name].data}

    def show(self, entry: Entry) -> None:
        """Fill the form with an entry as it stands."""
        self.key.data, self.revision.data = entry.key, entry.revision
        self.kind.data, self.session.data = entry.kind.value, entry.session_id
        self.text.data, self.speaker.data, self.owner.data = entry.text, entry.speaker, entry.owner
        self.due_on.data, self.evidence.data, self.answer.data = entry.due_on, entry.evidence, entry.answer
        named = [unit.office_id for unit in entry.units]
        self.all_regional.data = bool(self.regional) and set(self.regional) <= set(named)
        self.offices.data = [one for one in named if not (self.all_regional.data and one in self.regional)]

    def compare_with(self, entry: Entry) -> None:
        """Keep what was typed; from now on it is meant to replace the entry as it stands."""
        self.revision.raw_data, self.revision.data = None, entry.revision

    def wording(self) -> Wording:
        """Return what was typed."""
        everywhere = self.regional if self.all_regional.data else []
        return Wording(
            kind=EntryKind(self.kind.data),
            text=self.text.data or "",
            session_id=self.session.data,
            speaker=self.speaker.data or "",
            owner=self.owner.data or "",
            due_on=self.due_on.data,
            evidence=self.evidence.data or "",
            answer=self.answer.data or "",
            office_ids=tuple(dict.fromkeys([*(self.offices.data or []), *everywhere])),
        )
