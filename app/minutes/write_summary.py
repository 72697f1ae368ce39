"""Write the closing paragraphs of the minutes."""

from app.audit.record import Doer, record
from app.db import db
from app.lib.refusals import N_, Conflict
from app.minutes.drafting import hold_draft
from app.minutes.models import Minutes


class SummaryChanged(Conflict):
    """Somebody wrote other closing paragraphs meanwhile."""


def write_summary(minutes: Minutes, text: str, *, instead_of: str, by: Doer) -> None:
    """Write the closing paragraphs `instead_of` those that stood there when the form was opened.

    Raises SummaryChanged when others stand there now; `minutes` then has them.
    """
    hold_draft(minutes)
    db.session.refresh(minutes, ["summary"])
    if minutes.summary != _tidy(instead_of):
        raise SummaryChanged(
            N_("Somebody else changed the closing paragraphs meanwhile. Compare both, then save again.")
        )
    minutes.summary = _tidy(text)
    record(
        "minutes.write_summary",
        by=by,
        on=f"minutes:{minutes.id}",
        event_id=minutes.event_id,
        before=instead_of,
    )


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
