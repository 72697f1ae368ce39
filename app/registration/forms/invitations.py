"""What people type about invitations of offices."""

from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from app.lib.folding import lines_of, tidy
from app.registration.invitation_text import LetterText

NEEDED = _l("Fill this in.")
LINE, PARAGRAPH = 200, 1000


def _line(label: Any, *, needed: bool = False, hint: Any = "") -> StringField:
    rule = DataRequired(NEEDED) if needed else Optional()
    return StringField(label, filters=[tidy], description=hint, validators=[rule, Length(max=LINE)])


def _paragraph(label: Any, *, needed: bool = False, hint: Any = "") -> TextAreaField:
    rule = DataRequired(NEEDED) if needed else Optional()
    return TextAreaField(label, filters=[tidy], description=hint, validators=[rule, Length(max=PARAGRAPH)])


class InvitationTextForm(FlaskForm):
    """The parts of the letter that are the same for every office."""

    number_pattern = _line(
        _l("Number of the letters"),
        needed=True,
        hint=_l("{number:03} is the running number, {year} the year; for example HKI-KI.01.01-{number}."),
    )
    dated = DateField(_l("Date of the letters"), validators=[DataRequired(NEEDED)])
    nature = _line(_l("Nature"), hint=_l("Sifat, for example Segera or Biasa."))
    attachments = _line(_l("Attachments"), hint=_l("Lampiran, for example 1 (satu) berkas."))
    subject = _line(_l("Subject"), needed=True)
    opening = _paragraph(_l("Opening paragraph"), needed=True)
    hours = _line(_l("Time"), hint=_l("For example Pukul 08.30 WITA s.d. selesai."))
    place = _line(_l("Place"))
    costs = _paragraph(
        _l("Who pays what"),
        hint=_l("An invitation must say whether travel is paid by the host or the office."),
    )
    bring = _paragraph(_l("What to bring"), hint=_l("For example assignment letter, travel order, slides."))
    contact = _line(_l("Contact"), hint=_l("Name and number of whoever answers questions."))
    reply_by = DateField(_l("Names are due by"), validators=[Optional()])
    copies = TextAreaField(
        _l("Copies to"), description=_l("Tembusan, one per line."), validators=[Length(max=PARAGRAPH)]
    )

    def text(self) -> LetterText:
        """Return what was typed, as the verb takes it."""
        lines = {
            name: getattr(self, name).data or ""
            for name in ("number_pattern", "nature", "attachments", "subject", "opening", "hours", "place")
        }
        paragraphs = {name: getattr(self, name).data or "" for name in ("costs", "bring", "contact")}
        return LetterText(
            **lines,
            **paragraphs,
            dated=cast("date", self.dated.data),
            reply_by=self.reply_by.data,
            copies=tuple(lines_of(self.copies.data)),
        )
