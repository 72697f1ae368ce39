"""How the gate says things: the word for each status, and what a refusal means and asks for."""

from app.checkin.models import AttendanceStatus, DeviceProfile, RefusalReason, ScanStatus
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
    RefusalReason.NOT_CONFIRMED: N_("Not confirmed yet"),
    RefusalReason.NOT_ADMITTED_HERE: N_("Not on the list of this session"),
    RefusalReason.WRONG_DAY: N_("Another day"),
    RefusalReason.SESSION_NOT_OPEN: N_("This session is not open"),
    RefusalReason.NOT_CHECKED_IN: N_("Has not come in"),
    RefusalReason.CODE_RUN_OUT: N_("This code has run out"),
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
    RefusalReason.NOT_CONFIRMED: N_(
        "Send the person to the registration desk; the committee must confirm first."
    ),
    RefusalReason.NOT_ADMITTED_HERE: N_(
        "This session is for others. Show the person the agenda, or ask the committee."
    ),
    RefusalReason.WRONG_DAY: N_("This session is held on another day. Choose the session that is open now."),
    RefusalReason.SESSION_NOT_OPEN: N_("Choose the session that is open now, or wait until this one opens."),
    RefusalReason.NOT_CHECKED_IN: N_("Scan the person in first; only then can they go out."),
    RefusalReason.CODE_RUN_OUT: N_(
        "Scan the code that is on the hall screen now; a picture of it is not enough."
    ),
}
PROFILE_NAMES = {
    DeviceProfile.GATE: N_("Gate"),
    DeviceProfile.DESK: N_("Desk"),
    DeviceProfile.KIOSK: N_("Kiosk"),
    DeviceProfile.HALL: N_("Hall screen"),
}
PROFILE_USES = {
    DeviceProfile.GATE: N_("Gate: scans passes, also without a network"),
    DeviceProfile.DESK: N_("Desk: finds people by name and checks them in"),
    DeviceProfile.KIOSK: N_("Kiosk: people show their card to it themselves"),
    DeviceProfile.HALL: N_("Hall screen: shows who has arrived, and checks nobody in"),
}
PROFILE_LIMITS = {
    DeviceProfile.GATE: N_(
        "Everybody who holds this device can scan passes of the event, and see name, post and office of "
        "everybody on the list. Nothing else."
    ),
    DeviceProfile.DESK: N_(
        "Everybody who holds this device can find people of the event by name, and check them in. "
        "Nothing else."
    ),
    DeviceProfile.KIOSK: N_(
        "Whoever stands before this device can check in with the own card. It names only whoever does."
    ),
    DeviceProfile.HALL: N_(
        "This device shows how many have arrived, by office, and who came last. It can do nothing."
    ),
}
