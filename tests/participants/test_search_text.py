"""What a search reads follows name and post, whichever way they are written."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.events.models import Event
from app.participants.edit_person import edit_person
from app.participants.merge import merge_people
from app.participants.models import Participant, ParticipantRole
from app.participants.pages import count_people
from app.participants.person_entry import entry_of
from app.participants.search_text import search_text
from app.participants.wanted import ListState, Wanted
from app.participants.withdraw import withdraw_participant
from tests.cast import Cast
from tests.conftest import NOW
from tests.participants.sheets import ANDI_NIP, person
from tests.participants.test_register_roster import everybody, register
from tests.participants.test_undo_roster import undo

ANDI = person("Andi Tenrisangka Makkulau, S.H.", nip=ANDI_NIP, post="Kepala Bidang ÉTIKA")
NOBODY = person("Baiq Zohratulaini")


@pytest.fixture
def event(cast: Cast) -> Event:
    cast.office("kaltim")
    return cast.event


def found(event: Event, words: str) -> int:
    """How many a search finds; every row's text is as its name and post say."""
    rows = select(Participant.folded_name, Participant.position_name, Participant.search_text)
    assert all(search_text(name, post) == text for name, post, text in db.session.execute(rows))
    return count_people(event, actor=None, wanted=Wanted(search=words)).of(None)


def test_who_is_registered_is_found_by_name_and_post(event: Event) -> None:
    register(event, ANDI, NOBODY)
    assert [found(event, words) for words in ("makkulau", "bidang étika", "andi zohra", "")] == [1, 1, 0, 2]
    assert [found(event, strange) for strange in ("|", "李", "%", "_", " ")] == [0, 0, 0, 0, 2]


def test_who_was_edited_is_found_as_written_now(event: Event) -> None:
    register(event, ANDI)
    (andi,) = everybody()
    with transaction():
        andi = db.session.merge(andi)
        edit_person(andi, replace(entry_of(andi), name="Andi Rahmat"), by=COMMAND_LINE)
    assert [found(event, words) for words in ("makkulau", "rahmat", "étika")] == [0, 1, 1]
    with transaction():
        edit_person(andi, replace(entry_of(andi), position_name="Staf"), by=COMMAND_LINE)
    assert [found(event, words) for words in ("rahmat", "staf", "étika")] == [1, 1, 0]


def test_who_a_sheet_changed_is_found_anew_and_as_before_when_it_is_taken_back(event: Event) -> None:
    register(event, ANDI)
    second = register(event, ("Andi T. Makkulau, S.H.", *ANDI[1:2], "Kasubbid", *ANDI[3:]))
    assert [found(event, words) for words in ("tenrisangka", "étika", "kasubbid")] == [0, 0, 1]
    undo(second.roster_id)
    assert [found(event, words) for words in ("tenrisangka", "étika", "kasubbid")] == [1, 1, 0]


def test_everybody_is_counted_alike_with_and_without_a_filter(event: Event, cast: Cast) -> None:
    register(event, ANDI, NOBODY, person("Cut Meutia"), person("Dewi Lestari", unit="Kanwil Bali"))
    andi, baiq, cut, dewi = everybody()
    with transaction():
        db.session.merge(dewi).name_confirmed_at = NOW
        withdraw_participant(db.session.merge(baiq), reason="Sakit", by=COMMAND_LINE)
        merge_people(db.session.merge(cut), db.session.merge(andi), reason="Sama", by=COMMAND_LINE)
    all_of_them = count_people(event, actor=None, wanted=Wanted())
    by_role = count_people(event, actor=None, wanted=Wanted(role=ParticipantRole.PARTICIPANT))
    for tab in (None, *ListState):
        assert +all_of_them.by_office(tab) == +by_role.by_office(tab)
    tabs = (None, ListState.REGISTERED, ListState.NAME_UNCONFIRMED, ListState.WITHDRAWN)
    assert [all_of_them.of(tab) for tab in tabs] == [3, 2, 1, 1]
