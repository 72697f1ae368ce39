"""The rules of an event: who earns a certificate, and numbers. When sessions open, checkin.set_rules says."""

from dataclasses import dataclass

from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event


@dataclass(frozen=True, kw_only=True)
class RulesSet:
    """The rules as the committee sets them; patterns as in app.lib.numbering."""

    certificate_least_attendances: int
    certificate_design: str
    certificate_number: str
    minutes_number: str
    certificate_needs_confirmed_name: bool = False


def set_rules(event: Event, rules: RulesSet, *, by: Doer) -> None:
    """Set the rules; they count from now on, what was recorded under the old ones stays."""
    changed = [name for name, value in vars(rules).items() if getattr(event.rules, name) != value]
    for name in changed:
        setattr(event.rules, name, getattr(rules, name))
    db.session.flush()
    record("events.set_up", by=by, on=f"event:{event.id}", event_id=event.id, changed=changed)
