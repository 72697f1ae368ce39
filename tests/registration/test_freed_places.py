"""Whoever leaves a role frees a place of it, by whichever verb, and who has waited longest gets it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.audit.record import COMMAND_LINE
from app.checkin.walk_in import WalkInEntry, take_in
from app.db import db, transaction
from app.events.models import Event
from app.lib.refusals import Refused
from app.participants.edit_person import edit_person
from app.participants.kept_sheets import Roster
from app.participants.merge import merge_people, unmerge
from app.participants.models import Participant, ParticipantRole
from app.participants.person_entry import PersonEntry, entry_of
from app.participants.undo_roster import undo_roster
from app.participants.withdraw import restore_participant, withdraw_participant
from app.registration.models import Nomination, Quota, State
from app.registration.register_oneself import register_oneself
from app.registration.set_quota import QuotaDetails, set_quota
from app.registration.substitute import substitute
from app.registration.waiting_list import PlacesTaken, promote_waiting, queue_of, taken_places
from tests.cast import ANDI, Cast
from tests.participants.sheets import person
from tests.participants.test_register_roster import register as register_sheet
from tests.registration.test_waiting_list import VISITOR, quota_for, register, states

ROUNDS = 4


@pytest.fixture
def quota(cast: Cast) -> Quota:
    """One place for the press, taken, and two who wait for it."""
    quota = quota_for(cast, 1)
    for number in range(3):
        register(quota, number)
    assert states(cast) == ["confirmed", "waiting", "waiting"]
    return quota


def reporter() -> Participant:
    press = select(Participant).where(Participant.role == ParticipantRole.MEDIA)
    return db.session.scalars(press.order_by(Participant.id).limit(1)).one()


def test_a_merge_frees_the_place_of_the_duplicate(cast: Cast, quota: Quota):
    guest = cast.participant(ANDI, role=ParticipantRole.GUEST)
    with transaction():
        merge_people(reporter(), guest, reason="Orang yang sama", by=COMMAND_LINE)
    assert states(cast) == ["confirmed", "confirmed", "waiting"]


def test_who_withdrew_comes_back_only_while_a_place_is_free(cast: Cast, quota: Quota):
    left = reporter()
    with transaction():
        withdraw_participant(left, reason="Sakit", by=COMMAND_LINE)  # the next of the queue has the place
    with pytest.raises(PlacesTaken), transaction():
        restore_participant(left, by=COMMAND_LINE)
    with transaction():
        set_quota(cast.event, ParticipantRole.MEDIA, QuotaDetails(places=4), by=COMMAND_LINE)
        restore_participant(left, by=COMMAND_LINE)
    assert left.withdrawal is None


def test_a_merge_is_undone_only_while_a_place_is_free(cast: Cast, quota: Quota):
    left, guest = reporter(), cast.participant(ANDI, role=ParticipantRole.GUEST)
    with transaction():
        merge_people(left, guest, reason="Orang yang sama", by=COMMAND_LINE)
    with pytest.raises(PlacesTaken), transaction():
        unmerge(left, by=COMMAND_LINE)


def test_a_change_of_role_frees_the_place_of_the_old_one(cast: Cast, quota: Quota):
    entry = vars(entry_of(reporter())) | {"role": ParticipantRole.GUEST}
    with transaction():
        edit_person(reporter(), PersonEntry(**entry), by=COMMAND_LINE)
    assert states(cast) == ["confirmed", "confirmed", "waiting"]


@pytest.mark.parametrize(
    ("role", "second"), [(ParticipantRole.GUEST, "confirmed"), (ParticipantRole.MEDIA, "waiting")]
)
def test_a_substitute_in_another_role_frees_the_place(cast: Cast, quota: Quota, role, second):
    entry = PersonEntry(name="Ngurah Widyatmika", role=role)
    with transaction():
        substitute(reporter(), entry, reason="Sakit", letter=None, by=COMMAND_LINE)
    assert states(cast) == ["confirmed", second, "waiting"]


def test_a_sheet_that_is_taken_back_frees_its_places(cast: Cast):
    cast.office("bali")
    quota = quota_for(cast, 1)
    sheet = register_sheet(cast.event, person("Wartawan Kertas", unit="Kanwil Bali", role="Media"))
    register(quota, 0)
    assert (taken_places(quota), states(cast)) == (1, ["waiting"])
    with transaction():
        undo_roster(db.session.get_one(Roster, sheet.roster_id), by=COMMAND_LINE)
    assert states(cast) == ["confirmed"]


def test_a_sheet_that_changes_a_role_frees_the_old_place(cast: Cast):
    cast.office("bali")
    quota = quota_for(cast, 1)
    register_sheet(cast.event, person("Wartawan Kertas", unit="Kanwil Bali", role="Media"))
    register(quota, 0)
    register_sheet(cast.event, person("Wartawan Kertas", unit="Kanwil Bali", role="Tamu"))
    assert states(cast) == ["confirmed"]


def test_the_queue_is_read_as_it_is_by_now(cast: Cast, quota: Quota):
    struck, corrected = queue_of(quota)
    with transaction() as session:
        for one, values in ((struck, {"state": State.RETURNED}), (corrected, {"name": "Wartawan Benar"})):
            raw = update(Nomination).where(Nomination.id == one.id).values(**values)
            session.execute(raw.execution_options(synchronize_session=False))
        quota.places = 2
        promote_waiting(cast.event, quota.role, by=COMMAND_LINE)
    db.session.expire_all()
    assert states(cast) == ["confirmed", "returned", "confirmed"]
    assert corrected.participant is not None
    assert corrected.participant.name == "Wartawan Benar"


def test_all_who_touch_the_places_at_once_wait_for_each_other_and_never_for_ever(app: Flask, cast: Cast):
    quota = quota_for(cast, ROUNDS)
    cast.office("bali")
    here = [register(quota, number).nomination.participant_id for number in range(ROUNDS)]
    event_id, quota_id = cast.event.id, quota.id
    verbs: list[Callable[[int], object]] = [
        lambda number: withdraw_participant(
            db.session.get_one(Participant, here[number]), reason="Sakit", by=COMMAND_LINE
        ),
        lambda number: arrive(db.session.get_one(Quota, quota_id), 10 + number),
        lambda number: set_quota(
            db.session.get_one(Event, event_id),
            ParticipantRole.MEDIA,
            QuotaDetails(places=ROUNDS),
            by=COMMAND_LINE,
        ),
        lambda number: take_in(
            db.session.get_one(Event, event_id), walk_in(number), session=None, by=COMMAND_LINE
        ),
    ]
    barrier = Barrier(ROUNDS * len(verbs))
    db.session.remove()

    def run(job: tuple[Callable[[int], object], int]) -> None:
        verb, number = job
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    verb(number)
            except Refused:
                pass  # no place is an answer, a deadlock is none

    jobs = [(verb, number) for number in range(ROUNDS) for verb in verbs]
    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(run, jobs))
    assert taken_places(db.session.get_one(Quota, quota_id)) == ROUNDS


def arrive(quota: Quota, number: int) -> object:
    entry = PersonEntry(name=f"Wartawan Uji {chr(65 + number)}", email=f"wartawan{number}@contoh.example")
    key = f"key-of-the-form-{number:04}"
    return register_oneself(quota, entry, organisation="Kantor Berita Uji", key=key, by=VISITOR)


def walk_in(number: int) -> WalkInEntry:
    entry = PersonEntry(name=f"Datang Langsung {chr(65 + number)}", role=ParticipantRole.MEDIA)
    return WalkInEntry(person=entry, office="bali", key=f"key-of-the-desk-{number:04}", is_another=True)
