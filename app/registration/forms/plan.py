"""What people type about seats: how many of each post, how much room for a role, one seat more."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.doors import SelectChoice
from app.lib.folding import tidy
from app.offices.models import Position
from app.registration.models import Quota, SeatRule
from app.registration.plan_seats import MOST_PLACES, STAFF
from app.registration.set_quota import MOST_PEOPLE, QuotaDetails

NEEDED = _l("Fill this in.")
NONE = ""


class PlanForm(FlaskForm):
    """The seats of one kind of office; `plan_form` adds a field `places_<code>` for each post planned."""

    post = SelectField(_l("One more post"), validators=[Optional()])
    post_places = IntegerField(
        _l("Seats for it"),
        default=1,
        validators=[Optional(), NumberRange(min=0, max=MOST_PLACES)],
    )

    def places(self) -> dict[int | None, int]:
        """Return how many seats each post has, as the verb takes it; None is the staff."""
        typed: dict[int | None, int] = {
            None if name == f"places_{STAFF}" else int(name.removeprefix("places_")): field.data or 0
            for name, field in self._fields.items()
            if name.startswith("places_")
        }
        if self.post.data:
            typed[int(self.post.data)] = self.post_places.data or 0
        return typed


def plan_form(rules: Sequence[SeatRule], posts: Sequence[Position]) -> PlanForm:
    """Make the form of one kind's plan: a number for each post planned and the staff, and one post to add."""
    planned = {rule.code: (rule.position.name if rule.position else "", rule.places) for rule in rules}
    planned.setdefault(STAFF, ("", 0))
    fields = {
        f"places_{code}": IntegerField(
            name or _l("Staff, whatever their post"),
            default=places,
            validators=[InputRequired(NEEDED), NumberRange(min=0, max=MOST_PLACES)],
        )
        for code, (name, places) in planned.items()
    }
    form: PlanForm = type("PlanForm", (PlanForm,), fields)()
    others = [SelectChoice(str(post.id), post.name) for post in posts if str(post.id) not in planned]
    form.post.choices = [SelectChoice(NONE, _l("None")), *others]
    return form


class QuotaForm(FlaskForm):
    """How much room there is for a role, until when, and whom to call after that."""

    places = IntegerField(
        _l("Places"), validators=[InputRequired(NEEDED), NumberRange(min=0, max=MOST_PEOPLE)]
    )
    closes_at = DateTimeLocalField(
        _l("Registration closes"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        description=_l("In the event's zone. After that the link says whom to call."),
        validators=[Optional()],
    )
    contact = StringField(
        _l("Whom to call then"),
        description=_l("A name and a telephone number; it stands on the closed page."),
        filters=[tidy],
        validators=[Length(max=160)],
    )

    def show(self, quota: Quota | None, *, zone: str) -> None:
        """Fill in what was said before."""
        if quota is not None:
            self.places.data, self.contact.data = quota.places, quota.contact
            there = quota.closes_at.astimezone(ZoneInfo(zone)) if quota.closes_at else None
            self.closes_at.data = there.replace(tzinfo=None) if there else None

    def details(self, *, zone: str) -> QuotaDetails:
        """Return what was typed, as the verb takes it."""
        typed: datetime | None = self.closes_at.data
        closes_at = typed.replace(tzinfo=ZoneInfo(zone)) if typed else None
        return QuotaDetails(
            places=self.places.data or 0, closes_at=closes_at, contact=self.contact.data or ""
        )
