"""What people type at the gate and about attendance."""

from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.checkin.gates import LONGEST_NAME
from app.checkin.models import AttendanceStatus
from app.checkin.read_scans import LONGEST_CODE
from app.checkin.set_attendance import LONGEST_NOTE
from app.checkin.words import STATUS_WORDS

CLEARED = "none"

_gate_length = Length(max=LONGEST_NAME, message=_l("This name is too long."))
_gate_needed = InputRequired(_l("Give the gate a name, for example Main 1."))


class PlaceForm(FlaskForm):
    """For which session one scans, and at which gate."""

    session = SelectField(_l("Session"), coerce=int)
    gate = StringField(
        _l("Gate"), [_gate_needed, _gate_length], description=_l("The door you stand at, for example Main 1.")
    )


class CodeForm(FlaskForm):
    """A code typed by hand; `key` makes sending the form twice harmless."""

    code = StringField(
        _l("Code on the card"), [InputRequired(_l("Type the code on the card.")), Length(max=LONGEST_CODE)]
    )
    key = HiddenField()

    def scan_key(self) -> str | None:
        """Return the key the page came with, if it is one."""
        try:
            return str(UUID(self.key.data or ""))
        except ValueError:
            return None


class DeviceForm(FlaskForm):
    """For which gate a device is registered."""

    gate = StringField(
        _l("Gate"),
        [_gate_needed, _gate_length],
        description=_l("The door this device stands at, for example Main 1."),
    )


class AttendanceForm(FlaskForm):
    """How somebody stands in a session, set by hand."""

    status = RadioField(_l("Attendance"), [InputRequired(_l("Choose one."))])
    represented_by = StringField(_l("Who came instead"), [Length(max=LONGEST_NOTE)])
    note = TextAreaField(
        _l("Reason"), [Length(max=LONGEST_NOTE)], description=_l("It stands in the attendance list.")
    )

    def offer(self, *, may_clear: bool) -> None:
        """Offer every status, and to take back what was set by hand."""
        choices = [(status.value, _(STATUS_WORDS[status])) for status in AttendanceStatus]
        self.status.choices = [*choices, (CLEARED, _("Nothing known yet"))] if may_clear else choices
