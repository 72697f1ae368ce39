"""What people type about messages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.lib.folding import tidy


class BounceForm(FlaskForm):
    """Why a message did not arrive."""

    reason = StringField(
        _l("How do you know?"),
        filters=[tidy],
        description=_l("For example: the mail server answered that the mailbox does not exist."),
        validators=[DataRequired(_l("Fill this in.")), Length(max=300)],
    )
