"""bin/run: what it refuses, what it remembers, and how it ends."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from app import serve
from app.access import Role
from app.serve import demonstration_accounts, prepare_data, settings
from app.wish import CannotServe, Wish, check_network_wish, remember_address, served_address
from app.wish import why_the_port_cannot_be_had as obstacle
from config import Config
from tests.network.made import pair
from tests.postgres import free_port

pytestmark = pytest.mark.any_database

ROOT = Path(serve.__file__).parent.parent
SECONDS_TO_END = 5


def wish(host="127.0.0.1", port=8000, *, empty=False, rehearsal_on_lan=False, **network) -> Wish:
    return Wish(host=host, port=port, empty=empty, rehearsal_on_lan=rehearsal_on_lan, **network)


@pytest.fixture
def commands(monkeypatch):
    """The commands of other rooms, answered at once; what was called is kept."""
    called = []

    def answer(_app, *words):
        called.append(" ".join(words))
        return "how to sign in"

    monkeypatch.setattr(serve, "run_command", answer)
    monkeypatch.setattr(serve, "migrate", lambda: called.append("migrate"))
    monkeypatch.setattr(serve, "holds_demonstration", lambda: True)
    return called


def test_a_free_port_is_no_obstacle():
    assert obstacle(wish(port=free_port())) is None


def test_a_taken_port_is_refused_with_another_to_try():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refusal = obstacle(wish(port=port))
    assert refusal is not None
    assert refusal.values == {"port": port, "next": port + 1}


def test_an_address_of_another_machine_is_refused():
    refusal = obstacle(wish(host="192.0.2.7", port=free_port()))
    assert refusal is not None
    assert "not one of this machine" in refusal.msgid


def test_links_carry_the_address_that_was_served_last(tmp_path, monkeypatch):
    monkeypatch.setenv("RAKORNIS_DATA", str(tmp_path))
    remember_address(settings(wish(port=8123)))
    assert Config.from_environment().base_url == "http://127.0.0.1:8123"


def test_a_refused_start_leaves_the_address_of_the_last_one(tmp_path):
    (tmp_path / "address").write_text("https://rapat.example\n")
    (tmp_path / "real-start").touch()
    server = started(tmp_path, free_port(), "--lan", "127.0.0.1", "--cert", "none.pem", "--key", "none.key")
    said = server.communicate(timeout=60)[0]
    assert server.returncode == 1, said
    assert (tmp_path / "address").read_text() == "https://rapat.example\n"


def test_the_first_run_loads_the_demonstration(app, commands):
    assert prepare_data(app, wish())() == "how to sign in"
    assert commands[:2] == ["migrate", "demo"]


def test_an_empty_start_prints_the_first_administrators_link_every_time(app, commands):
    prepare_data(app, wish(empty=True))
    prepare_data(app, wish())
    assert commands == ["migrate", "accounts first-administrator"] * 2
    (app.config["RAKORNIS"].data / serve.REAL_START).unlink()


def test_a_real_start_where_the_demonstration_is_asks_for_another_directory(app, commands, cast):
    cast.user(Role.COMMITTEE)
    with pytest.raises(CannotServe, match="holds a demonstration"):
        prepare_data(app, wish(empty=True))


def test_a_real_start_keeps_what_a_committee_has_put_there(app, commands, cast, monkeypatch):
    cast.user(Role.COMMITTEE)
    monkeypatch.setattr(serve, "holds_demonstration", lambda: False)
    assert prepare_data(app, wish(empty=True))() == ""
    assert commands == ["migrate"]


def test_known_passwords_are_not_served_to_a_network(app, commands):
    with pytest.raises(CannotServe, match=r"on 127\.0\.0\.1 only"):
        demonstration_accounts(app, wish(host="0.0.0.0"))


def test_a_rehearsal_on_the_network_gets_fresh_passwords(app, commands):
    demonstration_accounts(app, wish(host="0.0.0.0", rehearsal_on_lan=True))
    assert commands[-1] == "demo fresh-passwords"


@pytest.mark.parametrize(
    "network",
    [
        {"own_authority": True},
        {"certificate": Path("a"), "key": Path("b")},
        {"lan": "a.example"},
        {"lan": "a.example", "certificate": Path("a")},
        {"lan": "a.example", "certificate": Path("a"), "key": Path("b"), "own_authority": True},
    ],
)
def test_options_of_the_network_that_do_not_fit_together_are_refused(network):
    with pytest.raises(CannotServe):
        check_network_wish(wish(**network))


def test_https_is_remembered_under_its_name():
    assert served_address(wish(port=443, lan="a.example")) == "https://a.example"
    assert served_address(wish(port=8443, lan="192.168.1.5")) == "https://192.168.1.5:8443"


def test_an_empty_start_serves_at_once_and_ends_within_five_seconds(tmp_path):
    port = free_port()
    server = started(tmp_path, port)
    try:
        said = words_until(server, "Ctrl-C")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            assert answer.status == 200, said
    finally:
        begun = time.monotonic()
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=SECONDS_TO_END)
    assert time.monotonic() - begun < SECONDS_TO_END
    assert obstacle(wish(port=port)) is None


def test_an_own_authority_serves_by_https_and_leads_there_from_plain_http(tmp_path):
    port = free_port()
    server = started(tmp_path, port, "--lan", "127.0.0.1", "--own-ca", "--host", "127.0.0.1")
    try:
        said = words_until(server, "Ctrl-C")
        assert f"https://127.0.0.1:{port}" in said
        trusting = ssl.create_default_context(cafile=tmp_path / "network/authority.pem")
        address = f"https://127.0.0.1:{port}/sign-in"
        with urllib.request.urlopen(address, timeout=10, context=trusting) as answer:
            assert answer.status == 200
            assert "Secure" in answer.headers["Set-Cookie"]
            assert "Strict-Transport-Security" not in answer.headers
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(address, timeout=10)
        with urllib.request.urlopen(f"http://127.0.0.1:{port + 1}/network", timeout=10) as answer:
            assert "Unduh otoritas" in answer.read().decode()
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=SECONDS_TO_END)


def test_a_certificate_that_has_ended_is_refused_before_anything_is_served(tmp_path):
    certificate, key = pair(tmp_path, "127.0.0.1.example")
    files = ["--cert", str(certificate), "--key", str(key)]
    server = started(tmp_path, free_port(), "--lan", "127.0.0.1.example", *files)
    said = server.communicate(timeout=60)[0]
    assert server.returncode == 1
    assert "berakhir pada 2024-10-03" in said


def started(data: Path, port: int, *options: str) -> subprocess.Popen[str]:
    """Start bin/run's program on an empty directory."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RAKORNIS_")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [
        sys.executable,
        "-m",
        "app.start",
        "--empty",
        "--port",
        str(port),
        "--data",
        str(data),
        *options,
    ]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def words_until(server: subprocess.Popen[str], word: str) -> str:
    """Read what the server says until the line with that word, or its end."""
    said = ""
    for line in server.stdout or ():
        said += line
        if word in line:
            return said
    raise AssertionError(said)
