"""What people type about their names, and what the desk answers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from app.lib.folding import tidy
from app.lib.personal_names import PersonalName
from app.participants.forms import NameForm

ACCEPT = "accept"


class ConfirmationForm(FlaskForm):
    """The person says that the name is right: the one that was `shown`."""

    shown = HiddenField()


class CorrectionForm(NameForm):
    """How the person wants the name to be written."""

    note = StringField(
        _l("A word to the desk"), description=_l("For example what your decree says."), filters=[tidy]
    )

    def wanted(self) -> PersonalName:
        """Return the name that was typed."""
        return PersonalName(self.front_titles.data or "", self.name.data or "", self.back_titles.data or "")


class AnswerForm(FlaskForm):
    """The desk writes the name as asked (`decision` is accept), or says why not."""

    decision = HiddenField()
    shown = HiddenField()  # the spelling that the desk has read
    answer = StringField(
        _l("Answer"), description=_l("The person reads it; needed when the name stays."), filters=[tidy]
    )

    @property
    def accepts(self) -> bool:
        """Whether the name is to be written as it was asked for."""
        return bool(self.decision.data == ACCEPT)
