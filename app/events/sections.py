"""The sections people see: in an event by role, outside of it those of the administration.

A section is shown when its page exists and the account may open it, so rooms need not know each
other: they meet by the name of their first page, `<area>.index`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.access import Permission, can
from app.lib.refusals import N_

ON_A_PHONE = 4


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section: the page it begins with, who may open it, its name and its icon."""

    endpoint: str
    permission: Permission
    label: str
    icon: str


def _section(endpoint: str, permission: Permission, label: str, icon: str) -> Section:
    return Section(endpoint=endpoint, permission=permission, label=label, icon=icon)


OF_AN_EVENT = (
    _section("events.home", Permission.EVENTS_VIEW, N_("Home"), "home"),
    _section("registration.board", Permission.PARTICIPANTS_VIEW, N_("Delegations"), "landmark"),
    _section("participants.index", Permission.PARTICIPANTS_VIEW, N_("Participants"), "users"),
    _section("attendance.index", Permission.CHECKIN_VIEW, N_("Attendance"), "scan-line"),
    _section("agenda.index", Permission.AGENDA_VIEW, N_("Agenda"), "calendar-days"),
    _section("travel.index", Permission.TRAVEL_VIEW, N_("Travel"), "plane"),
    _section("minutes.index", Permission.MINUTES_VIEW, N_("Minutes"), "file-text"),
    _section("actions.index", Permission.ACTIONS_VIEW, N_("Follow-up"), "list-checks"),
    _section("certificates.index", Permission.CERTIFICATES_VIEW, N_("Certificates"), "file-badge"),
    _section("documents.index", Permission.DOCUMENTS_VIEW, N_("Documents"), "file-check"),
    _section("messages.index", Permission.MESSAGES_VIEW, N_("Messages"), "send"),
    _section("privacy.index", Permission.PRIVACY_VIEW, N_("Personal data"), "shield-check"),
    _section("events.set_up", Permission.EVENTS_SET_UP, N_("Settings"), "settings"),
)
OF_THE_ADMINISTRATION = (
    _section("events.index", Permission.EVENTS_VIEW, N_("Events"), "calendar-days"),
    _section("offices.index", Permission.OFFICES_VIEW, N_("Offices"), "landmark"),
    _section("offices.positions", Permission.OFFICES_VIEW, N_("Posts"), "users"),
    _section("admin.accounts", Permission.ACCOUNTS_INVITE, N_("Accounts"), "user"),
    _section("admin.policy", Permission.ADMIN_POLICY, N_("Roles"), "list-checks"),
    _section("admin.audit", Permission.AUDIT_VIEW, N_("Audit trail"), "history"),
    _section("admin.jobs", Permission.JOBS_VIEW, N_("Background work"), "clock"),
    _section("admin.messages", Permission.MESSAGES_VIEW, N_("Messages"), "send"),
    _section("admin.health", Permission.ADMIN_HEALTH, N_("Health"), "circle-check"),
)
# Which four a phone shows at the bottom, by what the account is here for; look.md, section 5.
FIRST_ON_A_PHONE = (
    (
        Permission.PARTICIPANTS_REGISTER,
        ("events.home", "participants.index", "attendance.index", "agenda.index"),
    ),
    (Permission.MINUTES_CAPTURE, ("events.home", "agenda.index", "minutes.index", "actions.index")),
)


def sections_for(
    actor: Any, sections: Iterable[Section], *, event_id: int | None, pages: Iterable[str]
) -> list[Section]:
    """List the sections that exist (`pages`: the endpoints there are) and that the actor may open."""
    there = set(pages)
    return [
        section
        for section in sections
        if section.endpoint in there and can(actor, section.permission, event_id=event_id)
    ]


def shown_on_a_phone(actor: Any, sections: list[Section], *, event_id: int | None) -> set[str]:
    """Name the sections in a phone's bottom bar; the others stand under "More"."""
    names = [section.endpoint for section in sections]
    if len(names) <= ON_A_PHONE + 1:
        return set(names)
    for permission, first in FIRST_ON_A_PHONE:
        if can(actor, permission, event_id=event_id):
            kept = [name for name in first if name in names]
            return set(kept + [name for name in names if name not in kept][: ON_A_PHONE - len(kept)])
    return set(names[:ON_A_PHONE])
