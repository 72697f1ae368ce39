"""What people type about an event."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.validators import ValidationError as Wrong

from app.doors import SelectChoice
from app.events.create import EventDetails
from app.events.models import Day
from app.events.rules import RulesSet
from app.events.signers import PREFIXES, Signature
from app.i18n import ZONE_LABELS
from app.lib.folding import lines_of, tidy
from app.lib.numbering import check_pattern
from app.lib.refusals import Refused

LONGEST_LINE = 200
MOST_LINES = 6
NEEDED = _l("Fill this in.")


class EventForm(FlaskForm):
    """Title, address, dates and place."""

    title = TextAreaField(
        _l("Official title"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=300)]
    )
    short_title = StringField(
        _l("Short title"),
        filters=[tidy],
        description=_l("Stands on every page and badge, for example Rakornis KI 2024."),
        validators=[DataRequired(NEEDED), Length(max=60)],
    )
    slug = StringField(
        _l("Address"),
        filters=[tidy],
        description=_l("The end of the event's web address: small letters, digits and hyphens."),
        validators=[
            DataRequired(NEEDED),
            Length(max=60),
            Regexp(
                r"^(?!new$)[a-z0-9]+(-[a-z0-9]+)*$",
                message=_l(
                    "Use small letters and digits, with single hyphens"
                    " between them, for example rakornis-2025."
                ),
            ),
        ],
    )
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Give the first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Give the last day."))])
    city = StringField(
        _l("City or island"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=80)]
    )
    zone = SelectField(
        _l("Time zone"),
        choices=[SelectChoice(name, f"{label} ({name})") for name, label in ZONE_LABELS.items()],
        description=_l("All times of the event are shown in this zone."),
    )
    purpose = TextAreaField(_l("Purpose"), validators=[Length(max=2000)])
    planned_participants = IntegerField(
        _l("Planned number of participants"), validators=[Optional(), NumberRange(min=1, max=100_000)]
    )

    def details(self) -> EventDetails:
        """Return what was typed, as the verb takes it."""
        return EventDetails(
            slug=self.slug.data or "",
            title=self.title.data or "",
            short_title=self.short_title.data or "",
            city=self.city.data or "",
            zone=self.zone.data,
            starts_on=_given(self.starts_on),
            ends_on=_given(self.ends_on),
            purpose=(self.purpose.data or "").strip(),
            planned_participants=self.planned_participants.data,
        )


def _given(field: DateField) -> date:
    assert field.data is not None  # noqa: S101 - the form was validated
    return field.data


class NewEventForm(EventForm):
    """An event that does not exist yet; only now can it be made a rehearsal."""

    is_rehearsal = BooleanField(
        _l("This is a rehearsal"),
        description=_l(
            "A rehearsal has a clock of its own, and can never become a"
            " real meeting. Leave this empty for a real one."
        ),
    )
    clock_starts_at = DateTimeLocalField(
        _l("The rehearsal's clock begins at"),
        validators=[Optional()],
        description=_l("In the event's zone. When empty it begins on the first day at 08.00."),
    )


def days_form(days: Iterable[Day]) -> FlaskForm:
    """Make the form of the days' names, with a field `day_<id>` for each day."""
    fields = {
        f"day_{day.id}": StringField(
            str(day.date), default=day.name, filters=[tidy], validators=[Length(max=120)]
        )
        for day in days
    }
    form: FlaskForm = type("DaysForm", (FlaskForm,), fields)()
    return form


class VenueForm(FlaskForm):
    """A place."""

    name = StringField(
        _l("Name of the venue"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=120)]
    )
    address = StringField(_l("Street address"), filters=[tidy], validators=[Length(max=LONGEST_LINE)])


class RoomForm(FlaskForm):
    """A room."""

    name = StringField(
        _l("Name of the room"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=120)]
    )
    capacity = IntegerField(_l("Seats"), validators=[Optional(), NumberRange(min=1, max=100_000)])


def few_lines(_form: Form, field: TextAreaField) -> None:
    """Refuse more lines than fit a letterhead, and lines that would run off the paper."""
    lines = lines_of(field.data)
    if len(lines) > MOST_LINES:
        raise Wrong(_l("A letterhead has room for %(most)s lines.", most=MOST_LINES))
    if any(len(line) > LONGEST_LINE for line in lines):
        raise Wrong(_l("A line has at most %(most)s characters.", most=LONGEST_LINE))


class LetterheadForm(FlaskForm):
    """The lines at the head of every paper."""

    lines = TextAreaField(
        _l("Ministry, unit"),
        description=_l("One line each, as they are printed, the ministry first."),
        validators=[DataRequired(NEEDED), few_lines],
    )
    address_lines = TextAreaField(
        _l("Address, telephone, website"), description=_l("One line each."), validators=[few_lines]
    )


class MarkForm(FlaskForm):
    """The agency's mark."""

    mark = FileField(_l("The agency's mark"), validators=[FileRequired(_l("Choose a picture first."))])


class SignerForm(FlaskForm):
    """Who signs one kind of paper."""

    prefix = SelectField(_l("Signs as"), choices=[SelectChoice(prefix, prefix or "–") for prefix in PREFIXES])
    post = StringField(
        _l("Post"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=LONGEST_LINE)]
    )
    name = StringField(
        _l("Name with titles"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=120)]
    )
    nip = StringField(
        _l("NIP"),
        filters=[lambda text: "".join(filter(str.isdigit, text or ""))],
        validators=[
            Optional(),
            Length(min=18, max=18, message=_l("A NIP has 18 digits. Check which are missing or too many.")),
        ],
    )

    def signature(self) -> Signature:
        """Return what was typed, as the verb takes it."""
        return Signature(
            prefix=self.prefix.data,
            post=self.post.data or "",
            name=self.name.data or "",
            nip=self.nip.data or None,
        )


def fillable(_form: Form, field: StringField) -> None:
    """Refuse a number pattern that could not be filled in."""
    try:
        check_pattern(field.data or "")
    except Refused as refusal:
        raise Wrong(_l(refusal.msgid, **refusal.values)) from refusal


class RulesForm(FlaskForm):
    """What the committee decides."""

    certificate_least_attendances = IntegerField(
        _l("Sessions attended for a certificate"), validators=[InputRequired(NEEDED), NumberRange(1, 100)]
    )
    certificate_design = RadioField(
        _l("Design of the certificate"),
        choices=[SelectChoice("sober", _l("Sober")), SelectChoice("festive", _l("Festive"))],
    )
    certificate_needs_confirmed_name = BooleanField(
        _l("Issue certificates only when everybody due has confirmed the name")
    )
    certificate_number = StringField(
        _l("Numbers of certificates"),
        filters=[tidy],
        validators=[DataRequired(NEEDED), Length(max=100), fillable],
    )
    minutes_number = StringField(
        _l("Numbers of minutes"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=100), fillable]
    )

    def rules(self) -> RulesSet:
        """Return what was typed, as the verb takes it."""
        return RulesSet(**{name: getattr(self, name).data for name in RulesSet.__dataclass_fields__})
