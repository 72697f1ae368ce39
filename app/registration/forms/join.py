"""What somebody types to register oneself."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from app.lib.codes import random_token
from app.lib.folding import tidy
from app.participants.forms import NameForm
from app.participants.models import Manner, ParticipantRole
from app.participants.person_entry import PersonEntry
from app.registration.register_oneself import LONGEST_ORGANISATION

TEXTS = ("front_titles", "name", "back_titles", "position_name", "email", "phone")


class GivingUpForm(FlaskForm):
    """The button by which somebody takes the own registration back."""


class JoinForm(NameForm):
    """Only what badge, list and message need: no number, no address. `key` makes sending twice harmless."""

    organisation = StringField(
        _l("Organisation"),
        description=_l("The body or the media that you come from."),
        filters=[tidy],
        validators=[DataRequired(_l("Write the organisation.")), Length(max=LONGEST_ORGANISATION)],
    )
    position_name = StringField(_l("Position"), filters=[tidy])
    email = StringField(
        _l("Email"),
        description=_l("Your pass is sent there."),
        filters=[tidy],
        validators=[DataRequired(_l("Write your e-mail address."))],
    )
    phone = StringField(_l("Telephone"), description=_l("Best one with WhatsApp."), filters=[tidy])
    key = HiddenField(default=random_token)

    def entry(self) -> PersonEntry:
        """Return what was typed, as the use case takes it; the quota says the role."""
        texts = {name: getattr(self, name).data or "" for name in TEXTS}
        return PersonEntry(role=ParticipantRole.GUEST, manner=Manner.HOLDER, **texts)
