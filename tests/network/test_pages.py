"""The page that says in which situation a browser is, and the plain door beside the secure one."""

from dataclasses import replace

import pytest

from app.network.hint import hint_address, leading_on
from app.network.own_authority import certificate_by_own_authority
from app.network.promise import without_promise
from app.network.served_certificate import today

pytestmark = pytest.mark.any_database

SECURE = "https://rakornis.example"


@pytest.fixture
def own(app, monkeypatch, tmp_path):
    """Serve as `bin/run --lan … --own-ca` does."""
    certificate_by_own_authority(tmp_path, "rakornis.example", now=today())
    settings = replace(app.config["RAKORNIS"], lan="own-authority", data=tmp_path)
    monkeypatch.setitem(app.config, "RAKORNIS", settings)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("http://127.0.0.1:8000", "here"),
        ("http://[::1]:8000", "here"),
        ("http://192.168.1.5", "plain"),
        (SECURE, "certificate"),
    ],
)
def test_a_page_knows_how_it_reached_the_browser(client, address, found):
    answer = client.get("/network", base_url=address)
    assert answer.status_code == 200
    assert f'data-situation="{found}"' in answer.text


def test_an_own_authority_is_handed_out_with_its_fingerprint_and_never_its_key(client, own):
    page = client.get("/network", base_url=SECURE)
    assert 'data-situation="own-authority"' in page.text
    assert "Sidik jari" in page.text
    given = client.get("/network/authority.crt")
    assert given.mimetype == "application/x-x509-ca-cert"
    assert b"PRIVATE" not in given.data


def test_without_an_own_authority_there_is_nothing_to_trust(client):
    assert client.get("/network/authority.crt").status_code == 404


@pytest.mark.parametrize(
    ("served", "begin"),
    [
        ("https://a.example", "http://a.example/network"),
        ("https://a.example:8000", "http://a.example:8001/network"),
        ("https://[fd00::1]:8000", "http://[fd00::1]:8001/network"),
        ("http://a.example:8000", "http://a.example:8000/network"),
    ],
)
def test_a_phone_that_trusts_nothing_yet_begins_at_the_plain_door(served, begin):
    assert hint_address(served) == begin


def test_the_plain_door_shows_the_network_page_and_leads_on_from_all_others(app, monkeypatch):
    monkeypatch.setattr(app, "wsgi_app", leading_on(app.wsgi_app, SECURE))
    door = app.test_client()
    assert door.get("/network").status_code == 200
    for method in ("get", "post"):
        answer = getattr(door, method)("/sign-in?next=/a")
        assert answer.status_code == 307
        assert answer.location == f"{SECURE}/sign-in?next=/a"
    assert door.post("/network").status_code == 307


def test_a_name_that_is_ours_for_some_days_promises_no_year(app, monkeypatch):
    client = app.test_client()
    assert "Strict-Transport-Security" in client.get("/sign-in", base_url=SECURE).headers
    monkeypatch.setattr(app, "wsgi_app", without_promise(app.wsgi_app))
    assert "Strict-Transport-Security" not in client.get("/sign-in", base_url=SECURE).headers
