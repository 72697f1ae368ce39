"""Follow-up: who sees which obligation, by office and by due date on the event's own calendar."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Permission, Role, can, within_reach
from app.actions.fan_out import Agreed, fan_out
from app.actions.models import ActionItem, Assignment
from app.actions.queries import (
    ActionNotThere,
    Wanted,
    action_of,
    actions_of,
    count_actions,
    offices_with_actions,
)
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.documents.issue import issue_document
from app.documents.models import Document, DocumentKind
from app.events.models import Event
from app.services import services
from tests.cast import Cast, sign_in

EVERYTHING = Wanted()


def paper_of(event: Event) -> Document:
    """The minutes that say so."""
    return issue_document(
        event.id,
        kind=DocumentKind.MINUTES,
        key=f"minutes:{event.slug}",
        number_pattern="{number:03}/NOTULA/{year}",
        title="Notula pleno",
        dated=date(2024, 9, 6),
        facts={},
        by=COMMAND_LINE,
    )


def agree(
    cast: Cast, *offices: str, number: int = 1, due: date = date(2024, 9, 30), event: Event | None = None
) -> ActionItem:
    """Hand an action out to these offices."""
    agreed = Agreed(
        entry_id=number,
        code=f"TL-01.{number:02}",
        task=f"Tugas {number}",
        owner="Kepala",
        due_on=due,
        evidence="Laporan",
        office_ids=tuple(cast.office(code).id for code in offices),
    )
    event = event or cast.event
    with transaction():
        fan_out(paper_of(event), [agreed], at=services().clock.now())
    return db.session.scalars(select(ActionItem).where(ActionItem.entry_id == number)).one()


def test_fanning_out_twice_hands_out_once(cast: Cast) -> None:
    agree(cast, "kaltim", "bali")
    agree(cast, "kaltim", "bali")
    codes = [one.code for one in db.session.scalars(select(Assignment))]
    assert codes == ["TL-01.01/KALTIM", "TL-01.01/BALI"]


def test_actions_are_listed_by_due_date_with_their_offices_in_protocol_order(cast: Cast) -> None:
    agree(cast, "bali", "kaltim", number=1, due=date(2024, 10, 1))
    agree(cast, "bali", number=2)
    listed = actions_of(cast.event, actor=cast.user(Role.COMMITTEE), wanted=EVERYTHING)
    told = [(one.action.task, [share.office.code for share in one.assignments]) for one in listed]
    assert told == [("Tugas 2", ["bali"]), ("Tugas 1", ["kaltim", "bali"])]


@pytest.mark.parametrize("role", [Role.OFFICE_HEAD, Role.OFFICE_OPERATOR])
def test_an_office_sees_its_own_share_only(cast: Cast, role: Role) -> None:
    shared = agree(cast, "kaltim", "bali", number=1)
    foreign = agree(cast, "bali", number=2)
    actor = cast.user(role, office=cast.office("kaltim"))
    (listed,) = actions_of(cast.event, actor=actor, wanted=EVERYTHING)
    assert [share.code for share in listed.assignments] == ["TL-01.01/KALTIM"]
    assert [office.code for office in offices_with_actions(cast.event, actor=actor)] == ["kaltim"]
    assert action_of(cast.event, shared.id, actor=actor).assignments == listed.assignments
    with pytest.raises(ActionNotThere):
        action_of(cast.event, foreign.id, actor=actor)


def test_a_verifier_sees_what_their_directorate_supervises(cast: Cast) -> None:
    agree(cast, "merek", "kaltim", number=1)
    agree(cast, "kaltim", number=2)
    listed = actions_of(
        cast.event, actor=cast.user(Role.VERIFIER, office=cast.office("merek")), wanted=EVERYTHING
    )
    assert [one.action.task for one in listed] == ["Tugas 1"]


def test_the_list_and_the_single_answer_agree_for_every_role(cast: Cast) -> None:
    agree(cast, "merek", "kaltim", number=1)
    agree(cast, "bali", number=2)
    everything = db.session.scalars(select(Assignment)).all()
    for role in Role:
        actor = cast.user(role, office=cast.office("kaltim"))
        listed = db.session.scalars(
            select(Assignment).where(within_reach(actor, Permission.ACTIONS_VIEW, Assignment))
        ).all()
        assert list(listed) == [one for one in everything if can(actor, Permission.ACTIONS_VIEW, on=one)], (
            role
        )


def test_actions_of_another_event_are_not_there(cast: Cast) -> None:
    elsewhere = cast.make_event("rakornis-lain")
    action = agree(cast, "kaltim", event=elsewhere)
    administrator = cast.user(Role.ADMINISTRATOR)
    assert actions_of(cast.event, actor=administrator, wanted=EVERYTHING) == []
    with pytest.raises(ActionNotThere):
        action_of(cast.event, action.id, actor=administrator)


def test_the_filters_narrow_by_office_and_due_date(cast: Cast) -> None:
    agree(cast, "kaltim", "bali", number=1)
    agree(cast, "bali", number=2, due=date(2024, 9, 5))
    committee = cast.user(Role.COMMITTEE)
    of_kaltim = Wanted(office_id=cast.office("kaltim").id)
    assert count_actions(cast.event, actor=committee, wanted=EVERYTHING) == 2
    assert count_actions(cast.event, actor=committee, wanted=of_kaltim) == 1
    assert count_actions(cast.event, actor=committee, wanted=Wanted(due_before=date(2024, 9, 6))) == 1


def test_a_due_date_passes_by_the_events_calendar(client: FlaskClient, cast: Cast) -> None:
    agree(cast, "kaltim", number=1, due=date(2024, 9, 6))
    agree(cast, "kaltim", number=2, due=date(2024, 9, 5))
    sign_in(client, cast.user(Role.COMMITTEE))
    page = client.get(f"/events/{cast.event.slug}/actions?due=overdue").text
    assert "Tugas 2" in page
    assert "Tugas 1" not in page
    assert "Lewat tenggat sejak 5 Sep 2024" in page


def test_a_page_shows_one_action_with_its_offices_and_its_minutes(client: FlaskClient, cast: Cast) -> None:
    action = agree(cast, "kaltim", "bali")
    sign_in(client, cast.user(Role.COMMITTEE))
    page = client.get(f"/events/{cast.event.slug}/actions/{action.id}").text
    assert "Kantor Wilayah Bali" in page
    assert "TL-01.01/KALTIM" in page
    assert "001/NOTULA/2024" in page


def test_an_office_without_obligations_is_told_so(client: FlaskClient, cast: Cast) -> None:
    agree(cast, "bali")
    sign_in(client, cast.user(Role.OFFICE_OPERATOR, office=cast.office("kaltim")))
    assert "Belum ada tindak lanjut" in client.get(f"/events/{cast.event.slug}/actions").text


@pytest.mark.parametrize("role", [Role.GATE, Role.REGISTRATION_DESK, Role.SPEAKER, Role.PARTICIPANT])
@pytest.mark.any_database
def test_those_without_papers_do_not_see_the_follow_up(client: FlaskClient, cast: Cast, role: Role) -> None:
    action = agree(cast, "kaltim")
    sign_in(client, cast.user(role))
    assert client.get(f"/events/{cast.event.slug}/actions").status_code == 403
    assert client.get(f"/events/{cast.event.slug}/actions/{action.id}").status_code == 403
