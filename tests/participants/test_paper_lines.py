"""Everybody as papers list them."""

from datetime import timedelta

from app.db import transaction
from app.participants.models import Withdrawal
from app.participants.paper_lines import paper_lines
from app.participants.queries import participants_of
from tests.conftest import NOW


def test_it_is_the_list_of_participants_without_those_who_withdrew(cast):
    for display in (
        "Cut Zohratulaini, S.H., M.H.",
        "I Gusti Ngurah Wirasanjaya",
        "Dr. Andi Makkulau, S.Kom.",
    ):
        cast.participant(display)
    gone = cast.participant("Bambang Hutabalian")
    with transaction() as session:
        withdrawal = {"reason": "sakit", "withdrawn_at": NOW - timedelta(days=1), "withdrawn_by": "panitia"}
        session.add(Withdrawal(participant_id=gone.id, **withdrawal))
    expected = [one for one in participants_of(cast.event) if one.id != gone.id]
    assert [(one.id, one.name, one.office) for one in paper_lines(cast.event)] == [
        (one.id, one.display_name, one.office.name) for one in expected
    ]
    assert [one.id for one in paper_lines(cast.event, ids=[gone.id])] == [gone.id]
