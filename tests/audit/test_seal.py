"""What sealing promises: whatever was sealed and then changed, shows."""

from flask import Flask
from sqlalchemy import delete, select, update

from app.audit.models import AuditEntry, Seal
from app.audit.record import COMMAND_LINE, record
from app.audit.seal import hash_of, seal_entries, verify_seals
from app.db import db, transaction


def act(*actions: str) -> None:
    """Record some deeds, each with details."""
    with transaction():
        for action in actions:
            record(action, by=COMMAND_LINE, on="participant:1", event_id=7, name="Ma'shum", row=3)


def seal() -> None:
    """Seal in a transaction of its own."""
    with transaction():
        seal_entries()


def test_entries_are_sealed_in_a_chain_of_batches(app: Flask) -> None:
    act("participants.register", "participants.withdraw")
    seal()
    act("minutes.publish")
    seal()
    act("minutes.capture")
    found = verify_seals()
    assert (found.ok, found.seals, found.sealed, found.unsealed) == (True, 2, 3, 1)


def test_sealing_nothing_makes_no_seal(app: Flask) -> None:
    seal()
    assert verify_seals().seals == 0


def test_a_changed_entry_breaks_its_seal(app: Flask) -> None:
    act("a.b", "c.d")
    seal()
    with transaction():
        db.session.execute(
            update(AuditEntry).where(AuditEntry.action == "c.d").values(actor_name="orang lain")
        )
    db.session.expire_all()
    found = verify_seals()
    assert not found.ok
    assert "changed" in found.broken[0]


def test_a_removed_entry_breaks_its_seal(app: Flask) -> None:
    act("a.b", "c.d")
    seal()
    with transaction():
        db.session.execute(delete(AuditEntry).where(AuditEntry.action == "a.b"))
    db.session.expire_all()
    assert not verify_seals().ok


def test_a_change_and_a_new_hash_still_break_the_next_seal(app: Flask) -> None:
    act("a.b")
    seal()
    act("c.d")
    seal()
    with transaction():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "a.b")).one()
        entry.action = "x.y"
        seal_row = entry.seal_id

    with transaction():
        db.session.get_one(Seal, seal_row).hash = hash_of([entry], "")
    db.session.expire_all()
    assert not verify_seals().ok


def test_the_command_line_says_whether_the_trail_holds(app: Flask) -> None:
    act("a.b")
    seal()
    result = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])
    assert result.exit_code == 0
    assert '"ok": true' in result.output
