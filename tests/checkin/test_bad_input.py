"""Bad input at the gate: each case has its own word on the screen and its own reason code in the log.

What a browser does with a camera, a full disk and a queue is in tests/browser/test_gate_*.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.audit.record import COMMAND_LINE
from app.checkin.devices import NewDevice, add_open_device, revoke_device
from app.checkin.models import DeviceProfile, RefusalReason, Scan
from app.checkin.rules import Departure
from app.checkin.set_rules import set_session_rule
from app.db import db, transaction
from app.participants.models import Participant, ParticipantState, Withdrawal
from app.participants.passes import reissue_pass
from tests.cast import BAIQ, Cast
from tests.checkin.at_the_screen import allow, on_screen
from tests.checkin.conftest import GateUnderTest, new_key, told_in


@dataclass
class Phone:
    """A phone at a gate, with the page and its queue."""

    client: FlaskClient
    cast: Cast
    gate: GateUnderTest
    device: NewDevice

    def scan(self, code: str, **more: Any) -> dict[str, Any]:
        """Send one scan as the page's script does; return its result."""
        one = {"key": new_key(), "code": code, "at": self.gate.clock.now().isoformat(), **more}
        body = {"session": self.gate.session.id, "scans": [one]}
        answer = self.client.post(f"/events/{self.cast.event.slug}/scans", json=body)
        result: dict[str, Any] = answer.get_json()["results"][0]
        return result


@pytest.fixture
def phone(client: FlaskClient, cast: Cast, gate: GateUnderTest) -> Phone:
    with transaction():
        device = add_open_device(cast.event, gate="Utama 1", by=COMMAND_LINE)
    client.set_cookie("gate", device.token)
    return Phone(client, cast, gate, device)


def foreign_qr(phone: Phone) -> str:
    return "https://contoh.example/menu"


def void_pass(phone: Phone) -> str:
    andi = phone.cast.participant()
    old = phone.cast.code(andi)
    with transaction():
        reissue_pass(andi, reason="hilang", by=COMMAND_LINE)
    return old


def withdrawn(phone: Phone) -> str:
    andi, now = phone.cast.participant(), phone.gate.clock.now()
    with transaction() as session:
        session.add(Withdrawal(participant_id=andi.id, reason="sakit", withdrawn_at=now, withdrawn_by="test"))
    return phone.cast.code(andi)


def unconfirmed(phone: Phone) -> str:
    andi = phone.cast.participant()
    with transaction() as session:
        session.get_one(Participant, andi.id).state = ParticipantState.WITHOUT_PASS
    return phone.cast.code(andi)


def of_another_committee(phone: Phone) -> str:
    return phone.cast.code(phone.cast.participant(BAIQ, event=phone.cast.make_event("acara-lain")))


def not_admitted(phone: Phone) -> str:
    andi, baiq = phone.cast.participant(), phone.cast.participant(BAIQ)
    with transaction():
        only = Departure(is_limited=True, people=frozenset({baiq.id}))
        set_session_rule(phone.gate.session, only, by=COMMAND_LINE)
    return phone.cast.code(andi)


def not_open(phone: Phone) -> str:
    phone.gate.session = phone.cast.session("Nanti", at=phone.gate.clock.now() + timedelta(hours=3))
    return phone.cast.code(phone.cast.participant())


def of_another_day(phone: Phone) -> str:
    phone.gate.session = phone.cast.session("Besok", at=phone.gate.clock.now() + timedelta(days=1))
    return phone.cast.code(phone.cast.participant())


def goes_without_having_come(phone: Phone) -> str:
    with transaction():
        set_session_rule(phone.gate.session, Departure(check_out=True), by=COMMAND_LINE)
    return phone.cast.code(phone.cast.participant())


REFUSED: list[tuple[Callable[[Phone], str], RefusalReason, str]] = [
    (foreign_qr, RefusalReason.UNKNOWN_CODE, "Bukan kartu kegiatan ini"),
    (void_pass, RefusalReason.VOID_PASS, "Kartu ini batal"),
    (withdrawn, RefusalReason.WITHDRAWN, "Mengundurkan diri"),
    (unconfirmed, RefusalReason.NOT_CONFIRMED, "Belum dikonfirmasi"),
    (of_another_committee, RefusalReason.WRONG_EVENT, "Kartu kegiatan lain"),
    (not_admitted, RefusalReason.NOT_ADMITTED_HERE, "Tidak ada dalam daftar sesi ini"),
    (not_open, RefusalReason.SESSION_NOT_OPEN, "Sesi ini belum dibuka atau sudah selesai"),
    (of_another_day, RefusalReason.WRONG_DAY, "Bukan hari ini"),
    (goes_without_having_come, RefusalReason.NOT_CHECKED_IN, "Belum masuk"),
]


@pytest.mark.parametrize(("shown", "reason", "word"), REFUSED, ids=[one[0].__name__ for one in REFUSED])
def test_a_refused_scan_has_its_word_and_one_line_without_whom(
    phone: Phone, log: StringIO, shown: Callable[[Phone], str], reason: RefusalReason, word: str
):
    code, key = shown(phone), new_key()
    direction = "out" if reason is RefusalReason.NOT_CHECKED_IN else "in"
    answers = [phone.scan(code, key=key, direction=direction) for _ in range(2)]
    assert {answer["reason"] for answer in answers} == {reason.value}
    assert word in answers[0]["verdict"]
    where = f"event_id={phone.cast.event.id} session={phone.gate.session.id}"
    assert told_in(log, "scan refused") == [
        f"reason={reason.value} scan={key} by={phone.device.device.reference} {where}"
    ]
    assert code not in log.getvalue()
    assert "Makkulau" not in log.getvalue()


def test_a_code_that_ran_out_has_its_word_and_its_line(
    client: FlaskClient, cast: Cast, gate: GateUnderTest, log: StringIO
):
    allow(gate.session)
    screenshot = on_screen(gate.session)
    gate.clock.pass_time(minutes=5)
    pages = [client.get(screenshot).text for _ in range(2)]
    assert all("Kode ini sudah kedaluwarsa" in page for page in pages)
    [told] = told_in(log, "scan refused")
    assert told.startswith("reason=code_run_out ")
    assert f"by=phone event_id={cast.event.id} session={gate.session.id}" in told


def test_a_kiosk_and_a_desk_write_their_refusals_too(
    client: FlaskClient, cast: Cast, gate: GateUnderTest, log: StringIO
):
    allow(gate.session)
    with transaction():
        kiosk = add_open_device(cast.event, gate="Lobi", by=COMMAND_LINE, profile=DeviceProfile.KIOSK)
        desk = add_open_device(cast.event, gate="Meja", by=COMMAND_LINE, profile=DeviceProfile.DESK)
        only = Departure(is_limited=True, people=frozenset({cast.participant(BAIQ).id}))
        set_session_rule(gate.session, only, by=COMMAND_LINE)
    client.set_cookie("gate", kiosk.token)
    client.post(f"/events/{cast.event.slug}/kiosk", data={"key": new_key(), "code": "bukan kartu"})
    client.set_cookie("gate", desk.token)
    andi = cast.participant()
    client.post(f"/events/{cast.event.slug}/desk/people/{andi.id}/arrival", data={"key": new_key()})
    told = [f"{line.split()[0]} {line.split()[2]}" for line in told_in(log, "scan refused")]
    assert told == [
        f"reason=unknown_code by={kiosk.device.reference}",
        f"reason=not_admitted_here by={desk.device.reference}",
    ]


def test_a_code_typed_with_o_for_0_is_the_code(phone: Phone, log: StringIO):
    code = phone.cast.code(phone.cast.participant())
    assert phone.scan(code.replace("0", "O").replace("1", "l").lower())["status"] == "admitted"
    assert told_in(log, "scan refused") == []


@pytest.mark.parametrize("told", [{"clock_offset_seconds": 7200}, {}])
def test_a_clock_two_hours_off_admits_and_is_written_down(phone: Phone, log: StringIO, told: dict[str, int]):
    ahead = (phone.gate.clock.now() + timedelta(hours=2)).isoformat()
    answer = phone.scan(phone.cast.code(phone.cast.participant()), at=ahead, **told)
    assert answer["status"] == "admitted"
    assert "Jam perangkat ini salah" in answer["verdict"]
    by = phone.device.device.reference
    where = f"event_id={phone.cast.event.id} session={phone.gate.session.id}"
    assert told_in(log, "gate trouble") == [f"reason=clock_off seconds=7200 scans=1 by={by} {where}"]


@pytest.mark.parametrize("address", ["/api/v1/scans", "/events/{event}/scans"])
def test_a_token_revoked_while_scans_wait_is_refused_and_written_down(
    phone: Phone, log: StringIO, address: str
):
    with transaction():
        revoke_device(db.session.merge(phone.device.device), by=COMMAND_LINE)
    phone.gate.clock.pass_time(seconds=6)
    scan = {"key": new_key(), "code": "x", "at": phone.gate.clock.now().isoformat()}
    answer = phone.client.post(
        address.format(event=phone.cast.event.slug),
        json={"session": phone.gate.session.id, "scans": [scan]},
        headers={"Authorization": f"Bearer {phone.device.token}", "Accept": "application/json"},
    )
    assert answer.status_code == 401
    about = f"by={phone.device.device.reference} event_id={phone.cast.event.id}"
    assert told_in(log, "device refused") == [f"reason=device_revoked {about}"]
    assert phone.device.token not in log.getvalue()
    assert db.session.query(Scan).all() == []


def test_a_token_that_never_was_is_written_down(client: FlaskClient, cast: Cast, log: StringIO):
    client.get("/api/v1/sessions", headers={"Authorization": "Bearer karangan"})
    assert told_in(log, "device refused") == ["reason=device_unknown"]


@pytest.mark.parametrize(
    ("trouble", "word"),
    [
        ("two_cards", "Dua kartu"),
        ("storage_full", "Tak tercatat"),
        ("camera_refused", "Kamera tidak diizinkan"),
        ("camera_missing", "Tidak ada kamera"),
        ("camera_insecure", "Kamera membutuhkan alamat HTTPS"),
    ],
)
def test_what_no_scan_tells_of_has_its_word_and_its_line(
    phone: Phone, log: StringIO, trouble: str, word: str
):
    of_gate = f"/events/{phone.cast.event.slug}/gate"
    assert word in phone.client.get(f"{of_gate}/app").text
    phone.client.get(f"{of_gate}/roster?troubles={trouble},{trouble}")
    by = phone.device.device.reference
    assert told_in(log, "gate trouble") == [f"reason={trouble} by={by} event_id={phone.cast.event.id}"]
