"""How the gate says things: the word for each status, and what a refusal means and asks for."""

from app.checkin.models import AttendanceStatus, RefusalReason, ScanStatus
from app.lib.refusals import N_

STATUS_WORDS = {
    AttendanceStatus.PRESENT: N_("Present"),
    AttendanceStatus.LATE: N_("Late"),
    AttendanceStatus.EXCUSED: N_("Excused"),
    AttendanceStatus.OTHER_DUTY: N_("On other duty"),
    AttendanceStatus.ILL: N_("Ill"),
    AttendanceStatus.REPRESENTED: N_("Represented"),
    AttendanceStatus.ABSENT: N_("Absent without notice"),
}
STATUS_KINDS = {
    AttendanceStatus.PRESENT: "ok",
    AttendanceStatus.LATE: "warn",
    AttendanceStatus.EXCUSED: "wait",
    AttendanceStatus.OTHER_DUTY: "wait",
    AttendanceStatus.ILL: "wait",
    AttendanceStatus.REPRESENTED: "wait",
    AttendanceStatus.ABSENT: "bad",
}
SCAN_WORDS = {
    ScanStatus.ADMITTED: N_("In"),
    ScanStatus.ALREADY: N_("Already"),
    ScanStatus.REFUSED: N_("Refused"),
}
REFUSAL_TITLES = {
    RefusalReason.UNKNOWN_CODE: N_("Not a card of this event"),
    RefusalReason.VOID_PASS: N_("This card is void"),
    RefusalReason.WITHDRAWN: N_("Withdrawn"),
    RefusalReason.WRONG_EVENT: N_("A card of another event"),
    RefusalReason.SESSION_NOT_OPEN: N_("This session is not open"),
}
WHAT_TO_DO = {
    RefusalReason.UNKNOWN_CODE: N_(
        "Scan the code on the badge, or send the person to the registration desk."
    ),
    RefusalReason.VOID_PASS: N_("Ask for the newer card, or send the person to the registration desk."),
    RefusalReason.WITHDRAWN: N_(
        "Send the person to the registration desk; only the committee can put the name back."
    ),
    RefusalReason.WRONG_EVENT: N_(
        "Ask for the card of this event, or send the person to the registration desk."
    ),
    RefusalReason.SESSION_NOT_OPEN: N_("Choose the session that is open now, or wait until this one opens."),
}
