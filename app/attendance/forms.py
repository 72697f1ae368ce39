"""What people type about attendance."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from app.attendance.set_attendance import LONGEST_NOTE
from app.attendance.set_many import FOR_SEVERAL
from app.checkin.models import AttendanceStatus
from app.checkin.rules import DayRule, Departure, EventRules, Once
from app.checkin.words import STATUS_WORDS
from app.doors import SelectChoice
from app.participants.models import ParticipantRole
from app.participants.roles import ROLE_NAMES

CLEARED = "none"
DAY_MINUTES = 24 * 60
LONGEST_LIST = 200_000
FOLLOW = [SelectChoice("", _l("As the event")), SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))]
CHOSEN: dict[str | None, bool | None] = {None: None, "": None, "yes": True, "no": False}


def _minutes_needed(label: Any) -> IntegerField:
    return IntegerField(label, [InputRequired(_l("Fill this in.")), NumberRange(0, DAY_MINUTES)])


def _minutes_or_none(label: Any) -> IntegerField:
    return IntegerField(label, [Optional(), NumberRange(0, DAY_MINUTES)])


class AttendanceForm(FlaskForm):
    """How somebody stands in a session, set by hand."""

    status = RadioField(_l("Attendance"), [InputRequired(_l("Choose one."))])
    represented_by = StringField(_l("Who came instead"), [Length(max=LONGEST_NOTE)])
    note = TextAreaField(
        _l("Reason"), [Length(max=LONGEST_NOTE)], description=_l("It stands in the attendance list.")
    )

    def offer(self, *, may_clear: bool) -> None:
        """Offer every status, and to take back what was set by hand."""
        choices = [SelectChoice(status.value, _(STATUS_WORDS[status])) for status in AttendanceStatus]
        self.status.choices = (
            [*choices, SelectChoice(CLEARED, _("Nothing known yet"))] if may_clear else choices
        )


class SeveralForm(FlaskForm):
    """How several people stand, in one session or in all of its day."""

    people = SelectMultipleField(_l("People"), coerce=int, validate_choice=False)
    status = RadioField(_l("Attendance"), [InputRequired(_l("Choose one."))])
    scope = RadioField(
        _l("For"),
        choices=[
            SelectChoice("session", _l("This session only")),
            SelectChoice("day", _l("All sessions of its day")),
        ],
        default="session",
    )
    note = TextAreaField(
        _l("Reason"), [Length(max=LONGEST_NOTE)], description=_l("It stands in the attendance list.")
    )

    def offer(self) -> None:
        """Offer every status that can hold for several people."""
        self.status.choices = [SelectChoice(status.value, _(STATUS_WORDS[status])) for status in FOR_SEVERAL]


class CloseDayForm(FlaskForm):
    """What happens to those of whom nothing is known, when a day is closed."""

    missing = RadioField(
        _l("People of whom nothing is known"),
        choices=[
            SelectChoice("absent", _l("Mark them absent without notice")),
            SelectChoice("leave", _l("Leave them as they are: the list has an empty line to sign")),
        ],
        default="absent",
    )
    is_sure = BooleanField(
        _l("I have read this: the day stays closed, and later changes are supplements with a reason."),
        [InputRequired(_l("Tick this to close the day."))],
    )


class RulesForm(FlaskForm):
    """The rules of attendance of an event."""

    opens_before_minutes = _minutes_needed(_l("Check-in opens, minutes before a session"))
    late_after_minutes = _minutes_needed(_l("Late, minutes after its start"))
    closes_after_minutes = _minutes_needed(_l("Check-in stays open, minutes after its end"))
    once = RadioField(
        _l("People are checked in"),
        choices=[
            SelectChoice(Once.SESSION.value, _l("For every session")),
            SelectChoice(Once.DAY.value, _l("Once a day")),
        ],
    )
    check_out = BooleanField(_l("Scan people on the way out too"))
    day_rule = RadioField(
        _l("Present on a day is who came to"),
        choices=[
            SelectChoice(DayRule.ANY.value, _l("One session at least")),
            SelectChoice(DayRule.ALL.value, _l("Every session")),
            SelectChoice(DayRule.NAMED.value, _l("The sessions named for it")),
        ],
    )

    def rules(self) -> EventRules:
        """Return what was chosen, as the verb takes it."""
        return EventRules(
            opens_before_minutes=self.opens_before_minutes.data or 0,
            late_after_minutes=self.late_after_minutes.data or 0,
            closes_after_minutes=self.closes_after_minutes.data or 0,
            check_out=bool(self.check_out.data),
            day_rule=DayRule(self.day_rule.data),
            once=Once(self.once.data),
        )


class SessionRuleForm(FlaskForm):
    """Where one session departs from the rules of its event; an empty number follows them."""

    opens_before_minutes = _minutes_or_none(_l("Opens, minutes before the start"))
    late_after_minutes = _minutes_or_none(_l("Late, minutes after the start"))
    closes_after_minutes = _minutes_or_none(_l("Stays open, minutes after the end"))
    check_out = RadioField(_l("Scan people on the way out"), choices=FOLLOW)
    counts = RadioField(_l("Counts for the attendance of a day"), choices=FOLLOW)
    day = SelectField(_l("Of which day"), coerce=int)
    is_limited = RadioField(
        _l("Who may enter"),
        choices=[SelectChoice("no", _l("Everybody")), SelectChoice("yes", _l("Only those named below"))],
        default="no",
    )
    roles = SelectMultipleField(
        _l("Roles"),
        choices=[SelectChoice(role.value, _l(word)) for role, word in ROLE_NAMES.items()],
        option_widget=CheckboxInput(),
    )
    offices = SelectMultipleField(_l("Offices"), coerce=int, option_widget=CheckboxInput())
    people = TextAreaField(
        _l("People, one on a line"),
        [Length(max=LONGEST_LIST)],
        description=_l("A name, or a NIP; after a semicolon the office, where two have one name."),
    )

    def departure(self, people: frozenset[int], *, own_day: int) -> Departure:
        """Return what was chosen, as the verb takes it; `people` are those of the list."""
        limited = self.is_limited.data == "yes"
        return Departure(
            opens_before_minutes=self.opens_before_minutes.data,
            late_after_minutes=self.late_after_minutes.data,
            closes_after_minutes=self.closes_after_minutes.data,
            check_out=CHOSEN[self.check_out.data],
            counts=CHOSEN[self.counts.data],
            counts_for_day_id=self.day.data if self.day.data != own_day else None,
            is_limited=limited,
            roles=frozenset(map(ParticipantRole, self.roles.data or ())) if limited else frozenset(),
            offices=frozenset(self.offices.data or ()) if limited else frozenset(),
            people=people if limited else frozenset(),
        )
