"""Remember that a session was attended, so that its times are no longer moved about unseen."""

from datetime import datetime

from sqlalchemy import update

from app.agenda.models import Session
from app.db import db


def mark_attended(session: Session, *, at: datetime) -> None:
    """Write the moment of the first attendance; later ones change nothing."""
    db.session.execute(
        update(Session).where(Session.id == session.id, Session.attended_at.is_(None)).values(attended_at=at)
    )
