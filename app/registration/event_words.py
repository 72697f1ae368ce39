"""What every letter says of the event: what, when and where, in both languages."""

from app.events.models import Event
from app.events.on_paper import place_and_range
from app.events.queries import venues_of
from app.i18n import dates, force_locale


def words_of_event(event: Event) -> dict[str, object]:
    """Return the words that the templates of letters share."""
    with force_locale("en"):
        english_dates = dates((event.starts_on, event.ends_on))
    return {
        "event": event,
        "place": place_and_range(event),
        "english_dates": english_dates,
        "venue": ", ".join([*(venue.name for venue in venues_of(event)[:1]), event.city]),
    }
