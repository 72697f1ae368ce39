"""A fault of the program: no stack trace for anybody, and a number to ask for help with."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

pytestmark = pytest.mark.any_database


def broken(**_arguments: object) -> None:
    raise KeyError("secret detail")


def test_a_page_that_fails_says_so_and_names_its_request(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.view_functions, "accounts.sign_in", broken)
    answer = client.get("/sign-in")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert re.search(r"500, rujukan [0-9a-f]{32}", answer.text)


def test_the_reference_on_the_page_is_the_one_in_the_answer(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.view_functions, "accounts.sign_in", broken)
    answer = client.get("/sign-in", headers={"X-Request-Id": "abc123"})
    assert "abc123" in answer.text
    assert answer.headers["X-Request-Id"] == "abc123"


def test_the_api_answers_with_a_problem_document(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.view_functions, "api.roster", broken)
    answer = client.get("/api/v1/roster")
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == answer.status_code == 500
    assert "secret detail" not in answer.text


def test_an_unknown_address_of_the_api_is_a_problem_document_too(client: FlaskClient):
    answer = client.get("/api/v1/nothing")
    assert answer.mimetype == "application/problem+json"
    assert answer.status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_fault_speaks_the_language_of_the_reader(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, language: str
):
    monkeypatch.setitem(app.view_functions, "accounts.sign_in", broken)
    words = {"id": "Yang sudah tersimpan tidak hilang", "en": "Nothing you saved is lost"}
    assert words[language] in client.get(f"/sign-in?language={language}").text
