"""What people type about personal data."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput

from app.doors import SelectChoice
from app.lib.folding import tidy
from app.participants.consents import Purpose, words_of
from app.participants.models import ParticipantRole
from app.participants.roles import ROLE_NAMES
from app.privacy.models import RequestKind
from app.privacy.notice import NoticeWritten
from app.privacy.report import Concerned, IncidentReport
from app.privacy.words import REQUEST_WORDS

LONGEST_WORDS = 2000
MOST_DAYS = 3650
EVERYBODY = "all"
GRANTED, DECLINED = "granted", "declined"
NEEDED = _l("Fill this in.")
LOCAL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class CodeForm(FlaskForm):
    """The six digits."""

    code = StringField(
        _l("Code of six digits"),
        filters=[tidy],
        validators=[DataRequired(_l("Type the code.")), Length(max=12)],
    )


class IdentityForm(FlaskForm):
    """That the desk has seen who somebody is."""

    seen = BooleanField(
        _l("I have seen an identity card or know this person."),
        validators=[InputRequired(_l("Look at an identity card first."))],
    )


class RequestForm(FlaskForm):
    """What somebody asks about their own data."""

    kind = RadioField(_l("What do you ask for?"), validators=[InputRequired(_l("Choose one."))])
    words = TextAreaField(_l("In your words"), filters=[tidy], validators=[Length(max=LONGEST_WORDS)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            SelectChoice(kind.value, gettext(words)) for kind, words in REQUEST_WORDS.items()
        ]

    @property
    def chosen(self) -> RequestKind:
        """What was chosen."""
        return RequestKind(self.kind.data)


class ConsentForm(FlaskForm):
    """What one may agree to; no box is ticked beforehand. Needs are told on a page of their own."""

    purposes = SelectMultipleField(_l("I agree to"), option_widget=CheckboxInput())

    def offer(self, given: set[Purpose]) -> list[Purpose]:
        """Offer what was not agreed to yet; return it."""
        offered: list[Purpose] = [one for one in Purpose if one not in given and one is not Purpose.NEEDS]
        self.purposes.choices = [SelectChoice(one.value, words_of(one)) for one in offered]
        return offered


class AnswerForm(FlaskForm):
    """The answer to a request."""

    outcome = RadioField(
        _l("Answer"),
        choices=[SelectChoice(GRANTED, _l("Grant")), SelectChoice(DECLINED, _l("Decline, and say why"))],
        validators=[InputRequired(_l("Choose one."))],
    )
    words = TextAreaField(
        _l("What the person reads"),
        filters=[tidy],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_WORDS)],
    )


class HoldForm(FlaskForm):
    """Why nothing is erased."""

    reason = StringField(_l("Reason"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=200)])


class NoticeForm(FlaskForm):
    """What the notice says beyond the standard words."""

    controller = StringField(_l("Who is responsible"), filters=[tidy], validators=[Length(max=300)])
    officer = StringField(
        _l("Data protection officer (name or post)"), filters=[tidy], validators=[Length(max=200)]
    )
    contact = StringField(
        _l("How to reach the officer (e-mail, telephone, address)"),
        filters=[tidy],
        validators=[Length(max=300)],
    )
    purpose_id = TextAreaField(_l("Purpose, in Indonesian"), filters=[tidy], validators=[Length(max=2000)])
    purpose_en = TextAreaField(_l("Purpose, in English"), filters=[tidy], validators=[Length(max=2000)])
    needs_days = IntegerField(
        _l("Special needs: days after the last day"), validators=[InputRequired(NEEDED), NumberRange(0, 30)]
    )
    travel_days = IntegerField(
        _l("Journeys: days after the last day"), validators=[InputRequired(NEEDED), NumberRange(0, MOST_DAYS)]
    )
    contact_days = IntegerField(
        _l("Telephone, e-mail, sex, letters and sheets: days after the last day"),
        validators=[InputRequired(NEEDED), NumberRange(0, MOST_DAYS)],
    )

    def written(self) -> NoticeWritten:
        """Return what was typed."""
        names = NoticeWritten.__dataclass_fields__
        return NoticeWritten(**{name: self[name].data for name in names})


class ConcernedForm(FlaskForm):
    """Whom an incident concerns."""

    concerned = SelectField(_l("Whose data"))

    def offer(self, offices: list[tuple[int, str]]) -> None:
        """Offer everybody, each role and each office."""
        roles = [SelectChoice(f"role:{role.value}", gettext(words)) for role, words in ROLE_NAMES.items()]
        sending = [SelectChoice(f"office:{number}", name) for number, name in offices]
        self.concerned.choices = [
            SelectChoice(EVERYBODY, gettext("Everybody of the event")),
            *roles,
            *sending,
        ]

    def chosen(self) -> Concerned:
        """Return whom it concerns."""
        what, _, which = str(self.concerned.data).partition(":")
        return Concerned(
            office_id=int(which) if what == "office" else None,
            role=ParticipantRole(which) if what == "role" else None,
        )


class IncidentForm(ConcernedForm):
    """An incident: which data, when and how, what is done, since when it is known."""

    what = TextAreaField(
        _l("Which personal data was disclosed?"),
        filters=[tidy],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_WORDS)],
    )
    happened = TextAreaField(
        _l("When and how did it happen, and how was it found?"),
        filters=[tidy],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_WORDS)],
    )
    remedy = TextAreaField(
        _l("What is being done about it?"),
        filters=[tidy],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_WORDS)],
    )
    known_at = DateTimeLocalField(_l("Known since"), format=LOCAL, validators=[InputRequired(NEEDED)])

    def report(self, zone: str) -> IncidentReport:
        """Return what was typed; the time is that of the event's zone."""
        known: datetime = self.known_at.data  # type: ignore[assignment]  # required
        return IncidentReport(
            what=self.what.data or "",
            happened=self.happened.data or "",
            remedy=self.remedy.data or "",
            known_at=known.replace(tzinfo=ZoneInfo(zone)),
        )


class AuthorityForm(FlaskForm):
    """How the authority was told."""

    how = StringField(
        _l("To whom and how (letter number, e-mail)"),
        filters=[tidy],
        validators=[DataRequired(NEEDED), Length(max=300)],
    )
