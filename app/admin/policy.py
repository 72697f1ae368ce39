"""The policy in words: every permission, and how far it reaches for each role. Read from GRANTS."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from app.access import GRANTS, Permission, Reach, Role
from app.lib.refusals import N_

PERMISSION_WORDS = {
    Permission.ACCOUNTS_INVITE: N_("Invite people and manage accounts"),
    Permission.ACCOUNTS_ASSIGN_ROLE: N_("Give and take roles"),
    Permission.ACTIONS_VIEW: N_("Read the follow-up"),
    Permission.ADMIN_HEALTH: N_("See the health of the system"),
    Permission.ADMIN_POLICY: N_("See who may do what"),
    Permission.AGENDA_EDIT: N_("Change the agenda"),
    Permission.AGENDA_VIEW: N_("Read the agenda"),
    Permission.ATTENDANCE_ACCOUNT: N_("Account for the days of an office"),
    Permission.ATTENDANCE_CLOSE_DAY: N_("Close a day of attendance"),
    Permission.ATTENDANCE_EXPORT: N_("Download the attendance of everybody"),
    Permission.ATTENDANCE_PRINT_LIST: N_("Print attendance lists"),
    Permission.ATTENDANCE_SET: N_("Correct the attendance"),
    Permission.AUDIT_VIEW: N_("Read the audit trail"),
    Permission.CERTIFICATES_ISSUE: N_("Issue certificates"),
    Permission.CERTIFICATES_REVOKE: N_("Revoke certificates"),
    Permission.CERTIFICATES_VIEW: N_("See certificates"),
    Permission.CHECKIN_REGISTER_DEVICE: N_("Register gate devices"),
    Permission.CHECKIN_REDEEM: N_("Scan passes at the gate"),
    Permission.CHECKIN_SET_RULES: N_("Set the rules of attendance"),
    Permission.CHECKIN_UNDO: N_("Undo scans of others"),
    Permission.CHECKIN_VIEW: N_("See the attendance"),
    Permission.DOCUMENTS_REVOKE: N_("Revoke documents"),
    Permission.DOCUMENTS_VIEW: N_("Read documents"),
    Permission.EVENTS_CREATE: N_("Create an event"),
    Permission.EVENTS_SET_UP: N_("Set up an event"),
    Permission.EVENTS_VIEW: N_("Open an event"),
    Permission.JOBS_MEND: N_("See failed work of an event, try it again or set it aside"),
    Permission.JOBS_VIEW: N_("See background work"),
    Permission.MESSAGES_SEND: N_("Write, release and discard messages"),
    Permission.MESSAGES_VIEW: N_("Read messages before and after they are sent"),
    Permission.MINUTES_CAPTURE: N_("Take minutes"),
    Permission.MINUTES_PUBLISH: N_("Publish minutes"),
    Permission.MINUTES_REVIEW: N_("Read minutes before they are published"),
    Permission.MINUTES_VIEW: N_("Read published minutes"),
    Permission.OFFICES_EDIT: N_("Edit offices and posts"),
    Permission.OFFICES_VIEW: N_("See offices and posts"),
    Permission.PARTICIPANTS_ISSUE_PASSES: N_("Issue and void passes"),
    Permission.PARTICIPANTS_REGISTER: N_("Register participants"),
    Permission.PARTICIPANTS_VIEW: N_("See participants"),
    Permission.REGISTRATION_NOMINATE: N_("Fill the seats of the own office"),
    Permission.REGISTRATION_INVITE: N_("Invite offices: letters, mails and their links"),
    Permission.PRIVACY_ANSWER: N_("Answer requests about personal data, and erase it"),
    Permission.PRIVACY_REPORT: N_("Report incidents with personal data"),
    Permission.PRIVACY_SHOW_CODE: N_("Tell people the code for their data at the desk"),
    Permission.PRIVACY_VIEW: N_("See requests about personal data, and what goes when"),
    Permission.REPORTS_VIEW: N_("See what is ready, and the report of the chair"),
    Permission.TRAVEL_EDIT: N_("Write down arrivals and departures"),
    Permission.TRAVEL_SEE_NEEDS: N_("See who has special needs"),
    Permission.TRAVEL_VIEW: N_("See arrivals, departures and catering counts"),
}
# The public has no permission at all, so it has no column.
ROLES = tuple(role for role in Role if GRANTS[role])


@dataclass(frozen=True)
class PolicyRow:
    """A permission: its name in the program, its words, and its reach for each of ROLES."""

    name: str
    words: str
    reaches: tuple[Reach | None, ...]


@dataclass(frozen=True)
class PolicyArea:
    """The permissions of one room."""

    name: str
    rows: tuple[PolicyRow, ...]


def policy() -> list[PolicyArea]:
    """Return the whole policy, by room."""
    ordered = sorted(Permission, key=lambda permission: permission.value)
    return [PolicyArea(area, tuple(_rows(group))) for area, group in groupby(ordered, key=_area)]


def _area(permission: Permission) -> str:
    return permission.value.partition(".")[0]


def _rows(permissions: Iterator[Permission]) -> Iterator[PolicyRow]:
    for permission in permissions:
        reaches = tuple(GRANTS[role].get(permission) for role in ROLES)
        yield PolicyRow(permission.value, PERMISSION_WORDS.get(permission, permission.value), reaches)
