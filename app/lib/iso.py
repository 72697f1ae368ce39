"""Moments as the API writes them."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

Iso = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


def iso(moment: datetime) -> Iso:
    """Write a moment in ISO 8601 with its zone."""
    return moment.isoformat()
