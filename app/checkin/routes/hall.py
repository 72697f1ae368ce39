"""The hall screen: who came, live, for whoever sits in the hall. It names those who came last only."""

from collections.abc import Iterator

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    make_response,
    render_template,
    request,
    stream_with_context,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.access import Permission
from app.checkin.hall import hall_view
from app.checkin.hall_feed import FEEDS, Sight, frames
from app.checkin.models import DeviceProfile
from app.checkin.routes.guard import standing
from app.db import db
from app.events.models import Event
from app.i18n import language
from app.services.paper.qr import draw_qr

HALL = "/events/<event>/hall"
QR_MM = 120.0
RELOAD_SECONDS = 10  # a browser without script
at_the_hall = standing(DeviceProfile.HALL, Permission.CHECKIN_VIEW)


def open_doors(checkin: Blueprint) -> None:
    """Put the pages under their addresses."""
    checkin.add_url_rule(HALL, "hall", hall)
    checkin.add_url_rule(f"{HALL}/now", "hall_now", hall_now)
    checkin.add_url_rule(f"{HALL}/stream", "hall_stream", hall_stream)


@at_the_hall
def hall(event: Event) -> ResponseReturnValue:
    """Show the screen."""
    return render_template("checkin/hall.html", refresh_seconds=RELOAD_SECONDS, **_shown(event))


@at_the_hall
def hall_now(event: Event) -> ResponseReturnValue:
    """Return what is on the screen now, for a page that gets no stream; the same thing is not sent twice."""
    answer = make_response(render_template("checkin/_hall.html", **_shown(event)))
    answer.add_etag()
    return answer.make_conditional(request)


@at_the_hall
def hall_stream(event: Event) -> ResponseReturnValue:
    """Send what changes, as it changes, and nothing to a device that was revoked meanwhile."""
    FEEDS.refuse_more()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - its thread outlives us
    device_id = g.device.id if g.device else None
    db.session.remove()  # from here on the stream asks the database nothing

    def stream() -> Iterator[str]:
        with FEEDS.watching(app, event.id) as feed:
            yield from frames(feed, device_id=device_id, draw=_draw)

    answer = Response(stream_with_context(stream()), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"  # a proxy that gathers would hold it back
    return answer


def _draw(sight: Sight) -> str:
    """Draw what was seen, once for each language, however many screens show it."""
    name = language()
    if name not in sight.drawn:
        sight.drawn[name] = render_template("checkin/_hall.html", **_with_qr(sight.view))
    return sight.drawn[name]


def _shown(event: Event) -> dict[str, object]:
    return _with_qr(hall_view(event))


def _with_qr(view: object) -> dict[str, object]:
    shown = getattr(view, "code", None)
    drawn = draw_qr(shown.code.address, level="M", size=QR_MM).svg().decode() if shown else None
    qr = Markup(drawn) if drawn else None  # noqa: S704 - our own drawing of an address of ours
    return {"view": view, "qr": qr}
