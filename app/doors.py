"""What the web doors of all rooms share: a refusal stands on the form, beside what was typed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Flask, Response, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms.fields import SelectChoice as SelectChoice  # type: ignore[attr-defined]  # its stubs are older

from app.i18n import sentence, write
from app.lib.refusals import N_, FieldsRefused, Refused
from app.services import services
from app.services.paper import PaperUnavailable

LINK_COOKIE = "me"
LINK_SECONDS = 14 * 24 * 3600  # a meeting, and the days around it
# What WTForms says by itself of what was typed. It speaks many languages, but not Indonesian.
FORM_WORDS = (
    N_("Field cannot be longer than %(max)d characters."),
    N_("Field must be at least %(min)d characters long."),
    N_("Field must be between %(min)d and %(max)d characters long."),
    N_("Number must be at least %(min)s."),
    N_("Number must be at most %(max)s."),
    N_("Number must be between %(min)s and %(max)s."),
    N_("Not a valid integer value."),
    N_("Not a valid date value."),
    N_("Not a valid time value."),
    N_("Not a valid choice."),
    N_("Invalid Choice: could not coerce."),
    N_("'%(value)s' is not a valid choice for this field."),
    N_("'%(value)s' are not valid choices for this field."),
    N_("This field is required."),
    N_("Invalid email address."),
    N_("Invalid input."),
)


class TextUnkept(Refused):
    """A NUL in what was sent: PostgreSQL keeps no such text, and no keyboard writes one."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "What was sent contains an invisible character that cannot be kept. "
                "Type the text again instead of pasting it, then send it once more."
            )
        )


class FormWords:
    """What WTForms says, in our catalogues: what is not among FORM_WORDS stays English."""

    def gettext(self, text: str) -> str:
        """Translate what it says."""
        return str(gettext(text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Translate what it says of a number."""
        return str(gettext(one if number == 1 else many))


def configure_doors(app: Flask) -> None:
    """Let no door take what cannot be kept, and let every page say why no paper can be printed."""
    refuse_what_no_database_keeps(app)
    FlaskForm.Meta.get_translations = lambda *_: FormWords()
    app.jinja_env.globals["what_stops_printing"] = what_stops_printing


def what_stops_printing() -> str | None:
    """Say why this machine cannot print papers; None when it can."""
    try:
        services().press.make_ready()
    except PaperUnavailable as missing:
        return sentence(missing)
    return None


def refuse_what_no_database_keeps(app: Flask) -> None:
    """Refuse a request with a NUL in its address or its form, before anybody looks for what it names.

    The form is read once the event of the address is known: a file too large is told on its pages. What
    was typed is shown again without the NUL.
    """
    app.url_value_preprocessor(_read_address)
    app.before_request(_read_form)


def _read_address(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    _refuse_nul(request.path, request.query_string.decode(errors="replace").replace("%00", "\0"))


def _read_form() -> None:
    if request.method == "POST" and not request.is_json:
        _refuse_nul(*request.form.keys(), *(file.filename or "" for file in request.files.values()))
        _refuse_nul(*(text for _, text in request.form.items(multi=True)))


def _refuse_nul(*texts: str) -> None:
    if any("\0" in text for text in texts):
        raise TextUnkept


def json_body() -> Any:
    """Return the JSON that was sent, whatever it says it is; None when it is none, or nested too deep."""
    try:
        return request.get_json(force=True, silent=True)
    except RecursionError:
        return None


def json(answer: object) -> Response:
    """Answer with a dataclass as JSON."""
    return Response(msgspec.json.encode(answer), mimetype="application/json")


@contextmanager
def telling(form: FlaskForm) -> Iterator[None]:
    """Turn a refusal of the verb inside into a sentence at its field, or else at the head of the form.

    Write `with telling(form), transaction(): verb(…)`, then ask `form.errors`.
    """
    try:
        yield
    except FieldsRefused as refusal:
        for problem in refusal.problems:
            field, told = form._fields.get(problem.field), write(problem.msgid, problem.values)
            if field is None:
                form.form_errors.append(told)
            else:
                field.errors = [*field.errors, told]
    except Refused as refusal:
        form.form_errors.append(sentence(refusal))


def page(template: str, form: FlaskForm, **values: Any) -> ResponseReturnValue:
    """Draw a page with a form; with 422 when something in it was refused."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template(template, form=form, **values), status


def offer_undo(sentence: str, *, address: str) -> None:
    """Say what was done in a toast whose button takes it back: by a POST to this address."""
    flash({"text": sentence, "undo": address}, "ok")  # type: ignore[arg-type]  # layouts/_flashes.html takes it


def remember_link(answer: Response, token: str) -> None:
    """Remember in this browser whose personal link it opened: the holder of the phone needs no second one."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(LINK_COOKIE, token, LINK_SECONDS, secure=secure, httponly=True, samesite="Lax")


def remembered_link() -> str | None:
    """Return the token of the personal link that this browser opened last."""
    return request.cookies.get(LINK_COOKIE)


def paper(content: bytes, *, filename: str) -> Response:
    """Send a PDF under its file name; its ETag is its SHA-256, so unchanged bytes travel once."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=filename)
    answer.set_etag(hashlib.sha256(content).hexdigest())
    answer.make_conditional(request)
    return answer
