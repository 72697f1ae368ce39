"""Doors: the accounts, their invitations, and the roles they hold."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, Role, requires
from app.accounts.invite import invite_user, send_password_link
from app.accounts.links import link_address, open_links_of
from app.accounts.models import User
from app.accounts.open_account import close_account, reopen_account
from app.accounts.queries import account_with_id, accounts_found, accounts_in, roles_in_use
from app.accounts.roles import ROLES_OF_ACCOUNTS, give_role, take_role
from app.admin.forms import InviteForm, RoleForm, role_choices
from app.admin.queries import event_titles, office_names
from app.db import transaction
from app.doors import offer_undo, page, telling
from app.events.models import Event
from app.events.queries import all_events


def open_doors(admin: Blueprint) -> None:
    """Put the pages under their addresses."""
    one = "/admin/accounts/<int:account_id>"
    admin.add_url_rule("/admin/", "index", index)
    admin.add_url_rule("/admin/accounts", "accounts", accounts)
    admin.add_url_rule("/admin/accounts/invitation", "invite", invite, methods=["GET", "POST"])
    admin.add_url_rule(one, "account", account)
    admin.add_url_rule(f"{one}/link", "send_link", send_link, methods=["POST"])
    admin.add_url_rule(f"{one}/roles", "give", give, methods=["POST"])
    admin.add_url_rule(f"{one}/roles/<int:role_id>/end", "take", take, methods=["POST"])
    admin.add_url_rule(f"{one}/closing", "close", close, methods=["POST"])
    admin.add_url_rule(f"{one}/reopening", "reopen", reopen, methods=["POST"])
    admin.add_url_rule("/events/<event>/roles", "event_roles", event_roles)


@requires(Permission.ACCOUNTS_INVITE)
def index() -> ResponseReturnValue:
    """Begin with the accounts."""
    return redirect(url_for("admin.accounts"), 303)


@requires(Permission.ACCOUNTS_INVITE)
def accounts() -> ResponseReturnValue:
    """List the accounts, found by name or e-mail, perhaps only those with one role."""
    text, wanted = request.args.get("q", "").strip(), request.args.get("role", "")
    role = next((role for role in ROLES_OF_ACCOUNTS if role.value == wanted), None)
    found = accounts_found(text, role=role)
    return render_template(
        "admin/accounts.html", accounts=found, text=text, role=role, roles=roles_in_use(), events=all_events()
    )


@requires(Permission.ACCOUNTS_INVITE)
def invite() -> ResponseReturnValue:
    """Open an account with its roles and send the invitation."""
    form = InviteForm()
    form.offer(events=event_titles(), offices=office_names())
    form.roles.choices = role_choices()
    if form.validate_on_submit():
        with telling(form), transaction():
            email, name = form.email.data or "", form.name.data or ""
            invited = invite_user(email=email, name=name, roles=form.wishes(), by=_me())
        if not form.errors:
            flash(_("The invitation to %(name)s is on its way.", name=invited.user.name), "ok")
            return redirect(url_for("admin.account", account_id=invited.user.id), 303)
    return page("admin/invite.html", form)


@requires(Permission.ACCOUNTS_INVITE)
def account(account_id: int) -> ResponseReturnValue:
    """Show one account, its roles, and the link that waits for its owner."""
    return _show(account_with_id(account_id), _role_form())


@requires(Permission.ACCOUNTS_INVITE)
def send_link(account_id: int) -> ResponseReturnValue:
    """Send an invitation again, or a link for a new password."""
    user = account_with_id(account_id)
    with transaction():
        send_password_link(user, by=_me())
    flash(_("A link for %(name)s is on its way. Earlier links have ended.", name=user.name), "ok")
    return redirect(url_for("admin.account", account_id=user.id), 303)


@requires(Permission.ACCOUNTS_ASSIGN_ROLE)
def give(account_id: int) -> ResponseReturnValue:
    """Give a role to an account."""
    user, form = account_with_id(account_id), _role_form()
    if form.validate():
        with telling(form), transaction():
            give_role(user, form.wish(form.role.data), by=_me())
    if form.errors:
        return _show(user, form)
    flash(_("The role is given. It counts from the next page on."), "ok")
    return redirect(url_for("admin.account", account_id=user.id), 303)


@requires(Permission.ACCOUNTS_ASSIGN_ROLE)
def take(account_id: int, role_id: int) -> ResponseReturnValue:
    """Take a role back."""
    user = account_with_id(account_id)
    with transaction():
        take_role(user, role_id, by=_me())
    flash(_("The role is taken back."), "ok")
    return redirect(url_for("admin.account", account_id=user.id), 303)


@requires(Permission.ACCOUNTS_INVITE)
def close(account_id: int) -> ResponseReturnValue:
    """Close an account; it can be opened again."""
    user = account_with_id(account_id)
    with transaction():
        close_account(user, by=_me())
    offer_undo(
        _("The account of %(name)s is closed.", name=user.name),
        address=url_for("admin.reopen", account_id=user.id),
    )
    return redirect(url_for("admin.account", account_id=user.id), 303)


@requires(Permission.ACCOUNTS_INVITE)
def reopen(account_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    user = account_with_id(account_id)
    with transaction():
        reopen_account(user, by=_me())
    flash(_("The account of %(name)s is open again.", name=user.name), "ok")
    return redirect(url_for("admin.account", account_id=user.id), 303)


@requires(Permission.ACCOUNTS_ASSIGN_ROLE)
def event_roles(event: Event) -> ResponseReturnValue:
    """Show who holds which role in one event."""
    held = accounts_in(event.id)
    return render_template(
        "admin/event_roles.html",
        roles=[
            (role, [one for one in held if one.role is role])
            for role in ROLES_OF_ACCOUNTS
            if role is not Role.ADMINISTRATOR
        ],
        offices=office_names(),
    )


def _me() -> User:
    user: User = current_user._get_current_object()  # noqa: SLF001 - verbs take the account, not its proxy
    return user


def _role_form() -> RoleForm:
    form = RoleForm()
    form.offer(events=event_titles(), offices=office_names())
    form.role.choices = role_choices()
    return form


def _show(user: User, form: RoleForm) -> ResponseReturnValue:
    g.private = True  # the page shows a link that sets a password
    links = [(link, link_address(link)) for link in open_links_of(user.reference)]
    return page(
        "admin/account.html", form, user=user, links=links, events=event_titles(), offices=office_names()
    )
