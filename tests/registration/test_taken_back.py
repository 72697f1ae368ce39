"""Taking somebody back, and sending nobody: never what another operator has written unseen."""

import pytest
from bs4 import BeautifulSoup

from app.accounts.links import token_of
from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.participants.models import Delegation, Seat
from app.registration.links import office_link
from app.registration.models import State
from app.registration.nominate import edit_nomination, mark_of, send_nobody, withdraw_nomination
from app.registration.refusals import TakenMeanwhile, UnderReview
from app.registration.review_delegation import return_nomination
from tests.cast import Cast
from tests.reading import first
from tests.registration.acts import OPERATOR, SECOND, add_seat, draft, entry, submit
from tests.registration.test_nominate_pages import nominations


@pytest.fixture
def delegation(cast: Cast) -> Delegation:
    return cast.delegation(cast.event, cast.office("kaltim"))


@pytest.fixture
def seat(cast: Cast, delegation) -> Seat:
    return add_seat(cast, delegation)


@pytest.fixture
def address(delegation) -> str:
    with transaction():
        link = office_link(delegation, by=COMMAND_LINE)
    return f"/delegation/{token_of(link)}"


def test_nobody_takes_back_only_whom_its_form_showed(delegation, seat):
    def nobody(seen: str) -> None:
        with transaction():
            send_nobody(delegation, seat, reason="Kosong", key="key-of-nobody-here", by=SECOND, seen=seen)

    kept = draft(delegation, seat)
    shown = mark_of(kept)
    with transaction():
        edit_nomination(kept, entry("Baiq Zohra"), revision=kept.revision, by=OPERATOR)
    for seen in ("", shown):
        with pytest.raises(TakenMeanwhile, match="Baiq Zohra"):
            nobody(seen)
    with pytest.raises(TakenMeanwhile), transaction():
        withdraw_nomination(kept, revision=kept.revision - 1, by=SECOND)
    nobody(mark_of(kept))
    assert kept.state is State.WITHDRAWN


def test_nobody_takes_back_no_one_whom_the_committee_has(delegation, seat, cast: Cast):
    handed_in = draft(delegation, seat)
    other = draft(delegation, add_seat(cast, delegation, "staff-1"), key="key-of-the-second-one", name="Baiq")
    submit(delegation)
    with transaction():
        return_nomination(other, reason="NIP", by=COMMAND_LINE)
    with pytest.raises(UnderReview), transaction():
        send_nobody(
            delegation, seat, reason="x", key="key-of-nobody-here", by=OPERATOR, seen=mark_of(handed_in)
        )
    assert handed_in.state is State.SUBMITTED


def test_nobody_and_taking_back_show_what_another_wrote_meanwhile(client, address, seat, delegation):
    nobody = f"{address}/seats/{seat.id}/nobody"
    opened = first(BeautifulSoup(client.get(nobody).text, "html.parser"), "input[name=seen]")["value"]
    kept = draft(delegation, seat)
    answer = client.post(nobody, data={"reason": "Kosong", "key": "k" * 20, "seen": opened})
    assert answer.status_code == 422
    assert "Muhammad Ma&#39;ruf" in answer.text
    assert nominations()[0].state is State.DRAFT
    stale = client.post(f"{address}/people/{kept.id}/withdrawal", data={"revision": kept.revision - 1})
    assert stale.location == f"{address}/people/{kept.id}"
    seen = first(BeautifulSoup(answer.text, "html.parser"), "input[name=seen]")["value"]
    assert client.post(nobody, data={"reason": "Kosong", "key": "k" * 20, "seen": seen}).status_code == 303
    assert nominations()[0].state is State.WITHDRAWN
