"""The words of the policy: roles, permissions, and how far a permission reaches."""

import enum


class Role(enum.Enum):
    """A part somebody plays in one event; one person may play several."""

    ADMINISTRATOR = "administrator"
    COMMITTEE = "committee"
    REGISTRATION_DESK = "registration_desk"
    GATE = "gate"
    SUPERVISOR = "supervisor"
    SECRETARY = "secretary"
    SPEAKER = "speaker"
    STAGE_OPERATOR = "stage_operator"
    VERIFIER = "verifier"
    OFFICE_HEAD = "office_head"
    OFFICE_OPERATOR = "office_operator"
    PARTICIPANT = "participant"
    LEADERSHIP = "leadership"
    PUBLIC = "public"


OFFICE_ROLES = frozenset({Role.OFFICE_HEAD, Role.OFFICE_OPERATOR, Role.VERIFIER})


class Reach(enum.IntEnum):
    """How far a permission goes; a larger number contains the smaller ones."""

    SELF = 1
    OFFICE = 2
    DIRECTORATE = 3
    EVENT = 4
    ALL = 5


class Permission(enum.Enum):
    """`<area>.<verb>`: the same words as package, module and audit action."""

    ACCOUNTS_INVITE = "accounts.invite"
    ACCOUNTS_ASSIGN_ROLE = "accounts.assign_role"
    ACTIONS_VIEW = "actions.view"
    ADMIN_HEALTH = "admin.health"
    ADMIN_POLICY = "admin.policy"
    AGENDA_EDIT = "agenda.edit"
    AGENDA_VIEW = "agenda.view"
    ATTENDANCE_ACCOUNT = "attendance.account"
    ATTENDANCE_CLOSE_DAY = "attendance.close_day"
    ATTENDANCE_EXPORT = "attendance.export"
    ATTENDANCE_PRINT_LIST = "attendance.print_list"
    ATTENDANCE_SET = "attendance.set"
    AUDIT_VIEW = "audit.view"
    CERTIFICATES_ISSUE = "certificates.issue"
    CERTIFICATES_REVOKE = "certificates.revoke"
    CERTIFICATES_VIEW = "certificates.view"
    CHECKIN_REGISTER_DEVICE = "checkin.register_device"
    CHECKIN_REDEEM = "checkin.redeem"
    CHECKIN_SET_RULES = "checkin.set_rules"
    CHECKIN_UNDO = "checkin.undo"
    CHECKIN_VIEW = "checkin.view"
    DOCUMENTS_REVOKE = "documents.revoke"
    DOCUMENTS_VIEW = "documents.view"
    EVENTS_CREATE = "events.create"
    EVENTS_SET_UP = "events.set_up"
    EVENTS_VIEW = "events.view"
    JOBS_MEND = "jobs.mend"
    JOBS_VIEW = "jobs.view"
    MESSAGES_SEND = "messages.send"
    MESSAGES_VIEW = "messages.view"
    MINUTES_CAPTURE = "minutes.capture"
    MINUTES_PUBLISH = "minutes.publish"
    MINUTES_REVIEW = "minutes.review"
    MINUTES_VIEW = "minutes.view"
    OFFICES_EDIT = "offices.edit"
    OFFICES_VIEW = "offices.view"
    PARTICIPANTS_ISSUE_PASSES = "participants.issue_passes"
    PARTICIPANTS_REGISTER = "participants.register"
    PARTICIPANTS_VIEW = "participants.view"
    REGISTRATION_NOMINATE = "registration.nominate"
    REGISTRATION_INVITE = "registration.invite"
    PRIVACY_ANSWER = "privacy.answer"
    PRIVACY_REPORT = "privacy.report"
    PRIVACY_SHOW_CODE = "privacy.show_code"
    PRIVACY_VIEW = "privacy.view"
    REPORTS_VIEW = "reports.view"
    TRAVEL_EDIT = "travel.edit"
    TRAVEL_SEE_NEEDS = "travel.see_needs"
    TRAVEL_VIEW = "travel.view"
