"""What people type when somebody comes instead of somebody else."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.validators import ValidationError as Wrong

from app.lib.folding import tidy
from app.participants.forms import LONGEST_REASON, PersonForm
from app.participants.models import Participant

NOT_ASKED = ("office", "body", "revision")


class SubstituteForm(PersonForm):
    """The new person, why the other one leaves, and the new assignment letter."""

    reason = StringField(
        _l("Reason"),
        description=_l("It stands on the pages of both people and in the audit trail."),
        filters=[tidy],
        validators=[DataRequired(_l("Write the reason.")), Length(max=LONGEST_REASON)],
    )
    letter_number = StringField(_l("Number of the assignment letter"), filters=[tidy])
    letter_dated = DateField(_l("Date of the letter"), validators=[Optional()])
    letter_file = FileField(_l("The letter"), description=_l("PDF or a photo, at most 10 MB."))
    letter_follows = BooleanField(
        _l("The letter follows"), description=_l("The delegation lacks its letter until then.")
    )

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        for name in NOT_ASKED:
            del self[name]

    def validate_letter_follows(self, field: BooleanField) -> None:
        """Ask for the letter, or for the word that it follows."""
        if not field.data and not self.letter_file.data:
            raise Wrong(_l("Attach the assignment letter, or tick that it follows."))

    def begin(self, left: Participant) -> None:
        """Fill in what the seat says: the new person comes for the same post, in the same role."""
        self.position_name.data, self.role.data = left.position_name, left.role.value
        self.manner.data, self.represents.data = left.manner.value, left.represents
