"""A day as rooms beside each other and time downwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from app.access import Role
from app.agenda.models import Session, SessionKind
from app.agenda.timetable import WIDEST, timetable
from app.events.models import Room
from dev.addresses import ROOT
from tests.cast import sign_in

DAY = date(2024, 9, 6)
PLACES = (ROOT / "static/css/components/timetable_places.css").read_text()
COLUMNS = (ROOT / "static/css/components/timetable.css").read_text()


@pytest.fixture
def at():
    """Make a session of the day by its hours in Bali, such as 9.5, perhaps in a room."""
    rooms: dict[int, Room] = {}
    number = iter(range(1, 100))

    def make(starts, ends, *, room=None, kind=SessionKind.PANEL):
        midnight = datetime(2024, 9, 5, 16, tzinfo=UTC)
        place = rooms.setdefault(room, Room(id=room, name=f"Ruang {room}")) if room else None
        return Session(
            id=next(number),
            kind=kind,
            room_id=room,
            room=place,
            starts_at=midnight + timedelta(hours=starts),
            ends_at=midnight + timedelta(hours=ends),
        )

    return make


def drawn(*sessions):
    return timetable(sessions, on=DAY, zone="Asia/Makassar")


def test_parallel_sessions_stand_side_by_side_under_their_rooms(at):
    panel, group = at(9, 11, room=1), at(9.5, 10.5, room=2, kind=SessionKind.BREAKOUT)
    grid = drawn(panel, group)
    assert [column.room.name for column in grid.columns] == ["Ruang 1", "Ruang 2"]
    assert grid.place(panel) == "col-1 at-h0 at-m0 for-h2 for-m0"
    assert grid.place(group) == "col-2 at-h0 at-m30 for-h1 for-m0"


def test_a_break_reaches_across_all_rooms_unless_something_runs_beside_it(at):
    lunch = at(12, 13, room=3, kind=SessionKind.BREAK)
    assert "col-all" in drawn(at(9, 12, room=1), lunch).place(lunch)
    assert "col-2" in drawn(at(9, 13, room=1), lunch).place(lunch)


def test_a_session_without_a_room_gets_a_column_only_when_it_is_not_alone(at):
    walk = at(9, 10)
    assert drawn(walk, at(10, 11, room=1)).place(walk).startswith("col-all")
    assert drawn(walk, at(9, 10, room=1)).columns[-1].room is None


def test_two_sessions_in_one_room_at_once_cover_neither(at):
    first, second, third = at(9, 11, room=1), at(10, 12, room=1), at(11, 12, room=1)
    grid = drawn(first, second, third)
    assert [grid.place(one)[:5] for one in (first, second, third)] == ["col-1", "col-2", "col-1"]
    assert grid.columns[0].wide == grid.width == 2


def test_the_present_moment_has_a_place_only_on_its_day(at):
    grid = drawn(at(9, 11, room=1))
    assert grid.at(datetime(2024, 9, 6, 2, 12, tzinfo=UTC)) == "at-h1 at-m10"
    assert grid.at(datetime(2024, 9, 5, 2, 12, tzinfo=UTC)) is None


def test_a_day_too_wide_or_too_long_for_the_grid_stays_a_list(at):
    assert drawn(*(at(9, 10, room=room) for room in range(1, WIDEST + 2))) is None
    assert drawn(at(0, 1, room=1), at(20, 22, room=1)) is None
    assert drawn() is None


def test_the_style_sheet_knows_every_place_a_session_can_have(at):
    rooms = [at(4 + 1 / 12 * room, 21.5 + 1 / 12 * room, room=room) for room in range(1, WIDEST + 1)]
    for name in " ".join(drawn(*rooms).places.values()).split():
        default = name in {"at-h0", "at-m0", "for-m0", "col-1"}
        assert default or f".{name} {{" in PLACES + COLUMNS, name


def test_the_page_is_one_list_in_order_and_its_grid_follows_the_clock(client, cast):
    session = cast.session("Pleno kini")
    sign_in(client, cast.user(Role.COMMITTEE))
    agenda = f"/events/{cast.event.slug}/agenda"
    page = BeautifulSoup(client.get(agenda).data, "html.parser")
    [shown] = page.select(".timetable ol > li.is-now")
    assert session.title in shown.text
    assert page.select_one(".now-line[aria-hidden=true]")
    [live] = page.select("#sessions [data-poll]")
    assert 'class="now-line' in client.get(str(live["data-poll"])).text
    assert 'class="now-line' not in client.get(f"{agenda}/hours?day=2024-09-04").text
