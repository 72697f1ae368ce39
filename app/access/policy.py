"""The whole policy: which role may do what, and how far. The policy page is rendered from it."""

from app.access.roles import Permission, Reach, Role

VIEW_MEETING = {
    Permission.EVENTS_VIEW: Reach.EVENT,
    Permission.AGENDA_VIEW: Reach.EVENT,
}
READ_PAPERS = {
    Permission.MINUTES_VIEW: Reach.EVENT,
    Permission.ACTIONS_VIEW: Reach.EVENT,
    Permission.DOCUMENTS_VIEW: Reach.EVENT,
}
RUN_GATE = {
    Permission.CHECKIN_REDEEM: Reach.EVENT,
    Permission.CHECKIN_VIEW: Reach.EVENT,
}

GRANTS: dict[Role, dict[Permission, Reach]] = {
    Role.ADMINISTRATOR: dict.fromkeys(Permission, Reach.ALL),
    Role.COMMITTEE: {
        **VIEW_MEETING,
        **READ_PAPERS,
        **RUN_GATE,
        Permission.AGENDA_EDIT: Reach.EVENT,
        Permission.CERTIFICATES_ISSUE: Reach.EVENT,
        Permission.CERTIFICATES_REVOKE: Reach.EVENT,
        Permission.CERTIFICATES_VIEW: Reach.EVENT,
        Permission.CHECKIN_PRINT_LIST: Reach.EVENT,
        Permission.CHECKIN_REGISTER_DEVICE: Reach.EVENT,
        Permission.CHECKIN_SET_ATTENDANCE: Reach.EVENT,
        Permission.DOCUMENTS_REVOKE: Reach.EVENT,
        Permission.EVENTS_SET_UP: Reach.EVENT,
        Permission.MESSAGES_VIEW: Reach.EVENT,
        Permission.MINUTES_REVIEW: Reach.EVENT,
        Permission.OFFICES_VIEW: Reach.EVENT,
        Permission.PARTICIPANTS_ISSUE_PASSES: Reach.EVENT,
        Permission.PARTICIPANTS_REGISTER: Reach.EVENT,
        Permission.PARTICIPANTS_VIEW: Reach.EVENT,
    },
    Role.REGISTRATION_DESK: {
        **VIEW_MEETING,
        **RUN_GATE,
        Permission.PARTICIPANTS_ISSUE_PASSES: Reach.EVENT,
        Permission.PARTICIPANTS_REGISTER: Reach.EVENT,
        Permission.PARTICIPANTS_VIEW: Reach.EVENT,
        Permission.CHECKIN_PRINT_LIST: Reach.EVENT,
        Permission.CHECKIN_SET_ATTENDANCE: Reach.EVENT,
    },
    Role.GATE: {**VIEW_MEETING, **RUN_GATE},
    Role.SUPERVISOR: {
        **VIEW_MEETING,
        **RUN_GATE,
        Permission.CHECKIN_REGISTER_DEVICE: Reach.EVENT,
        Permission.CHECKIN_SET_ATTENDANCE: Reach.EVENT,
        Permission.CHECKIN_PRINT_LIST: Reach.EVENT,
        Permission.PARTICIPANTS_VIEW: Reach.EVENT,
    },
    Role.SECRETARY: {
        **VIEW_MEETING,
        **READ_PAPERS,
        Permission.CHECKIN_VIEW: Reach.EVENT,
        Permission.MINUTES_CAPTURE: Reach.EVENT,
        Permission.MINUTES_PUBLISH: Reach.EVENT,
        Permission.MINUTES_REVIEW: Reach.EVENT,
    },
    Role.SPEAKER: VIEW_MEETING,
    Role.STAGE_OPERATOR: VIEW_MEETING,
    Role.VERIFIER: {**VIEW_MEETING, **READ_PAPERS, Permission.ACTIONS_VIEW: Reach.DIRECTORATE},
    Role.OFFICE_HEAD: {
        **VIEW_MEETING,
        **READ_PAPERS,
        Permission.ACTIONS_VIEW: Reach.OFFICE,
        Permission.PARTICIPANTS_VIEW: Reach.OFFICE,
    },
    Role.OFFICE_OPERATOR: {
        **VIEW_MEETING,
        **READ_PAPERS,
        Permission.ACTIONS_VIEW: Reach.OFFICE,
        Permission.PARTICIPANTS_VIEW: Reach.OFFICE,
    },
    Role.PARTICIPANT: VIEW_MEETING,
    Role.LEADERSHIP: {
        **VIEW_MEETING,
        **READ_PAPERS,
        Permission.CERTIFICATES_VIEW: Reach.EVENT,
        Permission.CHECKIN_VIEW: Reach.EVENT,
        Permission.MINUTES_REVIEW: Reach.EVENT,
        Permission.PARTICIPANTS_VIEW: Reach.EVENT,
    },
    Role.PUBLIC: {},
}
