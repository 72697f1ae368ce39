"""The document of the API, OpenAPI 3.1: made from the dataclasses that the door parses and answers with."""

from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec

from app.api.shapes import CountersAsked, Problem, Results, Sessions
from app.checkin.counters import Counters
from app.checkin.read_scans import SentBatch
from app.checkin.taken_along import Asked
from app.checkin.tell_roster import Taken
from app.checkin.undo import SentUndo, UndoAnswer

VERSION = "1.0.0"
JSON, PROBLEM = "application/json", "application/problem+json"
SECURITY = "deviceToken"
COMMON = """\
For the devices at the gates of one event. The committee registers a device; the address that opens it works
once and gives it a token, which it sends as `Authorization: Bearer TOKEN`. A token ends within ten seconds of
being revoked.

A request that cannot be understood is answered with 422 and says in `field` what is wrong; nothing is kept.
A refused scan is no error: it is kept, and its result says why. Every scan and every undoing carries a key
(a UUID, best version 7): send it again as often as you like, it counts once and gets the first answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing a device may ask for: what it sends, what it is answered, and what can go wrong."""

    method: str
    path: str
    name: str
    summary: str
    description: str
    answer: type
    body: type | None = None
    query: type | None = None
    failures: tuple[HTTPStatus, ...] = ()
    known: bool = False  # it may be told that nothing changed (304)


OPERATIONS = (
    Operation(
        method="get",
        path="/roster",
        name="roster",
        summary="Take the list along",
        description="Passes as hashes, sessions, and who is here already. Send `version` back as `since`, "
        "and `arrivals_cursor` as `arrivals_since`, to be told what changed only. Send the ETag as "
        "If-None-Match to be told 304 when nothing did.",
        query=Asked,
        answer=Taken,
        failures=(HTTPStatus.UNPROCESSABLE_ENTITY,),
        known=True,
    ),
    Operation(
        method="post",
        path="/scans",
        name="scans",
        summary="Send scans",
        description="One scan or up to fifty of one session. The results stand in the order of the scans.",
        body=SentBatch,
        answer=Results,
        failures=(
            HTTPStatus.NOT_FOUND,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
        ),
    ),
    Operation(
        method="post",
        path="/scans/{key}/undo",
        name="undo",
        summary="Take a scan back",
        description="A scan of this device within 15 minutes. The scan stays on record; the attendance "
        "goes, or falls back to the next scan of that person.",
        body=SentUndo,
        answer=UndoAnswer,
        failures=(HTTPStatus.UNPROCESSABLE_ENTITY,),
    ),
    Operation(
        method="get",
        path="/sessions",
        name="sessions",
        summary="List the sessions",
        description="The sessions people are checked in for, and the clock of the event.",
        answer=Sessions,
    ),
    Operation(
        method="get",
        path="/counters",
        name="counters",
        summary="Count a session",
        description="Who is here, who is expected, and who came in by this gate.",
        query=CountersAsked,
        answer=Counters,
        failures=(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
    ),
)
FAILURES = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE)
PATH_KEY = {
    "name": "key",
    "in": "path",
    "required": True,
    "description": "The key of the scan.",
    "schema": {"type": "string", "minLength": 1},
}


@cache
def openapi() -> dict[str, Any]:
    """Return the document; the same one for everybody, whatever their installation."""
    shapes = [one for each in OPERATIONS for one in (each.body, each.answer) if one] + [Problem]
    _, components = msgspec.json.schema_components(shapes, ref_template="#/components/schemas/{name}")
    paths: dict[str, Any] = {}
    for each in OPERATIONS:
        paths.setdefault(each.path, {})[each.method] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Rakornis", "version": VERSION, "description": COMMON},
        "servers": [{"url": "/api/v1"}],
        "security": [{SECURITY: []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {SECURITY: {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(each: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": each.name,
        "summary": each.summary,
        "description": each.description,
        "responses": _answers(each),
    }
    parameters = [PATH_KEY] if "{key}" in each.path else []
    parameters += _parameters(each.query) if each.query else []
    if parameters:
        told["parameters"] = parameters
    if each.body:
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": _ref(each.body)}}}
    return told


def _answers(each: Operation) -> dict[str, Any]:
    good = {"description": _promise(each.answer), "content": {JSON: {"schema": _ref(each.answer)}}}
    answers: dict[str, Any] = {str(HTTPStatus.OK.value): good}
    if each.known:
        answers[str(HTTPStatus.NOT_MODIFIED.value)] = {"description": "Nothing changed."}
    for status in sorted((*FAILURES, *each.failures)):
        content = {PROBLEM: {"schema": _ref(Problem)}}
        answers[str(status.value)] = {"description": status.phrase, "content": content}
    return answers


def _parameters(asked: type) -> list[dict[str, Any]]:
    """Describe the fields of a dataclass as arguments of an address."""
    schema = msgspec.json.schema(asked)["$defs"][asked.__name__]
    return [
        {"name": name, "in": "query", "required": name in schema["required"], "schema": _unless_null(of)}
        for name, of in schema["properties"].items()
    ]


def _unless_null(schema: dict[str, Any]) -> dict[str, Any]:
    """An argument is there or not; it is never null."""
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    return {name: value for name, value in kinds[0].items() if name != "default"}


def _ref(shape: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _promise(shape: type) -> str:
    return (shape.__doc__ or "").partition("\n")[0]
