"""The answer to scans, as bytes: the same for a device in a hurry and for any other."""

from collections.abc import Sequence

from msgspec.json import Encoder

from app.checkin.read_scans import SentScans
from app.checkin.redeem import Admission

_json = Encoder().encode


def results_of(sent: SentScans, answers: Sequence[Admission]) -> bytes:
    """Write `{"results": […]}`, with the keys as the device wrote them."""
    return _json({"results": [_result(key, answer) for key, answer in zip(sent.keys, answers, strict=True)]})


def _result(key: str, answer: Admission) -> dict[str, object]:
    person = answer.participant
    return {
        "key": key,
        "status": answer.status.value,
        "reason": answer.reason.value if answer.reason else None,
        "participant": {"name": person.name, "office": person.office, "position": person.position}
        if person
        else None,
        "first_at": answer.first_at.isoformat() if answer.first_at else None,
    }
