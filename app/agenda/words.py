"""The words for what happens in a session."""

from app.agenda.models import SessionKind
from app.agenda.queries import Lack
from app.lib.refusals import N_

KIND_WORDS: dict[SessionKind, str] = {
    SessionKind.REGISTRATION: N_("Registration"),
    SessionKind.OPENING: N_("Opening"),
    SessionKind.PLENARY: N_("Plenary"),
    SessionKind.PRESENTATION: N_("Presentations"),
    SessionKind.PANEL: N_("Panel"),
    SessionKind.BREAKOUT: N_("Breakout group"),
    SessionKind.DISCUSSION: N_("Discussion"),
    SessionKind.CEREMONY: N_("Ceremony"),
    SessionKind.CLOSING: N_("Closing"),
    SessionKind.BREAK: N_("Break"),
    SessionKind.DEPARTURE: N_("Departure"),
}
LACK_WORDS: dict[Lack, str] = {
    Lack.ROOM: N_("Sessions without a room"),
    Lack.PRESENTER: N_("Sessions that name nobody who presents"),
}
