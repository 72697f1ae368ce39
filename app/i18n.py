"""Languages and how moments, numbers and refusals are written in them.

Indonesian is the default; English is chosen by the person and remembered in a cookie. Moments are
UTC in the database and are always shown in the event's zone, with its label.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations, gettext
from jinja2 import pass_context
from jinja2.runtime import Context

from app.lib.refusals import Refused

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"
COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 3600
HOME_ZONE = "Asia/Jakarta"
ZONE_LABELS = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

__all__ = ["force_locale", "gettext"]


def configure_languages(app: Flask) -> None:
    """Choose the language of each request and give templates their filters."""
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT_LANGUAGE
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = f"{app.root_path}/translations"
    Babel(app, locale_selector=chosen_language, timezone_selector=event_zone_name)
    app.after_request(_remember_language)
    for name, write in FILTERS.items():
        app.jinja_env.filters[name] = write
    app.jinja_env.globals["ngettext"] = _counted(app.jinja_env.globals["ngettext"])


def chosen_language() -> str:
    """Return the language asked for in the address, remembered in the cookie, or Indonesian."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    asked = request.args.get(COOKIE) or request.cookies.get(COOKIE)
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def language() -> str:
    """Return the language in which this request is answered: "id" or "en"."""
    return str(get_locale() or DEFAULT_LANGUAGE)


def event_zone_name() -> str:
    """Return the zone of the event in the address, or the capital's."""
    event = g.get("event") if has_request_context() else None
    return event.zone if event else HOME_ZONE


def sentence(refusal: Refused) -> str:
    """Write a refusal in the language of whoever asked."""
    return write(refusal.msgid, refusal.values)


def write(msgid: str, values: Mapping[str, object]) -> str:
    """Translate a marked sentence and fill in its values."""
    text: str = gettext(msgid)
    return text % values if values else text


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Translate a sentence that counts; `%(num)s` is written as its language writes numbers: 13.976."""
    text: str = get_translations().ungettext(one, many, num)
    return text % ({"num": number(num)} | values)


def full_date(value: date | datetime, zone: str | None = None) -> str:
    """Write a date with its weekday: Jumat, 6 September 2024."""
    return format_date(_there(value, zone), "EEEE, d MMMM y", locale=language())


def short_date(value: date | datetime, zone: str | None = None) -> str:
    """Write a date briefly: 6 Sep 2024."""
    return format_date(_there(value, zone), "d MMM y", locale=language())


def dates(first_and_last: tuple[date, date]) -> str:
    """Write the days of an event: 4–8 September 2024, 30 September–2 Oktober 2024."""
    first, last = first_and_last
    end = format_date(last, "d MMMM y", locale=language())
    if first == last:
        return end
    pattern = "d MMMM y" if first.year != last.year else "d MMMM" if first.month != last.month else "d"
    return f"{format_date(first, pattern, locale=language())}–{end}"


def day_of_week(value: date) -> str:
    """Write a day of an event briefly: Jumat 6."""
    return format_date(value, "EEEE d", locale=language())


def zone_label(name: str) -> str:
    """Write a time zone as Indonesians know it: WITA."""
    return ZONE_LABELS.get(name, name)


def clock_time(value: datetime, zone: str | None = None) -> str:
    """Write a time of day with a full stop and its zone's label: 09.42 WITA."""
    name = zone or event_zone_name()
    return f"{bare_time(value, name)} {zone_label(name)}"


def bare_time(value: datetime, zone: str | None = None) -> str:
    """Write a time of day without its label, for columns whose head says the zone: 09.42."""
    return format_time(value.astimezone(ZoneInfo(zone or event_zone_name())), "HH.mm", locale="id")


def date_and_time(value: datetime, zone: str | None = None) -> str:
    """Write a moment: Jumat, 6 September 2024, 09.42 WITA."""
    return f"{full_date(value, zone)}, {clock_time(value, zone)}"


def number(value: float) -> str:
    """Write a number as its language does: 13.976 or 13,976."""
    return str(format_decimal(value, locale=language()))


def file_size(size_bytes: int) -> str:
    """Write a file's size for people: 840 KB, 2,4 MB."""
    kilobytes = size_bytes / 1024
    if kilobytes < 1000:  # noqa: PLR2004 - three digits are still read at a glance
        return f"{number(round(kilobytes) or 1)} KB"
    return f"{number(round(kilobytes / 1024, 1))} MB"


def _counted(in_templates: Any) -> Callable[..., str]:
    """Let templates write `%(num)s` as `ngettext` does."""

    @pass_context
    def counted(context: Context, one: str, many: str, num: int, **values: object) -> str:
        text: str = in_templates(context, one, many, num, **({"num": number(num)} | values))
        return text

    return counted


def _there(value: date | datetime, zone: str | None) -> date | datetime:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone or event_zone_name()))
    return value


def _remember_language(response: Response) -> Response:
    asked = request.args.get(COOKIE)
    if asked in LANGUAGES:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(COOKIE, asked, COOKIE_SECONDS, secure=secure, httponly=True, samesite="Lax")
    response.headers.setdefault("Content-Language", chosen_language())
    return response


FILTERS = {
    "date": full_date,
    "short_date": short_date,
    "dates": dates,
    "short_day": day_of_week,
    "zone_label": zone_label,
    "time": clock_time,
    "bare_time": bare_time,
    "datetime": date_and_time,
    "number": number,
    "file_size": file_size,
}
