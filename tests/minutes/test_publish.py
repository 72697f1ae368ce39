"""Publishing: once, numbered without gaps, frozen for good; the actions go to their offices."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.actions.models import ActionItem, Assignment
from app.db import db, transaction
from app.documents.models import Document, NumberSeries
from app.events.models import SignerTask
from app.lib.refusals import Refused
from app.minutes.drafting import MinutesFrozen
from app.minutes.frozen import paper_from
from app.minutes.models import EntryKind, Publication
from app.minutes.publish import NotReady, PublishedAlready, publish_minutes, what_is_missing, what_to_mind
from app.minutes.queries import attendance_by_office
from app.minutes.revise_entry import revise_entry
from app.minutes.strike_entry import restore_entry, strike_entry
from app.minutes.write_summary import write_summary
from app.offices.models import Office, OfficeKind
from app.services.paper import UnprintableLetters
from tests.minutes.attending import attend
from tests.minutes.conftest import Desk


def test_a_publication_has_number_date_and_frozen_content(desk: Desk) -> None:
    desk.write(desk.wording("Target dituntaskan."))
    publication = desk.publish()
    assert publication.document.number == "001/NOTULA/2024"
    assert publication.document.dated.isoformat() == "2024-09-06"
    frozen = publication.content["paper"]
    assert frozen["number"] == "001/NOTULA/2024"
    assert frozen["sessions"][0]["entries"][0]["text"] == "Target dituntaskan."


def test_the_frozen_content_becomes_the_same_paper_again(desk: Desk) -> None:
    desk.write(desk.action("kaltim"))
    publication = desk.publish()
    paper = paper_from(publication.content)
    assert paper == paper_from(publication.content)
    assert paper.follow_ups[0].units == "Seluruh kantor wilayah (1)"
    assert paper.chair.name


def test_a_later_change_of_the_event_does_not_reach_the_frozen_content(desk: Desk) -> None:
    desk.write()
    publication = desk.publish()
    with transaction():
        desk.event.signers[0].name = "Orang Lain"
        assert desk.event.letterhead is not None
        desk.event.letterhead.lines = ["KEMENTERIAN BARU"]
    assert paper_from(publication.content).letterhead.lines == ("KEMENTERIAN UJI", "UNIT UJI")


def test_publishing_twice_publishes_once(desk: Desk) -> None:
    desk.write()
    desk.publish()
    with pytest.raises(PublishedAlready):
        desk.publish()
    assert db.session.scalar(select(func.count()).select_from(Publication)) == 1


def test_two_who_publish_at_once_publish_once(app: Flask, desk: Desk) -> None:
    desk.write(desk.action("kaltim"))
    told: list[str] = []
    both_ready = threading.Barrier(2)
    event_id, minutes_id, by = desk.event.id, desk.minutes_id, desk.by
    db.session.commit()

    def publish() -> None:
        with app.app_context():
            event = db.session.get_one(type(desk.event), event_id)
            both_ready.wait()
            try:
                with transaction():
                    told.append(publish_minutes(event, minutes_id, by=by).document.number)
            except PublishedAlready:
                told.append("already")

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert sorted(told) == ["001/NOTULA/2024", "already"]
    assert db.session.scalar(select(func.count()).select_from(Document)) == 1
    assert db.session.scalar(select(func.count()).select_from(ActionItem)) == 1


def test_numbers_have_no_gaps_although_a_publication_failed(desk: Desk) -> None:
    second, third = desk.another("Kedua"), desk.another("Ketiga")
    for one in (desk, third):
        one.write()
    numbers = [desk.publish().document.number]
    with pytest.raises(NotReady):
        second.publish()
    numbers.append(third.publish().document.number)
    assert numbers == ["001/NOTULA/2024", "002/NOTULA/2024"]
    assert db.session.scalars(select(NumberSeries.last)).one() == 2


def test_minutes_without_an_entry_are_not_published(desk: Desk) -> None:
    with pytest.raises(NotReady):
        desk.publish()


def test_actions_without_office_or_due_date_are_named_by_their_codes(desk: Desk) -> None:
    desk.write(desk.action("kaltim"))
    desk.write(desk.action())
    desk.write(desk.action("bali", due_on=None))
    assert len(what_is_missing(desk.minutes)) == 2
    with pytest.raises(NotReady) as refusal:
        desk.publish()
    number = f"{desk.minutes_id:02}"
    assert refusal.value.values["codes"] == f"TL-{number}.02, TL-{number}.03"


def test_a_struck_action_does_not_hinder_publishing(desk: Desk) -> None:
    desk.write()
    incomplete = desk.write(desk.action())
    with transaction():
        strike_entry(desk.minutes, incomplete, by=desk.by)
    assert desk.publish().document.number


def test_letters_that_cannot_be_printed_are_refused_before_anything_is_frozen(desk: Desk) -> None:
    desk.write(desk.wording("Target dituntaskan 🎉"))
    with pytest.raises(UnprintableLetters):
        desk.publish()
    assert not desk.minutes.is_published


@pytest.mark.parametrize("change", ["write", "revise", "strike", "restore", "summary"])
def test_published_minutes_refuse_every_change(desk: Desk, change: str) -> None:
    entry = desk.write()
    desk.publish()
    changes = {
        "write": lambda: desk.write(desk.wording("Terlambat.")),
        "revise": lambda: revise_entry(
            desk.minutes, entry, desk.wording("Lain."), base_revision=1, by=desk.by
        ),
        "strike": lambda: strike_entry(desk.minutes, entry, by=desk.by),
        "restore": lambda: restore_entry(desk.minutes, entry, by=desk.by),
        "summary": lambda: write_summary(desk.minutes, "Lain.", instead_of="", by=desk.by),
    }
    with pytest.raises(MinutesFrozen):
        if change == "write":
            changes[change]()
        else:
            with transaction():
                changes[change]()
    assert [one.text for one in desk.minutes.entries] == [entry.text]


def test_an_entry_that_arrives_again_after_publication_is_still_the_same(desk: Desk) -> None:
    entry = desk.write(key="a")
    desk.publish()
    assert desk.write(key="a").id == entry.id


def test_an_action_for_all_regional_offices_becomes_one_obligation_each(desk: Desk) -> None:
    with transaction() as session:
        offices = [
            Office(
                code=f"k{n}",
                name=f"Kantor {n}",
                short_name=f"K {n}",
                kind=OfficeKind.REGIONAL,
                protocol_order=n,
            )
            for n in range(33)
        ]
        session.add_all(offices)
    ids = tuple(office.id for office in offices)
    desk.write(
        desk.wording("Semua melapor.", kind=EntryKind.ACTION, office_ids=ids, due_on=desk.action().due_on)
    )
    paper = paper_from(desk.publish().content)
    assert db.session.scalar(select(func.count()).select_from(Assignment)) == 33
    assert paper.follow_ups[0].units == "Seluruh kantor wilayah (33)"


def test_the_only_directorate_named_supervises_the_others(desk: Desk) -> None:
    desk.write(desk.action("merek", "kaltim"))
    desk.write(desk.action("bali"))
    desk.publish()
    supervisors = {
        one.office.code: one.supervising_office_id for one in db.session.scalars(select(Assignment))
    }
    merek = desk.cast.office("merek").id
    assert supervisors == {"merek": merek, "kaltim": merek, "bali": None}


def test_people_who_came_to_one_of_the_sessions_count_once_by_office(desk: Desk) -> None:
    attend(desk.cast, desk.session, "present", office="kaltim")
    attend(desk.cast, desk.session, "late", office="kaltim", name="Cut Meutia")
    attend(desk.cast, desk.session, "ill", office="kaltim", name="Sri Rahayu")
    attend(desk.cast, desk.session, "represented", office="bali")
    counts = attendance_by_office(desk.event.id, [desk.session.id, desk.another().session.id])
    assert [(one.office, one.present, one.invited) for one in counts] == [
        ("Kanwil Kalimantan Timur", 2, 3),
        ("Kanwil Bali", 1, 1),
    ]


def test_what_looks_wrong_on_the_paper_is_said_but_does_not_hinder(desk: Desk) -> None:
    desk.write()
    with transaction():
        desk.event.signers = [one for one in desk.event.signers if one.task is not SignerTask.MINUTES_CHAIR]
    minded = what_to_mind(desk.event, attendance_by_office(desk.event.id, [desk.session.id]))
    assert minded == ["Nobody was checked in for these sessions", "Nobody is named to chair the meeting"]
    assert desk.publish().document.number


def test_every_refusal_is_a_sentence(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.publish()
    assert str(refusal.value).endswith(".")
