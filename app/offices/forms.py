"""What people type about offices and posts."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from app.doors import SelectChoice
from app.i18n import ZONE_LABELS, sentence
from app.lib.contacts import read_email
from app.lib.folding import lines_of, tidy
from app.lib.phone_numbers import NumberImpossible, international
from app.offices.edit_offices import OfficeDetails
from app.offices.edit_positions import PositionDetails
from app.offices.models import OfficeKind

NEEDED = _l("Fill this in.")
KINDS = {
    OfficeKind.REGIONAL: _l("Regional office"),
    OfficeKind.DIRECTORATE: _l("Directorate"),
    OfficeKind.OUTSIDE: _l("Outside body"),
}


def well_formed_email(_form: FlaskForm, field: StringField) -> None:
    """Refuse what no letter could go to."""
    if read_email(field.data or "").value != field.data:
        raise ValidationError(gettext("This is no e-mail address. Write it like kanwil@example.go.id."))


def possible_number(_form: FlaskForm, field: StringField) -> None:
    """Refuse what WhatsApp could not call."""
    try:
        international(field.data or "")
    except NumberImpossible as refusal:
        raise ValidationError(sentence(refusal)) from refusal


class AliasesForm(FlaskForm):
    """Other ways of writing, one per line."""

    aliases = TextAreaField(
        _l("Other ways of writing it"),
        description=_l(
            "One per line. Capitals, full stops and “Kantor Wilayah” or “Kanwil” make no difference."
        ),
        validators=[Length(max=5000)],
    )

    def other_names(self) -> list[str]:
        """Return the lines that say something."""
        return lines_of(self.aliases.data)


class OfficeForm(AliasesForm):
    """An office."""

    name = StringField(
        _l("Official name"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=200)]
    )
    short_name = StringField(
        _l("Short name"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=120)]
    )
    code = StringField(
        _l("Code"),
        filters=[tidy],
        description=_l("Small letters, digits and hyphens, for example kaltim."),
        validators=[
            DataRequired(NEEDED),
            Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Use small letters and digits, with single hyphens.")
            ),
            Length(max=60),
        ],
    )
    kind = SelectField(_l("Kind"), choices=[SelectChoice(kind.value, word) for kind, word in KINDS.items()])
    city = StringField(_l("City"), filters=[tidy], validators=[Optional(), Length(max=80)])
    zone = SelectField(
        _l("Time zone"), choices=[SelectChoice(name, label) for name, label in ZONE_LABELS.items()]
    )
    protocol_order = IntegerField(
        _l("Place in the protocol order"), validators=[InputRequired(NEEDED), NumberRange(min=0, max=100_000)]
    )

    email = StringField(
        _l("E-mail for invitations"),
        filters=[tidy],
        validators=[Optional(), Length(max=254), well_formed_email],
    )
    phone = StringField(
        _l("WhatsApp number"),
        filters=[tidy],
        description=_l("Of whoever fills in the names for the office, for example 0812 3456 7890."),
        validators=[Optional(), Length(max=40), possible_number],
    )
    valid_from = DateField(_l("Exists from"), validators=[Optional()])
    valid_until = DateField(
        _l("Exists until"),
        description=_l("When both days are empty it has always existed and has no end."),
        validators=[Optional()],
    )

    def details(self) -> OfficeDetails:
        """Return what was typed, as the verb takes it."""
        return OfficeDetails(
            code=self.code.data or "",
            name=self.name.data or "",
            short_name=self.short_name.data or "",
            kind=OfficeKind(self.kind.data),
            city=self.city.data or None,
            zone=self.zone.data,
            protocol_order=self.protocol_order.data or 0,
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            email=self.email.data or None,
            phone=self.phone.data or None,
        )


class PositionForm(AliasesForm):
    """A post."""

    name = StringField(
        _l("Name of the post"), filters=[tidy], validators=[DataRequired(NEEDED), Length(max=200)]
    )
    short_name = StringField(_l("Short name"), filters=[tidy], validators=[Length(max=80)])
    rank_order = IntegerField(
        _l("Place in the order of rank"),
        description=_l("The lower the number, the higher the post; lists of people follow it."),
        validators=[InputRequired(NEEDED), NumberRange(min=0, max=100_000)],
    )

    def details(self) -> PositionDetails:
        """Return what was typed, as the verb takes it."""
        return PositionDetails(
            name=self.name.data or "",
            short_name=self.short_name.data or None,
            rank_order=self.rank_order.data or 0,
        )
