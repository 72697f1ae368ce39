"""Questions about the audit trail."""

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.db import db


def newest_entries(
    *, action: str = "", actor: str = "", subject: str = "", before_id: int | None = None, limit: int = 100
) -> list[AuditEntry]:
    """List the newest entries first; empty filters match everything. Page on with `before_id`."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if action:
        query = query.where(AuditEntry.action.startswith(action, autoescape=True))
    if actor:
        query = query.where(AuditEntry.actor_name.icontains(actor, autoescape=True))
    if subject:
        query = query.where(AuditEntry.subject == subject)
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    return list(db.session.execute(query).scalars())
