"""Signing in and out."""

import re

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from app.access import Role
from app.accounts import passwords
from app.accounts.models import SignInAttempt, User
from app.audit.models import AuditEntry
from app.db import db, transaction
from tests.accounts.conftest import PASSWORD


def try_to_sign_in(client, email, password=PASSWORD, address="10.0.0.1", **more):
    form = {"email": email, "password": password, **more}
    return client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": address})


def without_token(page):
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def actions():
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_the_right_password_opens_the_house_and_is_audited(client, sri):
    answer = try_to_sign_in(client, sri.email.upper())
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/account").status_code == 200
    assert actions() == ["accounts.sign_in"]


def test_a_wrong_password_keeps_the_email_and_says_what_to_do(client, sri):
    answer = try_to_sign_in(client, sri.email, "salah sama sekali")
    assert answer.status_code == 422
    assert sri.email in answer.text
    assert "salah sama sekali" not in answer.text
    assert actions() == ["accounts.refuse_sign_in"]


def test_an_unknown_email_is_answered_like_a_wrong_password(client, sri):
    wrong = try_to_sign_in(client, sri.email, "salah")
    unknown = try_to_sign_in(client, "siapa@contoh.example", "salah")
    assert without_token(unknown.text).replace("siapa@contoh.example", sri.email) == without_token(wrong.text)
    assert (unknown.status_code, actions()) == (422, ["accounts.refuse_sign_in"] * 2)


def test_an_unknown_email_costs_a_comparison_too(client, sri, monkeypatch):
    compared: list[str] = []
    monkeypatch.setattr(passwords, "_hasher", Counting(compared))
    try_to_sign_in(client, "siapa@contoh.example")
    try_to_sign_in(client, sri.email, "salah")
    assert len(compared) == 2


class Counting(PasswordHasher):
    def __init__(self, compared):
        super().__init__()
        self.compared = compared

    def verify(self, hash, password):  # noqa: A002 - the name in argon2
        self.compared.append(hash)
        return super().verify(hash, password)


def test_five_wrong_passwords_close_the_door_for_a_while_even_to_the_right_one(client, sri, clock):
    for _ in range(5):
        try_to_sign_in(client, sri.email, "salah")
    answer = try_to_sign_in(client, sri.email)
    assert answer.status_code == 429
    assert "16 " in answer.text or "15 " in answer.text
    clock.pass_time(minutes=15, seconds=1)
    assert try_to_sign_in(client, sri.email).status_code == 303


def test_a_refused_try_does_not_make_the_wait_longer(client, sri, clock):
    for _ in range(5):
        try_to_sign_in(client, sri.email, "salah")
    clock.pass_time(minutes=14)
    try_to_sign_in(client, sri.email)
    clock.pass_time(minutes=1, seconds=1)
    assert try_to_sign_in(client, sri.email).status_code == 303


def test_sixty_failures_from_one_address_stop_that_address_only(client, sri):
    for number in range(60):
        try_to_sign_in(client, f"orang{number}@contoh.example", "salah")
    assert try_to_sign_in(client, sri.email).status_code == 429
    assert try_to_sign_in(client, sri.email, address="10.0.0.2").status_code == 303


def test_signing_in_forgets_the_failed_tries_of_the_email(client, sri):
    try_to_sign_in(client, sri.email, "salah")
    try_to_sign_in(client, sri.email)
    assert db.session.scalars(select(SignInAttempt)).all() == []


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("/events/?page=2", "/events/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\tx", "/"),
        ("", "/"),
    ],
)
@pytest.mark.any_database
def test_only_pages_of_ours_are_opened_afterwards(client, sri, asked, opened):
    assert try_to_sign_in(client, sri.email, next=asked).location == opened


def test_a_session_that_a_stranger_prepared_is_thrown_away(client, sri):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    try_to_sign_in(client, sri.email)
    with client.session_transaction() as session:
        assert "planted" not in session


def test_a_closed_account_cannot_sign_in_and_its_sessions_are_over(client, sri, clock):
    try_to_sign_in(client, sri.email)
    with transaction():
        db.session.get_one(User, sri.id).closed_at = clock.now()
    assert client.get("/account").status_code == 303
    assert try_to_sign_in(client, sri.email).status_code == 422


def test_an_account_without_a_password_cannot_sign_in(client, cast):
    invited = cast.user(Role.GATE)
    assert try_to_sign_in(client, invited.email, "").status_code == 422
    assert try_to_sign_in(client, invited.email, "apa saja").status_code == 422


def test_an_old_hash_is_made_anew_at_the_next_sign_in(client, sri):
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with transaction():
        sri.password_hash = weak
    assert try_to_sign_in(client, sri.email).status_code == 303
    assert db.session.get_one(User, sri.id).password_hash != weak


def test_signing_out_ends_the_session(client, sri):
    try_to_sign_in(client, sri.email)
    assert client.post("/sign-out").location == "/sign-in"
    assert client.get("/account").status_code == 303
    assert actions() == ["accounts.sign_in", "accounts.sign_out"]


def test_signing_out_twice_or_by_a_link_does_nothing_bad(client):
    assert client.post("/sign-out").status_code == 303
    assert client.get("/sign-out").status_code == 405
