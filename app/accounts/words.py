"""The roles and reaches in words, for pages, letters and the command line."""

from app.access import Reach, Role
from app.lib.refusals import N_

ROLE_WORDS = {
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.COMMITTEE: N_("Committee"),
    Role.REGISTRATION_DESK: N_("Registration desk"),
    Role.GATE: N_("Gate keeper"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.SECRETARY: N_("Secretary"),
    Role.SPEAKER: N_("Speaker"),
    Role.STAGE_OPERATOR: N_("Stage operator"),
    Role.VERIFIER: N_("Verifier"),
    Role.OFFICE_HEAD: N_("Head of office"),
    Role.OFFICE_OPERATOR: N_("Office operator"),
    Role.PARTICIPANT: N_("Participant"),
    Role.LEADERSHIP: N_("Leadership"),
    Role.PUBLIC: N_("Public"),
}

REACH_WORDS = {
    Reach.ALL: N_("everything"),
    Reach.EVENT: N_("the event"),
    Reach.DIRECTORATE: N_("supervised offices"),
    Reach.OFFICE: N_("own office"),
    Reach.SELF: N_("own things"),
}
