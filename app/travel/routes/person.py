"""Doors of the committee and the desk: the journeys of one participant."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, requires
from app.events.models import Event
from app.participants.queries import participant_of
from app.travel.models import Direction
from app.travel.routes.journeys import JourneyPage, answer, draw
from app.travel.routes.own import WAYS

PERSON = "/events/<event>/participants/<int:participant_id>/travel"
TEMPLATE = "travel/person.html"


def open_doors(travel: Blueprint) -> None:
    """Put the pages under their addresses."""
    travel.add_url_rule(PERSON, "person", person)
    travel.add_url_rule(f"{PERSON}/{WAYS}", "write_person", write_person, methods=["POST"])


@requires(Permission.TRAVEL_EDIT)
def person(event: Event, participant_id: int) -> ResponseReturnValue:
    """Show the journeys of one participant."""
    return draw(TEMPLATE, _page_of(event, participant_id))


@requires(Permission.TRAVEL_EDIT)
def write_person(event: Event, participant_id: int, direction: str) -> ResponseReturnValue:
    """Write or cross out a journey of one participant."""
    return answer(TEMPLATE, _page_of(event, participant_id), Direction(direction))


def _page_of(event: Event, participant_id: int) -> JourneyPage:
    found = participant_of(event, participant_id, actor=current_user)

    def address(direction: Direction) -> str:
        return url_for(
            "travel.write_person", event=event.slug, participant_id=found.id, direction=direction.value
        )

    back = url_for("travel.person", event=event.slug, participant_id=found.id)
    return JourneyPage(event=event, person=found, by=current_user, address=address, back=back)
