"""What people type about papers: a file to compare, a reason to revoke."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

LONGEST_REASON = 400


class FileForm(FlaskForm):
    """The file a visitor holds. It is compared, never kept."""

    class Meta:
        """Reading changes nothing, so a visitor needs neither token nor cookie."""

        csrf = False

    file = FileField(_l("PDF file"), validators=[FileRequired(_l("Choose the PDF you want to compare."))])


class RevocationForm(FlaskForm):
    """Why a paper no longer holds."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("Shown to everybody who checks this document."),
        validators=[
            DataRequired(
                _l("Say why this document is revoked; the reason is shown on its verification page.")
            ),
            Length(max=LONGEST_REASON, message=_l("Say it in at most %(max)d characters.")),
        ],
    )
