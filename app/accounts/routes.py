"""Sign in and out, set a password by a link, and one's own account."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user, logout_user

from app.access import public, signed_in
from app.accounts.first_administrator import become_first_administrator
from app.accounts.forms import (
    ChangePasswordForm,
    FirstAdministratorForm,
    ForgottenPasswordForm,
    NameForm,
    NewPasswordForm,
    SignInForm,
)
from app.accounts.invite import ask_for_password_link
from app.accounts.links import open_link
from app.accounts.models import LinkKind, User
from app.accounts.open_account import EmailTaken, EmailUnreadable
from app.accounts.passwords import PasswordRefused, new_password
from app.accounts.queries import account_of_session
from app.accounts.set_password import (
    PasswordWrong,
    end_other_sessions,
    owner_of,
    refuse_wrong_password,
    rename,
    set_password,
    set_password_by_link,
)
from app.accounts.sign_in import (
    TooManyTries,
    begin_sign_in,
    complete_sign_in,
    record_sign_out,
    refuse_sign_in,
)
from app.accounts.words import ROLE_WORDS
from app.db import transaction
from app.doors import page
from app.i18n import sentence
from app.lib.refusals import Refused

SESSION_LASTS = timedelta(days=7)  # a meeting with a day before and after

accounts = Blueprint("accounts", __name__)


def register(app: Flask) -> None:
    """Put the pages in, and say how a session finds its account."""
    manager = LoginManager(app)
    manager.session_protection = None  # addresses change in a hall; the serial ends sessions instead
    manager.user_loader(account_of_session)
    app.config["PERMANENT_SESSION_LIFETIME"] = SESSION_LASTS
    app.register_blueprint(accounts)
    app.jinja_env.filters["role"] = lambda role: _(ROLE_WORDS[role])


@accounts.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Let somebody in, or say what did not fit."""
    form = SignInForm(next=request.args.get("next", ""))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(_page_after(form), HTTPStatus.SEE_OTHER)
    if not form.validate_on_submit():
        return page("accounts/sign_in.html", form)
    try:
        with transaction():
            attempt = begin_sign_in(form.email.data or "", address=request.remote_addr or "")
    except TooManyTries as refusal:
        form.password.errors = [sentence(refusal)]
        return render_template("accounts/sign_in.html", form=form), refusal.status
    if not attempt.fits(form.password.data or ""):
        with transaction():
            refuse_sign_in(attempt)
        form.password.errors = [
            _("This password does not fit this e-mail. Check capital letters, or ask for a link.")
        ]
        return page("accounts/sign_in.html", form)
    with transaction():
        user = complete_sign_in(attempt, password=form.password.data or "")
    _begin_session(user)
    return redirect(_page_after(form), HTTPStatus.SEE_OTHER)


@accounts.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session of this browser."""
    if current_user.is_authenticated:
        with transaction():
            record_sign_out(_me())
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"), HTTPStatus.SEE_OTHER)


@accounts.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten_password() -> ResponseReturnValue:
    """Send a link to an e-mail address; the answer is the same whether it has an account or not."""
    form = ForgottenPasswordForm()
    if not form.validate_on_submit():
        return page("accounts/forgotten_password.html", form)
    with transaction():
        ask_for_password_link(form.email.data or "", address=request.remote_addr or "")
    flash(_("If this e-mail has an account, a link is on its way. It works for one day."), "ok")
    return redirect(url_for("accounts.sign_in"), HTTPStatus.SEE_OTHER)


@accounts.route("/invitation/<token>", methods=["GET", "POST"], defaults={"kind": LinkKind.INVITATION})
@accounts.route("/links/password/<token>", methods=["GET", "POST"], defaults={"kind": LinkKind.PASSWORD})
@public
def password_by_link(kind: LinkKind, token: str) -> ResponseReturnValue:
    """Let the owner of a link set a password; opening the page does not use the link up."""
    g.private = True
    link, form = open_link(kind, token), NewPasswordForm()
    owner = owner_of(link)
    if not form.validate_on_submit():
        return page("accounts/set_password.html", form, owner=owner)
    try:
        password = new_password(form.password.data or "", email=owner.email, name=owner.name)
    except PasswordRefused as refusal:
        form.password.errors = [sentence(refusal)]
        return page("accounts/set_password.html", form, owner=owner)
    with transaction():
        user = set_password_by_link(link, password=password)
    _begin_session(user)
    flash(_("Your password is set. You are signed in."), "ok")
    return redirect("/", HTTPStatus.SEE_OTHER)


@accounts.route("/links/first-administrator/<token>", methods=["GET", "POST"])
@public
def first_administrator(token: str) -> ResponseReturnValue:
    """Let the first administrator open an account, and go on to create the event."""
    g.private = True
    link, form = open_link(LinkKind.FIRST_ADMINISTRATOR, token), FirstAdministratorForm()
    if not form.validate_on_submit():
        return page("accounts/first_administrator.html", form)
    email, name = form.email.data or "", form.name.data or ""
    try:
        password = new_password(form.password.data or "", email=email, name=name)
        with transaction():
            user = become_first_administrator(link, email=email, name=name, password=password)
    except PasswordRefused as refusal:
        form.password.errors = [sentence(refusal)]
        return page("accounts/first_administrator.html", form)
    except (EmailTaken, EmailUnreadable) as refusal:
        form.email.errors = [sentence(refusal)]
        return page("accounts/first_administrator.html", form)
    _begin_session(user)
    there = "events.new" in current_app.view_functions
    return redirect(url_for("events.new") if there else "/", HTTPStatus.SEE_OTHER)


@accounts.get("/account")
@signed_in
def own() -> ResponseReturnValue:
    """Show one's own account."""
    return _show_own()


@accounts.post("/account/name")
@signed_in
def change_name() -> ResponseReturnValue:
    """Change one's own name."""
    form = NameForm()
    if not form.validate():
        return _show_own(naming=form)
    with transaction():
        rename(_me(), name=(form.name.data or "").strip())
    flash(_("Your name is changed."), "ok")
    return redirect(url_for("accounts.own"), HTTPStatus.SEE_OTHER)


@accounts.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other session ends."""
    form, user = ChangePasswordForm(), _me()
    if not form.validate():
        return _show_own(changing=form)
    try:
        refuse_wrong_password(user, form.present.data or "")
        password = new_password(form.password.data or "", email=user.email, name=user.name)
    except Refused as refusal:
        field = form.present if isinstance(refusal, PasswordWrong) else form.password
        field.errors = [sentence(refusal)]
        return _show_own(changing=form)
    with transaction():
        set_password(user, password=password, by=user)
    _begin_session(user)
    flash(_("Your password is changed. All other sessions have ended."), "ok")
    return redirect(url_for("accounts.own"), HTTPStatus.SEE_OTHER)


@accounts.post("/account/sessions")
@signed_in
def end_sessions() -> ResponseReturnValue:
    """Sign this account out everywhere else."""
    user = _me()
    with transaction():
        end_other_sessions(user)
    _begin_session(user)
    flash(_("All other sessions have ended."), "ok")
    return redirect(url_for("accounts.own"), HTTPStatus.SEE_OTHER)


def _me() -> User:
    user: User = current_user._get_current_object()  # noqa: SLF001 - verbs take the account, not its proxy
    return user


def _begin_session(user: User) -> None:
    """Begin a new session: nothing of what a stranger may have put into the old one stays."""
    session.clear()
    login_user(user)


def _page_after(form: SignInForm) -> str:
    """Return the page that was asked for, when it is one of ours; else the home page."""
    target = form.next.data or ""
    parts = urlsplit(target)
    ours = (
        target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    )
    return target if ours and not (parts.scheme or parts.netloc) else "/"


def _show_own(
    naming: NameForm | None = None, changing: ChangePasswordForm | None = None
) -> ResponseReturnValue:
    user = _me()
    shown = render_template(
        "accounts/own.html",
        user=user,
        naming=naming or NameForm(formdata=None, obj=user),
        changing=changing or ChangePasswordForm(formdata=None),
    )
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if naming or changing else HTTPStatus.OK
