"""What people choose when they print badges or merge two rows that are one person."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.doors import SelectChoice
from app.lib.codes import random_token
from app.lib.folding import lines_of, tidy
from app.services.paper.parts import BadgeLayout

LONGEST_REASON = 200
MOST_LINES = 3
LONGEST_LINE = 42  # what fits beside the QR on the back


class BadgesForm(FlaskForm):
    """Whose badges are printed and how. `key` makes sending the form twice harmless."""

    which = RadioField(_l("Which badges"))
    office = SelectField(_l("Of which office"), coerce=int)
    layout = RadioField(
        _l("Paper"),
        choices=[
            SelectChoice(BadgeLayout.FOUR_UP.value, _l("Four on A4 with crop marks, front and back")),
            SelectChoice(BadgeLayout.CARD.value, _l("One on A6, front and back")),
        ],
        default=BadgeLayout.FOUR_UP.value,
    )
    lines = TextAreaField(
        _l("Lines on the back"),
        description=_l(
            "At most three short ones, such as the Wi-Fi and an emergency number; the last is bold."
        ),
    )
    key = HiddenField(default=random_token)

    def validate_lines(self, field: TextAreaField) -> None:
        """Refuse what does not fit beside the QR."""
        lines = lines_of(field.data)
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(_l("There is room for three lines of 42 letters. Shorten them."))

    @property
    def help_lines(self) -> list[str]:
        """The lines as they are printed."""
        return lines_of(self.lines.data)


class MergeForm(FlaskForm):
    """Which of two rows stays, and why they are one person."""

    stays = RadioField(_l("Who stays on the list"), coerce=int)
    reason = StringField(
        _l("Reason"),
        description=_l("It stands in the history of both and in the audit trail."),
        filters=[tidy],
        validators=[DataRequired(_l("Write the reason.")), Length(max=LONGEST_REASON)],
    )
