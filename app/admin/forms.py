"""What administrators type: an invitation, a role, the filters of the audit trail."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, EmailField, Form, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.validators import ValidationError as Wrong
from wtforms.widgets import CheckboxInput

from app.access import Role
from app.accounts.roles import ROLES_OF_ACCOUNTS, RoleWish
from app.accounts.words import ROLE_WORDS
from app.doors import SelectChoice

LONGEST = 254
YEARS = range(2000, 2100)


def role_choices() -> list[SelectChoice]:
    """Return the roles an account may hold, in words."""
    return [SelectChoice(role.value, gettext(ROLE_WORDS[role])) for role in ROLES_OF_ACCOUNTS]


def _with_none(named: Mapping[int, str]) -> list[SelectChoice]:
    return [
        SelectChoice("", gettext("– none –")),
        *(SelectChoice(str(number), name) for number, name in named.items()),
    ]


class PlaceOfRole(FlaskForm):
    """Where a role is held: the event, and the office for the roles of an office."""

    event = SelectField(
        _l("Event"), default="", description=_l("Administrators hold their role in all events.")
    )
    office = SelectField(
        _l("Office"), default="", description=_l("Only for heads of office, office operators and verifiers.")
    )

    def offer(self, *, events: Mapping[int, str], offices: Mapping[int, str]) -> None:
        """Fill the choices. With a single event it is chosen already."""
        self.event.choices = _with_none(events)
        self.office.choices = _with_none(offices)
        if len(events) == 1 and not self.is_submitted():
            self.event.data = str(next(iter(events)))

    def wish(self, role: str) -> RoleWish:
        """Return the role as it is asked for. Raises RoleImpossible."""
        return RoleWish(
            role=Role(role), event_id=_number(self.event.data), office_id=_number(self.office.data)
        )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


class InviteForm(PlaceOfRole):
    """Whom to invite, and what they may do."""

    name = StringField(
        _l("Name"),
        [InputRequired(_l("Write the name.")), Length(max=LONGEST, message=_l("This name is too long."))],
    )
    email = EmailField(
        _l("Office e-mail"),
        [
            InputRequired(_l("Write the e-mail address.")),
            Length(max=LONGEST, message=_l("This address is too long.")),
        ],
    )
    roles = SelectMultipleField(
        _l("Roles"), [InputRequired(_l("Choose at least one role."))], option_widget=CheckboxInput()
    )

    def wishes(self) -> list[RoleWish]:
        """Return the roles as they are asked for. Raises RoleImpossible."""
        return [self.wish(role) for role in self.roles.data or []]


class RoleForm(PlaceOfRole):
    """One role to give."""

    role = SelectField(_l("Role"), [InputRequired(_l("Choose a role."))])


def in_living_memory(_form: Form, field: DateField) -> None:
    """Refuse a day that no calendar could reckon from."""
    if field.data and field.data.year not in YEARS:
        raise Wrong(gettext("The year is a slip of the hand. Write it with four digits, such as 2025."))


class AuditFilterForm(Form):
    """The filters of the audit trail; a GET form, so without a token."""

    q = StringField(_l("Search"), [Optional(), Length(max=LONGEST)])
    since = DateField(_l("From the day"), [Optional(), in_living_memory])
    until = DateField(_l("To the day"), [Optional(), in_living_memory])
