"""Two at once: nobody is doubled, whoever comes second is told."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import func, select

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.events.models import Event
from app.lib.refusals import Refused
from app.offices.models import Office, OfficeKind
from app.participants.models import Delegation, Participant, Pass
from app.participants.passes import reissue_pass
from app.participants.read_roster import read_roster
from app.participants.register_roster import register_roster
from tests.cast import Cast
from tests.participants.sheets import person, sheet

AT_ONCE = 4


def at_once(app: Flask, do: Callable[[], object], *, threads: int = AT_ONCE) -> list[object]:
    """Do the same in several threads, each with its own connection; return what came of each."""
    barrier, outcomes = Barrier(threads), []

    def run() -> None:
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    outcomes.append(do())
            except Refused as refusal:
                outcomes.append(refusal)
            finally:
                db.session.remove()

    db.session.commit()
    running = [Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    db.session.expire_all()
    return outcomes


def count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_two_who_register_the_same_sheet_at_once_double_nobody(app: Flask, cast: Cast) -> None:
    content = sheet(*(person(f"Peserta {letter}", unit="PT Uji") for letter in "abcdefgh"))
    event_id = cast.event.id

    def register() -> int:
        event = db.session.get_one(Event, event_id)
        roster = read_roster(content, today=event.starts_on)
        done = register_roster(event, roster, by=COMMAND_LINE, filename="a.csv", content=content)
        return done.created

    outcomes = at_once(app, register)
    assert sorted(one for one in outcomes if isinstance(one, int)) == [0, 0, 0, 8]
    assert (count(Participant), count(Pass), count(Delegation)) == (8, 8, 1)
    assert db.session.scalar(select(func.count()).where(Office.kind == OfficeKind.OUTSIDE)) == 1


def test_two_who_issue_a_new_pass_at_once_leave_one_that_admits(app: Flask, cast: Cast) -> None:
    number = cast.participant().id

    def reissue() -> int:
        return reissue_pass(db.session.get_one(Participant, number), reason="Hilang", by=COMMAND_LINE).serial

    outcomes = at_once(app, reissue)
    assert len(outcomes) == AT_ONCE
    valid = db.session.scalars(select(Pass).where(Pass.voided_at.is_(None))).all()
    assert len(valid) == 1
    assert valid[0].serial == max(one for one in outcomes if isinstance(one, int))
