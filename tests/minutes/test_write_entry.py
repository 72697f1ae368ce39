"""Entries: written once, changed knowingly, struck and restored; nothing typed is lost."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.db import db, transaction
from app.minutes.assemble import coded
from app.minutes.models import Entry, EntryKind
from app.minutes.open_minutes import MinutedAlready, NothingToMinute, open_minutes
from app.minutes.revise_entry import EntryChanged, revise_entry
from app.minutes.strike_entry import restore_entry, strike_entry
from app.minutes.wording import EntryEmpty, EntryTooLong
from app.minutes.write_entry import SentBefore
from app.minutes.write_summary import SummaryChanged, write_summary
from tests.minutes.conftest import Desk


def test_an_entry_sent_twice_with_one_key_is_written_once(desk: Desk) -> None:
    first, again = desk.write(key="a"), desk.write(key="a")
    assert first.id == again.id
    assert len(desk.minutes.entries) == 1


def test_other_words_under_a_known_key_are_not_swallowed(desk: Desk) -> None:
    desk.write(key="a")
    with pytest.raises(SentBefore):
        desk.write(desk.wording("Sesuatu yang lain."), key="a")


def test_a_key_of_other_minutes_does_not_swallow_an_entry(desk: Desk) -> None:
    desk.write(key="a")
    with pytest.raises(SentBefore):
        desk.another().write(key="a")


def test_an_entry_keeps_its_offices_in_order_and_each_once(desk: Desk) -> None:
    entry = desk.write(desk.action("kaltim", "bali", "kaltim"))
    assert [unit.office.code for unit in entry.units] == ["kaltim", "bali"]


def test_an_entry_says_who_wrote_it_and_when_by_the_events_clock(desk: Desk) -> None:
    entry = desk.write()
    assert entry.writer_name == "Dhea"
    assert entry.written_at == desk.minutes.opened_at


@pytest.mark.parametrize("text", ["", "   \n "])
def test_an_empty_entry_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(EntryEmpty):
        desk.write(desk.wording(text))


def test_an_entry_of_more_than_a_page_is_refused_with_both_lengths(desk: Desk) -> None:
    with pytest.raises(EntryTooLong) as refusal:
        desk.write(desk.wording("x" * 4001))
    assert refusal.value.values == {"limit": 4000, "length": 4001}


def test_an_entry_of_a_session_that_the_minutes_do_not_cover_is_refused(desk: Desk) -> None:
    with pytest.raises(EntryEmpty):
        desk.write(desk.wording(session_id=desk.another().session.id))


def test_a_change_keeps_in_the_audit_what_the_entry_said_before(desk: Desk) -> None:
    entry = desk.write(desk.wording("Sebelumnya."))
    with transaction():
        revise_entry(desk.minutes, entry, desk.wording("Sesudahnya."), base_revision=1, by=desk.by)
    assert (entry.text, entry.revision) == ("Sesudahnya.", 2)
    trace = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "minutes.revise")).one()
    assert trace.details["before"]["text"] == "Sebelumnya."


def test_a_change_from_an_old_version_is_refused_and_keeps_both(desk: Desk) -> None:
    entry = desk.write(desk.wording("Asal."))
    with transaction():
        revise_entry(desk.minutes, entry, desk.wording("Versi Dhea."), base_revision=1, by=desk.by)
    with pytest.raises(EntryChanged), transaction():
        revise_entry(desk.minutes, entry, desk.wording("Versi Bagas."), base_revision=1, by=desk.by)
    assert desk.minutes.entries[0].text == "Versi Dhea."


def test_a_struck_entry_leaves_the_paper_and_comes_back(desk: Desk) -> None:
    entry = desk.write()
    with transaction():
        strike_entry(desk.minutes, entry, by=desk.by)
    assert coded(desk.minutes) == []
    with transaction():
        restore_entry(desk.minutes, entry, by=desk.by)
    assert [one.code for one in coded(desk.minutes)] == ["K-1"]


def test_a_struck_entry_is_not_changed_unseen(desk: Desk) -> None:
    entry = desk.write()
    with transaction():
        strike_entry(desk.minutes, entry, by=desk.by)
    with pytest.raises(EntryChanged), transaction():
        revise_entry(desk.minutes, entry, desk.wording("Baru."), base_revision=1, by=desk.by)


def test_codes_count_each_kind_by_itself_and_notes_have_none(desk: Desk) -> None:
    for kind in (
        EntryKind.DECISION,
        EntryKind.NOTE,
        EntryKind.DECISION,
        EntryKind.OBSTACLE,
        EntryKind.ACTION,
    ):
        desk.write(desk.wording(kind=kind))
    codes = [one.code for one in coded(desk.minutes)]
    assert codes == ["K-1", "", "K-2", "H-1", f"TL-{desk.minutes_id:02}.01"]


def test_a_session_stands_in_one_set_of_minutes_only(desk: Desk) -> None:
    with pytest.raises(MinutedAlready), transaction():
        open_minutes(desk.event, title="Lagi", sessions=[desk.session], by=desk.by)


def test_minutes_without_a_session_are_not_opened(desk: Desk) -> None:
    with pytest.raises(NothingToMinute), transaction():
        open_minutes(desk.event, title="Kosong", sessions=[], by=desk.by)


def test_closing_words_of_somebody_else_are_not_overwritten(desk: Desk) -> None:
    with transaction():
        write_summary(desk.minutes, "Versi Dhea.", instead_of="", by=desk.by)
    with pytest.raises(SummaryChanged), transaction():
        write_summary(desk.minutes, "Versi Bagas.", instead_of="", by=desk.by)
    assert desk.minutes.summary == "Versi Dhea."


def test_the_key_is_unique_in_the_database(desk: Desk) -> None:
    desk.write(key="a")
    assert db.session.scalars(select(Entry.key)).all() == ["a"]
