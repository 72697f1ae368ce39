"""What people type about their own account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from app.accounts.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD

LONGEST_EMAIL = 254
LONGEST_NAME = 120

_email_needed = InputRequired(_l("Write the e-mail address."))
_password_needed = InputRequired(_l("Write the password."))
_short_email = Length(max=LONGEST_EMAIL, message=_l("This address is too long."))
_short_password = Length(max=LONGEST_PASSWORD, message=_l("This password is too long."))
_same = EqualTo("password", _l("The two passwords differ. Type the same one twice."))
_password_hint = _l(
    "At least %(number)s characters. Four words in a row are easy to remember.", number=SHORTEST_PASSWORD
)


class SignInForm(FlaskForm):
    """E-mail and password; `next` is the page that was asked for."""

    email = EmailField(_l("Office e-mail"), [_email_needed, _short_email])
    password = PasswordField(_l("Password"), [_password_needed, _short_password])
    next = HiddenField()


class ForgottenPasswordForm(FlaskForm):
    """The e-mail to which a link is sent."""

    email = EmailField(_l("Office e-mail"), [_email_needed, _short_email])


class NewPasswordForm(FlaskForm):
    """A new password, typed twice."""

    password = PasswordField(_l("New password"), [_password_needed], description=_password_hint)
    confirm = PasswordField(_l("New password again"), [_same])


class FirstAdministratorForm(NewPasswordForm):
    """Who the first administrator is."""

    email = EmailField(_l("Office e-mail"), [_email_needed, _short_email])
    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Write the name.")),
            Length(max=LONGEST_NAME, message=_l("This name is too long.")),
        ],
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password for somebody who is signed in and knows the present one."""

    present = PasswordField(_l("Present password"), [_password_needed, _short_password])


class NameForm(FlaskForm):
    """One's own name."""

    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Write the name.")),
            Length(max=LONGEST_NAME, message=_l("This name is too long.")),
        ],
    )
