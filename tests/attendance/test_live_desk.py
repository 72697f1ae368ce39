"""The live desk: arrivals as bars, posts, who is missing, what gates refused, who scanned, reminders."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.access import Role
from app.attendance.arrivals import MOST_BARS, chart_of
from app.attendance.live import first_missing, present_by_post, scanners_of, set_by_hand, troubles_of
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.checkin.models import AttendanceStatus, RefusalReason
from app.db import db, transaction
from app.messages.models import Sharing
from app.participants.consents import Purpose, end_consent, give_consent
from app.participants.models import Participant
from tests.attendance.test_attendance import put
from tests.cast import ANDI, BAIQ, FITRI, Cast, sign_in
from tests.checkin.conftest import GateUnderTest

PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE


def of_session(gate: GateUnderTest) -> str:
    return f"/events/{gate.cast.event.slug}/sessions/{gate.session.id}/attendance"


def test_arrivals_stand_in_minutes_without_a_gap(clock):
    now = clock.now().replace(second=0)
    minutes = [(0, PRESENT), (0, PRESENT), (3, LATE)]
    chart = chart_of((now + timedelta(minutes=at, seconds=10), status) for at, status in minutes)
    assert [(bar.in_time, bar.late) for bar in chart.bars] == [(2, 0), (0, 0), (0, 0), (0, 1)]
    assert (chart.step_minutes, chart.most, chart.height(1)) == (1, 2, 50.0)


@pytest.mark.parametrize("hours", [1, 5, 30, 200])
def test_a_long_day_takes_wider_steps_and_never_too_many_bars(clock, hours):
    chart = chart_of((clock.now() + timedelta(hours=at / 10), PRESENT) for at in range(hours * 10 + 1))
    assert 2 <= len(chart.bars) <= MOST_BARS
    assert sum(bar.people for bar in chart.bars) == hours * 10 + 1


def test_nobody_makes_no_bars():
    assert chart_of([]).bars == ()
    assert chart_of([]).busiest is None


def test_posts_stand_by_rank_and_the_others_last(gate: GateUnderTest, cast: Cast):
    head, other, post = cast.participant(ANDI), cast.participant(BAIQ), cast.head.id
    with transaction():
        db.session.get_one(Participant, head.id).position_id = post
    gate.scan_pass_of(head)
    found = [(one.post, one.present, one.expected) for one in present_by_post(gate.session)]
    assert found == [("Kakanwil", 1, 1), (None, 0, 1)]
    assert first_missing(gate.session) == [other]


def test_second_scans_and_refusals_are_told_with_reason_gate_and_person(gate: GateUnderTest, cast: Cast):
    andi = cast.participant(ANDI)
    gate.scan_pass_of(andi)
    gate.scan_pass_of(andi)
    gate.scan("A" * 18)
    troubles = troubles_of(gate.session)
    assert (troubles.already, troubles.refused) == (1, {RefusalReason.UNKNOWN_CODE: 1})
    assert [one.participant and one.participant.id for one in troubles.newest] == [None, andi.id]
    (scanner,) = scanners_of(gate.session)
    assert (scanner.gate, scanner.by) == ("Utama 1", "Dhea")
    assert (scanner.admitted, scanner.already, scanner.refused) == (1, 1, 1)


def test_who_was_set_present_by_hand_is_counted_apart(gate: GateUnderTest, cast: Cast):
    put(gate, cast.participant(ANDI), PRESENT)
    put(gate, cast.participant(BAIQ), AttendanceStatus.ILL, note="demam")
    assert set_by_hand(gate.session) == 1
    assert scanners_of(gate.session) == []


def test_the_page_draws_bars_and_says_the_same_in_a_table(
    client: FlaskClient, gate: GateUnderTest, cast: Cast
):
    gate.scan_pass_of(cast.participant(ANDI))
    gate.scan("A" * 18)
    sign_in(client, cast.user(Role.COMMITTEE))
    page = client.get(of_session(gate)).text
    assert '<svg class="bars"' in page
    assert "style=" not in page
    assert "Kedatangan menurut waktu" in page
    assert "Bukan kartu kegiatan ini" in page


def test_more_people_cost_no_more_statements(client: FlaskClient, gate: GateUnderTest, cast: Cast):
    sign_in(client, cast.user(Role.COMMITTEE))
    gate.scan_pass_of(cast.participant("Peserta Satu"))
    few = statements(client, f"{of_session(gate)}/live")
    for number in ("Dua", "Tiga", "Empat", "Lima", "Enam"):
        person = cast.participant(f"Peserta {number}", office="bali")
        gate.scan_pass_of(person)
        gate.scan_pass_of(person)
    assert statements(client, f"{of_session(gate)}/live") == few


def statements(client: FlaskClient, address: str) -> int:
    count: list[str] = []

    def note(*asked: object) -> None:
        count.append(str(asked[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    assert client.get(address).status_code == 200
    event.remove(db.engine, "before_cursor_execute", note)
    return len(count)


def test_who_is_missing_is_asked_by_whatsapp_and_everybody_sees_who_asked(
    client: FlaskClient, gate: GateUnderTest, cast: Cast, andi: Participant
):
    with transaction():
        db.session.get_one(Participant, andi.id).phone = "081234500077"
    sign_in(client, cast.user(Role.REGISTRATION_DESK))
    address = f"{of_session(gate)}/people/{andi.id}/reminder"
    assert "081234500077" in client.get(address).text
    answer = client.post(address, data={"seen": 0})
    assert answer.headers["Location"].startswith("https://wa.me/6281234500077?text=Yth.")
    assert "sudah menanyakannya" in client.get(address).text
    assert client.post(address, data={"seen": 0}).headers["Location"].endswith("/reminder")
    assert len(db.session.scalars(select(Sharing)).all()) == 1
    told = str([one.details for one in db.session.scalars(select(AuditEntry))])
    assert "0812345" not in told


def test_who_withdrew_the_consent_is_not_asked(client: FlaskClient, gate: GateUnderTest, cast: Cast):
    fitri = cast.participant(FITRI)
    with transaction():
        give_consent(fitri, Purpose.WHATSAPP, text="x", channel="test", by=COMMAND_LINE)
        end_consent(fitri, Purpose.WHATSAPP, by=COMMAND_LINE)
    sign_in(client, cast.user(Role.COMMITTEE))
    answer = client.post(f"{of_session(gate)}/people/{fitri.id}/reminder", data={"seen": 0})
    assert "wa.me" not in answer.headers["Location"]


def test_the_live_desk_itself_shows_no_number_and_gates_ask_nobody(
    client: FlaskClient, gate: GateUnderTest, cast: Cast, andi: Participant
):
    sign_in(client, cast.user(Role.GATE))
    page = client.get(of_session(gate)).text
    assert andi.display_name in page
    assert "reminder" not in page
    assert client.get(f"{of_session(gate)}/people/{andi.id}/reminder").status_code == 403
