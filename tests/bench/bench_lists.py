"""How long the long lists take on the server: the participants, a search in them, the board, the letters.

`bin/bench lists --json` prints `[{"page", "people", "p50_ms", "p95_ms", "cpu_p95_ms", "sql_statements"}]`.
The time is what the server needs from request to answer, as the application itself is asked, without a
network; `cpu_p95_ms` is what the processor works, for machines that others use meanwhile. The statements are
counted at the driver, without BEGIN and COMMIT. Each size has a database of its own.
"""

import argparse
import gc
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

SIZES = (350, 50_000)
ROUNDS = 40
WARM_UP = 3
OFFICES = 33
BEGINS = ("BEGIN", "COMMIT", "ROLLBACK")
FIRST = ("Andi", "Baiq", "Cut", "Dewi", "Eka", "Fitri", "Gede", "Hasan", "Muhammad", "Joko")
LAST = ("Wirasanjaya", "Kusumajati", "Hutabalian", "Makkulau", "Trisnawidya", "Ranupadma", "Zohratulaini")
LIST = "/events/bench/participants"
# What counts everybody, and shows one page of them or none.
OTHERS = {
    "board": "/delegations",
    "home": "/",
    "readiness": "/readiness/summary",
    "badges": "/badges",
    "pass mails": "/passes-by-mail",
    "whatsapp": "/whatsapp",
}
# What a committee opens and types: one word of many, the letters on the way to it, a post, a NIP.
SEARCHES = ("kusumajati", "mu", "muh makku", "andi kantor 7", "zohr", "kepala", "19790", "tidak ada")


@dataclass(frozen=True)
class Figure:
    """What one page takes."""

    page: str
    people: int
    p50_ms: float
    p95_ms: float
    cpu_p95_ms: float
    sql_statements: int


def measure(people: int, directory: Path, *, only: str | None = None) -> Iterator[Figure]:
    """Arrange an event of this size and time its pages."""
    from app import create_app  # noqa: PLC0415 - a process that only prints its help loads no program
    from app.db import db  # noqa: PLC0415
    from config import Config  # noqa: PLC0415

    app = create_app(Config.from_environment({"RAKORNIS_DATA": str(directory)}))
    with app.app_context():
        db.create_all()
        account = _arrange(people)
        _forget_and_analyse()
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": account, "_fresh": True})
    gc.collect()
    gc.freeze()  # as a server does before it serves
    for page, addresses in _pages(people).items():
        if only in (None, page):
            yield _timed(app, client, page=page, people=people, addresses=addresses)
    with app.app_context():
        db.engine.dispose()


def _pages(people: int) -> dict[str, list[str]]:
    last = -(-people // 50)
    pages = {
        "participants": [LIST, f"{LIST}?page={last // 2 or 1}", f"{LIST}?page={last}", f"{LIST}?office=7"],
        "search": [f"{LIST}?q={words.replace(' ', '+')}" for words in SEARCHES],
    }
    return pages | {page: [f"/events/bench{address}"] for page, address in OTHERS.items()}


def _timed(app: Flask, client: FlaskClient, *, page: str, people: int, addresses: list[str]) -> Figure:
    """Ask for the addresses in turn; a search comes as the script of the page sends it."""
    headers = {"HX-Request": "true"} if page == "search" else {}
    taken: list[float] = []
    worked: list[float] = []
    counted = _count_statements(app)
    most = 0
    for number in range(WARM_UP * len(addresses) + ROUNDS):
        counted.clear()
        began, work_began = time.perf_counter(), time.process_time()
        answer = client.get(addresses[number % len(addresses)], headers=headers)
        worked.append((time.process_time() - work_began) * 1000)
        taken.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{addresses[number % len(addresses)]} answered {answer.status}")
        most = max(most, len(counted))
    p50, p95 = _cuts(taken[WARM_UP * len(addresses) :])
    return Figure(page, people, p50, p95, _cuts(worked[WARM_UP * len(addresses) :])[1], most)


def _cuts(taken: list[float]) -> tuple[float, float]:
    """The middle one, and what nineteen of twenty stay below."""
    cuts = quantiles(taken, n=20)
    return round(cuts[9], 1), round(cuts[18], 1)


def _count_statements(app: Flask) -> list[str]:
    from sqlalchemy import event  # noqa: PLC0415

    from app.db import db  # noqa: PLC0415

    seen: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(BEGINS):
            seen.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", count)
    return seen


def _arrange(people: int) -> str:
    """Make the event and a member of its committee; return who signs in."""
    from app.access import Role  # noqa: PLC0415
    from app.accounts.models import RoleHeld, User  # noqa: PLC0415
    from app.db import db, insert_many, transaction  # noqa: PLC0415
    from app.offices.models import Position  # noqa: PLC0415
    from app.participants.models import Participant  # noqa: PLC0415
    from app.participants.passes import NewPass, issue_passes  # noqa: PLC0415
    from app.services import services  # noqa: PLC0415
    from tests.bench.letters import write_letters  # noqa: PLC0415
    from tests.bench.meeting import make_delegations, make_event  # noqa: PLC0415

    now = services().clock.now()
    with transaction():
        event = make_event()
        delegations = make_delegations(event, OFFICES)
        posts = [Position(name=f"Kepala Bidang {number}", rank_order=number) for number in range(12)]
        db.session.add_all(posts)
        db.session.flush()
        rows = (_person(number, event.id, delegations, posts, now) for number in range(people))
        ids = insert_many(Participant, rows)
        passes = issue_passes(event, [NewPass(one) for one in ids])
        write_letters(event, dict(zip(ids, passes, strict=True)))
        user = User(email="panitia@contoh.example", name="Panitia", created_at=now)
        user.roles_held = [RoleHeld(role=Role.COMMITTEE, event_id=event.id, given_at=now, given_by="bench")]
        db.session.add(user)
        db.session.flush()
        return str(user.get_id())


def _person(number: int, event_id: int, delegations: Any, posts: Any, now: Any) -> dict[str, object]:
    delegation, post = delegations[number % OFFICES], posts[number % len(posts)]
    name = f"{FIRST[number % 10]} {LAST[number // 10 % 7]} {number:05}"
    return {
        "event_id": event_id, "delegation_id": delegation.id, "office_id": delegation.office_id,
        "identity": str(number), "name": name, "folded_name": name.lower(), "back_titles": "S.H., M.H.",
        "nip": f"19{70 + number % 25}0101{number:010}", "rank": "Penata (III/c)",
        "position_name": post.name, "position_id": post.id, "registered_at": now,
        "name_confirmed_at": now if number % 3 else None, "email": f"{number}@contoh.example",
        "phone": f"0812{number:08}", "badge_text_sha256": "0" * 64 if number % 4 else None,
    }  # fmt: skip


def _forget_and_analyse() -> None:
    """Let the database know its own size, as the nightly work of a server does."""
    from sqlalchemy import text  # noqa: PLC0415

    from app.db import db, transaction  # noqa: PLC0415

    with transaction() as session:
        session.execute(text("ANALYZE"))
    db.session.remove()


def main() -> None:
    """Print the figures as a table, or as JSON."""
    parser = argparse.ArgumentParser(prog="bin/bench lists", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--people", type=int, help="measure this size only")
    parser.add_argument("--page", help="measure this page only")
    asked = parser.parse_args()
    figures: list[Figure] = []
    for people in (asked.people,) if asked.people else SIZES:
        with tempfile.TemporaryDirectory() as directory:
            figures += measure(people, Path(directory), only=asked.page)
    if asked.json:
        json.dump([asdict(figure) for figure in figures], sys.stdout, indent=2)
        print()
        return
    for one in figures:
        print(
            f"{one.page:<14}{one.people:>7} people  p50 {one.p50_ms:>6.1f} ms  "
            f"p95 {one.p95_ms:>6.1f} ms  of processor {one.cpu_p95_ms:>6.1f} ms  "
            f"{one.sql_statements} statements"
        )


if __name__ == "__main__":
    main()
