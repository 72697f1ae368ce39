"""The document of the API: it says what the door does, and a machine that reads it finds no contradiction."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from schemathesis.schemas import BaseSchema

from app.api.openapi import openapi
from tests.access.test_every_route import doors
from tests.api.conftest import DeviceUnderTest

LATELY = st.datetimes(datetime(1971, 1, 1), datetime(2098, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the bounds of hypothesis have no zone
QUICKLY = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)

schemathesis.openapi.format("date-time", LATELY.map(lambda moment: moment.isoformat()))


@cache
def served_by(app: Flask) -> BaseSchema:
    """Load the document once: what it looks up in the program for its questions is the same every time."""
    served = schemathesis.openapi.from_dict(openapi())
    served.app = app
    served.config.update(base_url="http://localhost/api/v1")
    return served


OPERATIONS = [(path, method) for path, methods in openapi()["paths"].items() for method in methods]


def whole(value: Any) -> Any:
    """Write 7.0 as 7: to a schema both are integers, the door takes the number of a session as 7 only."""
    if isinstance(value, dict):
        return {name: whole(one) for name, one in value.items()}
    if isinstance(value, list):
        return [whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@pytest.mark.parametrize("mode", schemathesis.GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_what_the_document_promises_is_kept(
    app: Flask, device: DeviceUnderTest, path: str, method: str, mode: schemathesis.GenerationMode
):
    asked = served_by(app)[path][method]
    known = {one["name"] for one in openapi()["paths"][path][method].get("parameters", ())}

    @QUICKLY
    @given(case=asked.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        assume(set(case.query or ()) <= known)  # what is not known is not looked at
        if isinstance(case.body, dict):
            case.body = whole(case.body)
        case.call_and_validate(headers=device.headers)

    ask()


def test_every_endpoint_for_devices_is_in_the_document():
    of_devices = {endpoint for endpoint, _, guard in doors() if guard == "device"}
    assert len(OPERATIONS) == len(of_devices)


def test_the_document_and_its_page_are_there_for_everybody(client: FlaskClient):
    document = client.get("/api/v1/openapi.json")
    assert document.get_json() == openapi()
    page = client.get("/api/v1/").get_data(as_text=True)
    for each in document.get_json()["paths"]:
        assert f"/api/v1{each}" in page
    assert "not_confirmed" in page


def test_a_wrong_method_says_which_are_right(device: DeviceUnderTest):
    answer = device.client.delete("/api/v1/scans", headers=device.headers)
    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert "POST" in answer.headers["Allow"]


def test_a_document_knows_its_dataclasses():
    schemas = openapi()["components"]["schemas"]
    assert schemas["SentScan"]["required"] == ["key", "at"]
    assert set(schemas["Direction"]["enum"]) == {"in", "out"}
    assert schemas["SentBatch"]["properties"]["scans"]["maxItems"] == 50
