"""Doors of the office's link: the journeys of the people it sends."""

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import public
from app.db import db
from app.events.models import Event
from app.lib.refusals import N_, NotThere
from app.participants.models import Delegation, Participant
from app.registration.links import LinkHolder, delegation_by_link
from app.travel.models import Direction
from app.travel.queries import journeys_among, people_of_delegation
from app.travel.routes.journeys import JourneyPage, answer, draw
from app.travel.routes.own import WAYS

OFFICE = "/delegation/<token>/travel"
ONE = f"{OFFICE}/<int:participant_id>"
TEMPLATE = "travel/one_of_office.html"


class NotOfThisOffice(NotThere):
    """The link's office does not send this person."""


def open_doors(travel: Blueprint) -> None:
    """Put the pages under their addresses."""
    travel.add_url_rule(OFFICE, "of_office", of_office)
    travel.add_url_rule(ONE, "one_of_office", one_of_office)
    travel.add_url_rule(f"{ONE}/{WAYS}", "write_one_of_office", write_one_of_office, methods=["POST"])


@public
def of_office(token: str) -> ResponseReturnValue:
    """List the people of the office with their journeys."""
    delegation, _ = _opened(token)
    people = people_of_delegation(delegation.id)
    return render_template(
        "travel/of_office.html",
        delegation=delegation,
        people=people,
        journeys=journeys_among(people),
        directions=Direction,
        token=token,
    )


@public
def one_of_office(token: str, participant_id: int) -> ResponseReturnValue:
    """Show the journeys of one of the office's people."""
    return draw(TEMPLATE, _page_of(token, participant_id), token=token)


@public
def write_one_of_office(token: str, participant_id: int, direction: str) -> ResponseReturnValue:
    """Write or cross out a journey of one of the office's people."""
    return answer(TEMPLATE, _page_of(token, participant_id), Direction(direction), token=token)


def _page_of(token: str, participant_id: int) -> JourneyPage:
    delegation, holder = _opened(token)
    person = _one_of(delegation, participant_id)
    return JourneyPage(
        event=g.event,
        person=person,
        by=holder,
        address=lambda direction: url_for(
            "travel.write_one_of_office", token=token, participant_id=person.id, direction=direction.value
        ),
        back=url_for("travel.of_office", token=token),
    )


def _opened(token: str) -> tuple[Delegation, LinkHolder]:
    delegation, holder = delegation_by_link(token)
    g.event = db.session.get_one(Event, delegation.event_id)
    g.private = True
    return delegation, holder


def _one_of(delegation: Delegation, participant_id: int) -> Participant:
    for person in people_of_delegation(delegation.id):
        if person.id == participant_id:
            return person
    raise NotOfThisOffice(N_("Your office sends nobody like this. Open the list of your office again."))
