"""What people type about participants."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from app.lib.codes import random_token
from app.lib.folding import tidy

LONGEST_REASON = 200


class RosterForm(FlaskForm):
    """A sheet of participants."""

    file = FileField(
        _l("Sheet of participants"),
        description=_l(".xlsx, .xls, .ods or .csv. The columns are found by their headings."),
        validators=[FileRequired(_l("Choose the file that holds the list of people."))],
    )


class ReasonForm(FlaskForm):
    """Why something is done that others must be able to understand later."""

    reason = StringField(
        _l("Reason"),
        description=_l("It stands on this person's page and in the audit trail."),
        filters=[tidy],
        validators=[DataRequired(_l("Write the reason.")), Length(max=LONGEST_REASON)],
    )


class BadgesForm(FlaskForm):
    """Whose badges are printed. `key` makes sending the form twice harmless."""

    office = SelectField(_l("Whose badges"), coerce=int)
    key = HiddenField(default=random_token)
