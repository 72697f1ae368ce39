"""Who signs which paper of an event."""

from dataclasses import dataclass

from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event, Signer, SignerTask

PREFIXES = ("", "a.n.", "u.b.", "Plt.", "Plh.")


@dataclass(frozen=True, kw_only=True)
class Signature:
    """How a signature block reads: prefix and post above, name and number below."""

    post: str
    name: str
    prefix: str = ""
    nip: str | None = None


def name_signer(event: Event, task: SignerTask, signature: Signature, *, by: Doer) -> Signer:
    """Say who signs one kind of paper; papers already printed keep their signer."""
    signer = next((one for one in event.signers if one.task is task), None)
    if signer is None:
        signer = Signer(task=task, **vars(signature))
        event.signers.append(signer)
    for name, value in vars(signature).items():
        setattr(signer, name, value)
    db.session.flush()
    record(
        "events.set_up",
        by=by,
        on=f"event:{event.id}",
        event_id=event.id,
        changed=["signers"],
        task=task.value,
    )
    return signer


def remove_signer(event: Event, task: SignerTask, *, by: Doer) -> None:
    """Leave the place of a signature empty from now on."""
    event.signers = [signer for signer in event.signers if signer.task is not task]
    db.session.flush()
    record(
        "events.set_up",
        by=by,
        on=f"event:{event.id}",
        event_id=event.id,
        changed=["signers"],
        task=task.value,
    )
