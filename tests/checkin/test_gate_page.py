"""The gate page: without script, with it, and for whom."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access import Role
from app.checkin.models import Attendance, Gate, Scan
from app.db import db, transaction
from app.participants.models import ParticipantRole
from app.services.clock import HeldClock
from app.travel.models import Needs
from tests.cast import BAIQ, Cast, sign_in
from tests.checkin.conftest import new_key


@pytest.fixture
def standing(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Return a browser of the gate's officer, who has said where he stands."""
    session = cast.session("Pleno")
    sign_in(client, cast.user(Role.GATE))
    answer = client.post(
        f"/events/{cast.event.slug}/gate/place", data={"session": session.id, "gate": "Utama 1"}
    )
    assert answer.status_code == 303
    return client


def type_code(client: FlaskClient, cast: Cast, code: str, *, key: str = "") -> str:
    """Send the form and return the page it leads to."""
    answer = client.post(f"/events/{cast.event.slug}/scans", data={"code": code, "key": key})
    assert answer.status_code == 303
    return client.get(answer.headers["Location"]).get_data(as_text=True)


def test_a_typed_code_leads_to_the_verdict(standing: FlaskClient, cast: Cast):
    page = type_code(standing, cast, cast.code(cast.participant()))
    assert "is-admitted" in page
    assert "Andi Tenrisangka Makkulau" in page
    assert "Kanwil Kalimantan Timur" in page


def test_the_second_scan_says_when_where_and_by_whom(standing: FlaskClient, cast: Cast):
    code = cast.code(cast.participant())
    type_code(standing, cast, code)
    page = type_code(standing, cast, code)
    assert "is-already" in page
    assert "13.40 WITA di Utama 1, oleh Petugas gate" in page


def test_the_second_scan_says_who_it_is_and_what_to_know(standing: FlaskClient, cast: Cast):
    andi, baiq = cast.participant(), cast.participant(BAIQ)
    with transaction():
        andi.role, andi.represents, andi.substitutes_id = ParticipantRole.GUEST, "Kepala Pusat", baiq.id
        of_andi = {"event_id": cast.event.id, "participant_id": andi.id, "changed_at": datetime.now(UTC)}
        db.session.add(Needs(**of_andi, diets=[], assistance=["wheelchair"]))
    code = cast.code(andi)
    for verdict in ("is-admitted", "is-already"):
        page = type_code(standing, cast, code)
        assert verdict in page
        assert "Kepala Kantor Wilayah" in page
        assert "Kanwil Kalimantan Timur" in page
        assert "Mewakili Kepala Pusat" in page
        assert "Menggantikan Baiq" in page
        assert "Meminta bantuan" in page
        assert "wheelchair" not in page


def test_a_foreign_code_says_so_and_is_recorded(standing: FlaskClient, cast: Cast):
    page = type_code(standing, cast, "https://contoh.example/menu")
    assert "Bukan kartu kegiatan ini" in page
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 1


def test_the_same_form_sent_twice_is_one_scan(standing: FlaskClient, cast: Cast):
    code, key = cast.code(cast.participant()), new_key()
    pages = [type_code(standing, cast, code, key=key) for _ in range(2)]
    assert all("is-admitted" in page for page in pages)
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 1


def test_an_empty_code_comes_back_to_the_gate(standing: FlaskClient, cast: Cast):
    assert "Pindai kartu" in type_code(standing, cast, "")


def test_the_script_gets_the_same_verdict_as_markup(standing: FlaskClient, cast: Cast):
    session = cast.session("Panel")
    gate = db.session.scalars(select(Gate)).one()
    scan = {"key": new_key(), "code": cast.code(cast.participant()), "at": "2024-09-06T05:40:00Z"}
    address = f"/events/{cast.event.slug}/scans?gate={gate.id}"
    answer = standing.post(address, json={"session": session.id, "scans": [scan]}).get_json()
    [result] = answer["results"]
    assert [result["status"], result["reason"]] == ["admitted", None]
    assert result["participant"]["office"] == "Kanwil Kalimantan Timur"
    assert "is-admitted" in result["verdict"]


def test_the_page_that_phones_keep_names_nobody_and_its_worker_changes_with_it(
    standing: FlaskClient, cast: Cast
):
    type_code(standing, cast, cast.code(cast.participant()))
    of_gate = f"/events/{cast.event.slug}/gate"
    kept = standing.get(f"{of_gate}/app").get_data(as_text=True)
    assert "Makkulau" not in kept
    assert "csrf_token" not in kept
    worker = standing.get(f"{of_gate}/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == of_gate
    lines = [
        standing.get(f"{of_gate}/worker.js?language={one}").text.partition("\n")[0] for one in ("id", "en")
    ]
    assert worker.text.partition("\n")[0] == lines[0] != lines[1]
    assert all(standing.get(one).status_code == 200 for one in json.loads(lines[0][12:-1])["assets"])


def test_the_gate_can_be_installed(standing: FlaskClient, cast: Cast):
    page = f"/events/{cast.event.slug}/gate"
    app = standing.get(f"{page}/app.webmanifest").get_json()
    assert [app["start_url"], app["scope"], app["display"]] == [page, page, "standalone"]
    assert all(standing.get(icon["src"]).status_code == 200 for icon in app["icons"])


def test_a_script_that_may_not_ask_gets_a_problem_instead_of_the_sign_in_page(
    client: FlaskClient, cast: Cast
):
    answer = client.get(f"/events/{cast.event.slug}/gate/roster", headers={"Accept": "application/json"})
    assert [answer.status_code, answer.mimetype] == [401, "application/problem+json"]


@pytest.mark.any_database
def test_only_the_gate_page_may_run_the_scanner(standing: FlaskClient, cast: Cast):
    policies = [
        standing.get(f"/events/{cast.event.slug}/{page}").headers["Content-Security-Policy"]
        for page in ("gate", "attendance")
    ]
    assert ["wasm-unsafe-eval" in policy for policy in policies] == [True, False]


def test_whoever_has_not_said_where_he_stands_is_asked(client: FlaskClient, cast: Cast):
    cast.session("Pleno")
    sign_in(client, cast.user(Role.GATE))
    asked = client.get(f"/events/{cast.event.slug}/gate")
    assert asked.headers["Location"].endswith("/gate/place")


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.PARTICIPANT, Role.OFFICE_HEAD])
@pytest.mark.any_database
def test_others_do_not_scan(client: FlaskClient, cast: Cast, role: Role):
    sign_in(client, cast.user(role))
    for page in ("gate", "gate/place", "gate/counts", "scans/x"):
        assert client.get(f"/events/{cast.event.slug}/{page}").status_code == 403
    assert client.post(f"/events/{cast.event.slug}/scans", data={"code": "x"}).status_code == 403
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 0


def test_a_gate_or_session_of_another_event_is_not_there(standing: FlaskClient, cast: Cast):
    elsewhere = cast.session("Lain", event=cast.make_event("acara-lain"))
    body = {"session": elsewhere.id, "scans": [{"key": new_key(), "code": "x", "at": "2024-09-06T05:40:00Z"}]}
    gate = db.session.scalars(select(Gate)).one()
    assert standing.post(f"/events/{cast.event.slug}/scans?gate={gate.id}", json=body).status_code == 404


def test_a_gate_folds_past_sessions_away_and_says_when_there_are_none(
    client: FlaskClient, cast: Cast, clock: HeldClock
):
    sign_in(client, cast.user(Role.GATE))
    address = f"/events/{cast.event.slug}/gate/place"
    assert "Belum ada sesi." in client.get(address).text
    over = cast.session("Pembukaan", at=clock.now() - timedelta(hours=5))
    now = cast.session("Pleno")
    page = BeautifulSoup(client.get(address).text, "html.parser")
    assert [one["value"] for one in page.select("details input")] == [str(over.id)]
    assert [one["value"] for one in page.select("input[checked]")] == [str(now.id)]
