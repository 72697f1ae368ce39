"""What people type at the gate, at the desk and about devices."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.checkin.gates import LONGEST_NAME
from app.checkin.models import DeviceProfile
from app.checkin.read_scans import LONGEST_CODE
from app.checkin.walk_in import WalkInEntry
from app.checkin.words import PROFILE_USES
from app.doors import SelectChoice
from app.lib.codes import random_token
from app.lib.folding import tidy
from app.participants.forms import NameForm
from app.participants.models import ParticipantRole
from app.participants.person_entry import PersonEntry
from app.participants.roles import ROLE_NAMES

FIRST_FREE_SEAT = 0
LONGEST_KEY = 64
WALK_IN_TEXTS = ("front_titles", "name", "back_titles", "nip", "position_name", "email", "phone")

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
    """For which gate a device is registered, and what it is for."""

    profile = RadioField(
        _l("What it is for"),
        choices=[SelectChoice(profile.value, _l(words)) for profile, words in PROFILE_USES.items()],
        default=DeviceProfile.GATE.value,
    )

    gate = StringField(
        _l("Gate or place"),
        [_gate_needed, _gate_length],
        description=_l("Where this device stands, for example Main 1."),
    )


class QueueForm(FlaskForm):
    """The queue that a gate saved as a file."""

    file = FileField(
        _l("File of the gate"),
        description=_l("The file that the gate page saved: its name ends in .json."),
        validators=[FileRequired(_l("Choose the file that the gate saved."))],
    )


class WalkInForm(NameForm):
    """Somebody at the desk who is on no list; `key` makes sending the form twice harmless."""

    office = StringField(
        _l("Office"), description=_l("Any name of it: type a few letters and choose."), filters=[tidy]
    )
    is_outside = BooleanField(_l("An outside body that is in no list"))
    position_name = StringField(_l("Post"), filters=[tidy])
    role = SelectField(
        _l("Role"), choices=[SelectChoice(role.value, _l(word)) for role, word in ROLE_NAMES.items()]
    )
    seat = SelectField(_l("Seat to take"), coerce=int)
    nip = StringField(_l("NIP"), description=_l("18 digits; empty for people without one."), filters=[tidy])
    email = StringField(_l("Email"), filters=[tidy])
    phone = StringField(_l("Telephone"), filters=[tidy])
    is_another = BooleanField(_l("This is another person of the same name"))
    key = HiddenField(default=random_token, validators=[Length(max=LONGEST_KEY)])

    def entry(self) -> WalkInEntry:
        """Return what was typed, as the use case takes it."""
        texts: dict[str, Any] = {name: getattr(self, name).data or "" for name in WALK_IN_TEXTS}
        return WalkInEntry(
            person=PersonEntry(role=ParticipantRole(self.role.data), **texts),
            office=self.office.data or "",
            is_outside=bool(self.is_outside.data),
            seat_id=self.seat.data or None,
            is_another=bool(self.is_another.data),
            key=self.key.data or random_token(),
        )
