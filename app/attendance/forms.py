"""What people type about attendance."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.attendance.set_attendance import LONGEST_NOTE
from app.checkin.models import AttendanceStatus
from app.checkin.words import STATUS_WORDS

CLEARED = "none"


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
