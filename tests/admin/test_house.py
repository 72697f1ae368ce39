"""The policy, the doctor, and the commands of the administration."""

import json
import shutil
import sqlite3

import pytest

from app.access import GRANTS, Permission, Role
from app.accounts.queries import account_with_email
from app.admin.doctor import examine, is_served
from app.admin.policy import PERMISSION_WORDS, ROLES, policy
from app.db import db
from app.jobs.worker import beat
from tests.cast import sign_in

NAMES = [
    "database",
    "migrations",
    "fonts",
    "weasyprint",
    "harfbuzz_subset",
    "storage",
    "worker",
    "sqlite_version",
]


def finding(examination, name):
    return next(check for check in examination.checks if check.name == name)


def test_every_permission_has_words():
    assert set(PERMISSION_WORDS) == set(Permission)


def test_the_policy_page_is_the_policy():
    rows = {row.name: row.reaches for area in policy() for row in area.rows}
    for permission in Permission:
        assert rows[permission.value] == tuple(GRANTS[role].get(permission) for role in ROLES)


@pytest.mark.any_database
def test_the_policy_page_names_each_role_and_reach(client, cast):
    page = sign_in(client, cast.user(Role.ADMINISTRATOR)).get("/admin/policy").text
    for words in ("Petugas pintu", "Memindai kartu di pintu", "unit binaan"):
        assert words in page


def test_the_doctor_names_what_the_contract_names(app, config):
    assert [check.name for check in examine(config.data, served=False).checks] == NAMES


def test_the_doctor_prints_one_document(app):
    printed = app.test_cli_runner().invoke(args=["doctor", "--json"])
    found = json.loads(printed.output)
    assert [set(check) for check in found["checks"]] == [{"name", "ok", "detail"}] * len(NAMES)
    assert found["ok"] == all(check["ok"] for check in found["checks"])
    assert printed.exit_code == (0 if found["ok"] else 1)


def test_a_stopped_house_is_well_and_a_running_one_without_worker_is_not(app, config):
    assert finding(examine(config.data, served=False), "worker").ok
    assert not finding(examine(config.data, served=True), "worker").ok


def test_a_worker_seen_lately_is_well_and_one_that_is_silent_is_not(app, config, clock):
    beat()
    clock.pass_time(seconds=89)
    assert finding(examine(config.data, served=True), "worker").detail == "seen 89 seconds ago"
    clock.pass_time(seconds=2)
    assert not finding(examine(config.data, served=True), "worker").ok


def test_a_database_without_migrations_is_found(app, config):
    assert not finding(examine(config.data, served=False), "migrations").ok


def test_an_old_sqlite_is_a_word_and_no_fault(app, config, monkeypatch):
    if db.engine.dialect.name != "sqlite":
        assert "PostgreSQL" in finding(examine(config.data, served=False), "sqlite_version").detail
        return
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    check = finding(examine(config.data, served=False), "sqlite_version")
    assert check.ok
    assert "WAL" in check.detail


def test_what_breaks_while_looking_is_a_finding(app, config, monkeypatch):
    def break_down(*_args):
        raise OSError("disk on fire")

    monkeypatch.setattr(shutil, "disk_usage", break_down)
    examination = examine(config.data, served=False)
    assert not examination.ok
    assert "disk on fire" in finding(examination, "storage").detail


def test_nobody_answers_where_nothing_was_ever_served(tmp_path):
    assert not is_served(tmp_path)
    (tmp_path / "address").write_text("http://127.0.0.1:1\n")
    assert not is_served(tmp_path)


def test_the_health_page_says_the_same_in_the_language_of_the_reader(client, cast):
    browser = sign_in(client, cast.user(Role.ADMINISTRATOR))
    beat()
    assert "terlihat 0 detik yang lalu" in browser.get("/admin/health").text
    assert "seen 0 seconds ago" in browser.get("/admin/health?language=en").text


def test_the_command_line_invites_and_gives_a_role(app, cast):
    run, slug = app.test_cli_runner().invoke, cast.event.slug
    office = cast.office("bali").short_name
    words = [
        "accounts",
        "invite",
        "made@contoh.example",
        "--name",
        "Made",
        "--role",
        "gate",
        "--event",
        slug,
        "--json",
    ]
    invited = run(args=words)
    assert json.loads(invited.output)["link"].startswith("https://rakornis.example/invitation/")
    given = run(
        args=[
            "accounts",
            "give-role",
            "made@contoh.example",
            "--role",
            "verifier",
            "--event",
            slug,
            "--office",
            office,
        ]
    )
    assert given.exit_code == 0
    assert [held.role for held in account_with_email("made@contoh.example").roles_held] == [
        Role.GATE,
        Role.VERIFIER,
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["give-role", "siapa@contoh.example", "--role", "administrator"],
        ["invite", "made@contoh.example", "--name", "Made", "--role", "gate"],
        ["invite", "made@contoh.example", "--name", "Made", "--role", "gate", "--event", "tidak-ada"],
        [
            "invite",
            "made@contoh.example",
            "--name",
            "Made",
            "--role",
            "verifier",
            "--event",
            "rakornis-uji",
            "--office",
            "??",
        ],
        ["set-password", "siapa@contoh.example", "--generate"],
    ],
)
@pytest.mark.any_database
def test_what_a_command_cannot_do_it_says_in_a_sentence(app, cast, words):
    assert cast.event
    refused = app.test_cli_runner().invoke(args=["accounts", *words])
    assert refused.exit_code == 1
    assert "Traceback" not in refused.output
    assert refused.output.strip().endswith((".", "."))


def test_a_password_set_by_command_is_printed_once_and_works(app, client, cast):
    email = cast.user(Role.GATE).email
    printed = app.test_cli_runner().invoke(args=["accounts", "set-password", email, "--generate", "--json"])
    password = json.loads(printed.output)["password"]
    assert client.post("/sign-in", data={"email": email, "password": password}).status_code == 303
    listed = json.loads(app.test_cli_runner().invoke(args=["accounts", "list", "--json"]).output)
    assert [(row["email"], row["has_password"]) for row in listed] == [(email, True)]
