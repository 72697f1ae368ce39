"""What an office types about its delegation: a person for a seat, a letter, a reason."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.validators import ValidationError as Wrong

from app.doors import SelectChoice
from app.lib.codes import random_token
from app.lib.folding import tidy
from app.participants.forms import MANNERS, NameForm
from app.participants.models import Manner, Participant, ParticipantRole
from app.participants.person_entry import PersonEntry
from app.registration.kept_requests import SubstitutionRequest
from app.registration.models import Nomination

LONGEST_REASON = 200
TEXTS = (
    *("front_titles", "name", "back_titles", "nip", "rank"),
    *("position_name", "represents", "email", "phone"),
)


class NomineeForm(NameForm):
    """Somebody an office sends. It is kept as it was typed; `revision` is empty until it was kept once."""

    nip = StringField(_l("NIP"), description=_l("18 digits; empty for people without one."), filters=[tidy])
    rank = StringField(_l("Rank"), description=_l("For example Penata Tingkat I (III/d)."), filters=[tidy])
    position_name = StringField(_l("Position"), description=_l("As the decree writes it."), filters=[tidy])
    manner = SelectField(
        _l("Comes as"), choices=[SelectChoice(one.value, word) for one, word in MANNERS.items()]
    )
    represents = StringField(
        _l("Represents"), description=_l("Whose place it is, when somebody else's."), filters=[tidy]
    )
    email = StringField(_l("Email"), description=_l("The pass is sent there."), filters=[tidy])
    phone = StringField(_l("Telephone"), description=_l("Best one with WhatsApp."), filters=[tidy])
    key = HiddenField(default=random_token)
    revision = HiddenField()

    def entry(self) -> PersonEntry:
        """Return what was typed, as the use case takes it."""
        texts = {name: getattr(self, name).data or "" for name in TEXTS}
        return PersonEntry(role=ParticipantRole.PARTICIPANT, manner=Manner(self.manner.data), **texts)

    def show(self, nomination: Nomination) -> None:
        """Fill in what was kept of somebody."""
        for name in TEXTS:
            getattr(self, name).data = getattr(nomination, name) or ""
        self.manner.data, self.revision.data = nomination.manner.value, str(nomination.revision)


class ReplaceForm(NomineeForm):
    """Who comes instead of somebody, why, and perhaps by which new letter."""

    reason = StringField(
        _l("Reason"),
        description=_l("The committee reads it, and it stays on the pages of both people."),
        filters=[tidy],
        validators=[DataRequired(_l("Write the reason.")), Length(max=LONGEST_REASON)],
    )
    letter_number = StringField(_l("Number of the letter"), filters=[tidy])
    letter_dated = DateField(_l("Date of the letter"), validators=[Optional()])
    letter_file = FileField(
        _l("Scan or photo of the letter"), description=_l("PDF, JPEG, PNG or WebP, at most 10 MB.")
    )

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        del self["revision"]

    def validate_letter_file(self, field: FileField) -> None:
        """Ask for the file when a number or a date of a letter is written."""
        if not field.data and (self.letter_number.data or self.letter_dated.data):
            raise Wrong(_l("Choose the file of the letter."))

    def begin(self, left: Participant, returned: SubstitutionRequest | None) -> None:
        """Fill in what the post says, or what was asked for before and came back."""
        before = returned or left
        for name in TEXTS if returned else ("position_name", "represents"):
            getattr(self, name).data = getattr(before, name) or ""
        self.manner.data, self.reason.data = before.manner.value, returned.reason if returned else ""


class NobodyForm(FlaskForm):
    """Why a seat stays empty; `seen` is who was proposed for it when the page was drawn."""

    reason = StringField(
        _l("Reason"),
        description=_l("For example: the post is vacant."),
        filters=[tidy],
        validators=[DataRequired(_l("Write the reason.")), Length(max=LONGEST_REASON)],
    )
    key = HiddenField(default=random_token)
    seen = HiddenField()


class LetterForm(FlaskForm):
    """The assignment letter."""

    number = StringField(
        _l("Number of the letter"), filters=[tidy], validators=[DataRequired(_l("Write the number."))]
    )
    dated = DateField(_l("Date of the letter"), validators=[DataRequired(_l("Write the date."))])
    file = FileField(
        _l("Scan or photo of the letter"),
        description=_l("PDF, JPEG, PNG or WebP, at most 10 MB."),
        validators=[FileRequired(_l("Choose the file of the letter."))],
    )


class AnswerForm(FlaskForm):
    """Why the committee gives something back."""

    reason = StringField(
        _l("Reason"),
        description=_l("The office reads it on its page."),
        filters=[tidy],
        validators=[DataRequired(_l("Write the reason.")), Length(max=LONGEST_REASON)],
    )
