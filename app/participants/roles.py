"""As what somebody takes part: what sheets write for it, and what pages and badges call it."""

from functools import lru_cache

from app.lib.folding import folded
from app.lib.refusals import N_
from app.participants.models import ParticipantRole

ROLE_NAMES = {
    ParticipantRole.PARTICIPANT: N_("Participant"),
    ParticipantRole.LEADERSHIP: N_("Leadership"),
    ParticipantRole.SPEAKER: N_("Speaker"),
    ParticipantRole.MODERATOR: N_("Moderator"),
    ParticipantRole.MINUTE_TAKER: N_("Minute-taker"),
    ParticipantRole.COMMITTEE: N_("Committee"),
    ParticipantRole.MEDIA: N_("Media"),
    ParticipantRole.GUEST: N_("Guest"),
}
# The first word of the text that is listed decides: "Ketua panitia" is of the committee.
_MEANT = {
    ParticipantRole.PARTICIPANT: "peserta participant delegasi delegate utusan anggota pendamping peninjau",
    ParticipantRole.LEADERSHIP: "pimpinan pimti leadership pejabat",
    ParticipantRole.SPEAKER: "narasumber nara pemateri pembicara penyaji speaker presenter fasilitator",
    ParticipantRole.MODERATOR: "moderator",
    ParticipantRole.MINUTE_TAKER: "notulis notulen",
    ParticipantRole.COMMITTEE: "panitia committee sekretariat",
    ParticipantRole.MEDIA: "media pers wartawan jurnalis humas press",
    ParticipantRole.GUEST: "tamu undangan guest",
}
_BY_WORD = {word: role for role, words in _MEANT.items() for word in words.split()}


@lru_cache(maxsize=1024)
def role_meant(text: str) -> ParticipantRole | None:
    """Return the role that a sheet's text means; None when it is in no list of words."""
    return next((_BY_WORD[word] for word in folded(text).split() if word in _BY_WORD), None)
