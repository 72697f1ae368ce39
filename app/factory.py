"""Builds the application: the only module that knows every room."""

from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map, Rule

from app.access import public, refuse_undeclared_routes
from app.admin.sweep_storage import sweep_storage
from app.attendance.supplement import catch_up_all
from app.audit.seal import seal_entries
from app.db import db, transaction
from app.doors import configure_doors
from app.errors import configure_errors
from app.headers import ONE_YEAR_SECONDS, configure_headers
from app.i18n import configure_languages
from app.jobs.worker import every
from app.lib.row_numbers import LARGEST_ROW
from app.logs import configure_logs
from app.messages.deliver import deliver_released
from app.migrating import MigrationCommands
from app.network.promise import without_promise
from app.privacy.erase import forget_answered
from app.privacy.retention import erase_all_due
from app.services import EXTENSION, Services
from app.services.clock import SystemClock
from app.services.mail import post_for
from app.services.paper import WeasyPrintPress
from app.services.storage import DiskStorage
from app.sqlite import configure_sqlite
from app.stylesheet import stylesheet, stylesheet_name
from config import Config

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"

# Every room, from the lowest to the highest; one without routes or commands simply has none.
AREAS = (
    "audit",
    "jobs",
    "offices",
    "network",
    "messages",
    "accounts",
    "documents",
    "events",
    "participants",
    "registration",
    "agenda",
    "travel",
    "checkin",
    "attendance",
    "actions",
    "minutes",
    "certificates",
    "portal",
    "privacy",
    "reports",
    "admin",
    "api",
    "demo",
)

SEAL_EVERY_SECONDS = 60.0
DELIVER_EVERY_SECONDS = 2.0
ERASE_EVERY_SECONDS = 24 * 3600.0
FORGET_EVERY_SECONDS = 300.0
SWEEP_EVERY_SECONDS = 24 * 3600.0
SUPPLEMENT_EVERY_SECONDS = 30.0

csrf = CSRFProtect()


class RowNumber(IntegerConverter):
    """`<int:…>` of an address: a number that a row can have; any other address leads nowhere (404)."""

    regex = r"[0-9]{1,10}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ROW)


class LateRule(Rule):
    """A rule that learns to build its addresses when the first is asked for: most never are in one process.

    Werkzeug compiles two functions for each rule, for hundreds of them a ninth of the time of a start.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002
        compiled = cache(partial(super()._compile_builder, append_unknown))

        def build_address(rule: Rule, *values: Any, **more: Any) -> tuple[str, str]:
            return compiled()(rule, *values, **more)

        return build_address


def build(config: Config) -> Flask:
    """Build one application from its settings."""
    app = Flask("app", root_path=str(ROOT / "app"), static_folder=str(STATIC), template_folder=str(TEMPLATES))
    app.url_rule_class = LateRule
    app.url_map.converters["int"] = RowNumber
    configure_settings(app, config)
    configure_logs(app, log_format=config.log_format)
    configure_database(app)
    configure_services(app, config)
    configure_languages(app)
    configure_headers(app)
    configure_errors(app)
    configure_doors(app)
    csrf.init_app(app)
    register_areas(app)
    register_static(app)
    register_duties()
    configure_proxies(app, trusted=config.trusted_proxies)
    if config.lan:
        app.wsgi_app = without_promise(app.wsgi_app)  # type: ignore[assignment, method-assign]
    refuse_undeclared_routes(app)
    return app


def configure_settings(app: Flask, config: Config) -> None:
    """Hand the settings to Flask and its extensions."""
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 12, "max_overflow": 24, "hide_parameters": True},
        MAX_CONTENT_LENGTH=config.upload_limit_bytes,
        SESSION_COOKIE_NAME="rakornis",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        SEND_FILE_MAX_AGE_DEFAULT=300,
        TESTING=config.testing,
        RAKORNIS=config,
    )


def configure_proxies(app: Flask, *, trusted: int) -> None:
    """Believe so many proxies in front of us; last, so that all else sees what they say."""
    if trusted:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)  # type: ignore[method-assign]


def configure_database(app: Flask) -> None:
    """Connect the models, and make SQLite behave."""
    db.init_app(app)
    with app.app_context():
        configure_sqlite(db.engine)
    app.cli.add_command(MigrationCommands("db", help="Perform database migrations."))


def configure_services(app: Flask, config: Config) -> None:
    """Install clock, storage, post and press."""
    app.extensions[EXTENSION] = Services(
        clock=SystemClock(),
        storage=DiskStorage(config.files),
        post=post_for(config.mail_url, sender=config.mail_sender),
        press=WeasyPrintPress(static=STATIC, templates=TEMPLATES),
        pass_secret=config.pass_secret,
        base_url=config.base_url,
    )


def register_areas(app: Flask) -> None:
    """Let every room put in its models, its pages and its commands."""
    for area in AREAS:
        for furniture in ("models", "routes", "commands"):
            name = f"app.{area}.{furniture}"
            if find_spec(name) is None:
                continue
            module = import_module(name)
            if furniture != "models":
                module.register(app)


def register_static(app: Flask) -> None:
    """Serve the one style sheet under its hashed name, and what browsers ask for unasked."""
    app.add_url_rule("/static/<name>.css", "stylesheet", public(_send_stylesheet))
    app.context_processor(lambda: {"stylesheet_url": f"{app.static_url_path}/{stylesheet_name(STATIC)}"})
    app.jinja_env.globals["icons_url"] = f"{app.static_url_path}/icons.svg"  # a page has dozens of icons
    for address, file in {"/favicon.ico": "mark.svg", "/robots.txt": "robots.txt"}.items():
        _serve(app, address, file)


def _send_stylesheet(name: str) -> Response:
    response = Response(stylesheet(STATIC), mimetype="text/css")
    if f"{name}.css" == stylesheet_name(STATIC):
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR_SECONDS}, immutable"
    return response


def _serve(app: Flask, address: str, file: str) -> None:
    app.add_url_rule(address, f"well_known_{file}", public(lambda: send_from_directory(STATIC, file)))


def register_duties() -> None:
    """Tell the worker what it does regularly, whatever else there is to do."""
    every(SEAL_EVERY_SECONDS, "audit.seal", _seal)
    every(DELIVER_EVERY_SECONDS, "messages.deliver", deliver_released)
    every(ERASE_EVERY_SECONDS, "privacy.erase_all_due", erase_all_due)
    every(FORGET_EVERY_SECONDS, "privacy.forget_answered", forget_answered)
    every(SWEEP_EVERY_SECONDS, "admin.sweep_storage", _sweep)
    every(SUPPLEMENT_EVERY_SECONDS, "attendance.catch_up_all", catch_up_all)


def _sweep() -> None:
    sweep_storage()


def _seal() -> None:
    with transaction():
        seal_entries()
