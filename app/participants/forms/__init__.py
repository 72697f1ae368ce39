"""What people type about participants."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from app.doors import SelectChoice
from app.lib.folding import tidy
from app.participants.edit_person import Shown, revision_of
from app.participants.models import Manner, ParticipantRole
from app.participants.name_look import NameLook, look_of_name
from app.participants.person_entry import PersonEntry
from app.participants.roles import ROLE_NAMES

LONGEST_REASON = 200
PREVIEW, TAKE = "preview", "take"
OUTSIDE = 0  # the choice of an office that is in no list
ENTRY_TEXTS = (
    *("front_titles", "name", "back_titles", "nip", "rank"),
    *("position_name", "represents", "email", "phone"),
)
MANNERS = {
    Manner.HOLDER: _l("As holder of the post"),
    Manner.ACTING: _l("Acting (Plt., Plh., Pj.)"),
    Manner.REPRESENTING: _l("For the holder of the post"),
}


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


class NameForm(FlaskForm):
    """A name in its three parts, as people write it. `step` says that it is only to be looked at."""

    front_titles = StringField(_l("Front titles"), description=_l("Dr., Hj., Ir."), filters=[tidy])
    name = StringField(_l("Name"), description=_l("As its owner writes it, without titles."), filters=[tidy])
    back_titles = StringField(_l("Back titles"), description=_l("S.H., M.H."), filters=[tidy])
    step = HiddenField()

    @property
    def look(self) -> NameLook:
        """How papers will print what is typed."""
        rank = self._fields.get("rank")
        return look_of_name(
            self.front_titles.data or "",
            self.name.data or "",
            self.back_titles.data or "",
            (rank.data or "") if rank else "",
        )

    def is_to_be_saved(self) -> bool:
        """Whether the form is sent to be saved; a suggestion that was asked for stands in the fields then."""
        if not self.is_submitted():
            return False
        suggestion = self.look.suggestion if self.step.data == TAKE else None
        if suggestion:
            self.front_titles.data = suggestion.front_titles
            self.name.data, self.back_titles.data = suggestion.name, suggestion.back_titles
        return self.step.data not in (PREVIEW, TAKE)


class PersonForm(NameForm):
    """One person. What is wrong in it the use case says, with the rules of the sheet."""

    nip = StringField(_l("NIP"), description=_l("18 digits; empty for people without one."), filters=[tidy])
    rank = StringField(_l("Rank"), description=_l("For example Penata Tingkat I (III/d)."), filters=[tidy])
    position_name = StringField(
        _l("Position"),
        description=_l("Choose from the list of posts, or write another one."),
        filters=[tidy],
    )
    manner = SelectField(
        _l("Fills the seat"), choices=[SelectChoice(one.value, word) for one, word in MANNERS.items()]
    )
    represents = StringField(
        _l("Represents"), description=_l("Whose place it is, when somebody else's."), filters=[tidy]
    )
    office = SelectField(_l("Office"), coerce=int)
    body = StringField(
        _l("Name of the outside body"), description=_l("Only for a body that is in no list."), filters=[tidy]
    )
    role = SelectField(
        _l("Role"), choices=[SelectChoice(role.value, _l(word)) for role, word in ROLE_NAMES.items()]
    )
    email = StringField(_l("Email"), filters=[tidy])
    phone = StringField(_l("Telephone"), filters=[tidy])
    is_another = BooleanField(_l("This is another person of the same name"))
    over_quota = BooleanField(_l("Over the quota: the committee has decided so"))
    revision = HiddenField()

    def validate_body(self, field: StringField) -> None:
        """Ask for the name of a body that is in no list."""
        if self.office.data == OUTSIDE and not field.data:
            raise ValidationError(_l("Write the name of the body, or choose an office."))

    def entry(self) -> PersonEntry:
        """Return what was typed, as the use case takes it."""
        texts = {name: getattr(self, name).data or "" for name in ENTRY_TEXTS}
        return PersonEntry(role=ParticipantRole(self.role.data), manner=Manner(self.manner.data), **texts)

    def show(self, shown: Shown) -> None:
        """Fill in what the list says of somebody."""
        for name in ENTRY_TEXTS:
            getattr(self, name).data = getattr(shown.entry, name) or ""
        self.role.data, self.manner.data = shown.entry.role.value, shown.entry.manner.value
        self.office.data, self.revision.data = shown.office_id, revision_of(shown)
