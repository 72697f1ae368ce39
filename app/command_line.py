"""What all commands of `bin/rakornis AREA VERB` share: one JSON document, and refusals in words."""

import dataclasses
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any, NoReturn, TypeVar

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from app.i18n import sentence
from app.lib.refusals import N_, Refused

F = TypeVar("F", bound=Callable[..., Any])

REFUSED_EXIT_CODE = 1
UNDEFINED_TABLE = "42P01"  # PostgreSQL's code


class TablesMissing(Refused):
    """A command came before the migrations."""


class Area(AppGroup):
    """The commands of one room. A refusal becomes a sentence and exit code 1, never a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; put a refusal into words."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            self._say(ctx, refusal)
        except (OperationalError, ProgrammingError) as failure:
            if not _lacks_tables(failure):
                raise
            self._say(
                ctx, TablesMissing(N_("The database has no tables yet. Run bin/rakornis db upgrade first."))
            )

    def _say(self, ctx: click.Context, refusal: Refused) -> NoReturn:
        with ctx.ensure_object(_script_info()).load_app().app_context():
            words = sentence(refusal)
        refuse(words, as_json="--json" in sys.argv)


def _lacks_tables(failure: DBAPIError) -> bool:
    """Tell "no such table" (SQLite) and "undefined table" (PostgreSQL) from other trouble."""
    return "no such table" in str(failure.orig) or getattr(failure.orig, "sqlstate", None) == UNDEFINED_TABLE


def _script_info() -> type:
    from flask.cli import ScriptInfo  # noqa: PLC0415 - only needed for a refusal

    return ScriptInfo


def refuse(words: str, *, as_json: bool) -> NoReturn:
    """Say why not, and end with exit code 1."""
    if as_json:
        print_json({"error": words})
    else:
        click.secho(words, fg="red", err=True)
    raise SystemExit(REFUSED_EXIT_CODE)


def json_option(command: F) -> F:
    """Give a command `--json`: it then prints exactly one JSON document."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def event_option(command: F) -> F:
    """Give a command `--event SLUG`."""
    return click.option("--event", "slug", required=True, metavar="SLUG", help="The event's short name.")(
        command
    )


def print_json(value: object) -> None:
    """Print one JSON document; dataclasses, dates and enums are understood."""
    click.echo(json.dumps(value, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value)
