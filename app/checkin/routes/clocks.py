"""How pages say that a clock is off."""

from flask_babel import gettext as _

from app.i18n import ngettext, number

MINUTE, HOUR = 60, 3600


def clock_words(seconds: int) -> str:
    """Say by how much a clock is ahead or behind, in minutes or hours."""
    size = abs(seconds)
    many = round(size / HOUR) if size >= HOUR else round(size / MINUTE)
    if size >= HOUR:
        words = ngettext("%(shown)s hour", "%(shown)s hours", many, shown=number(many))
    else:
        words = ngettext("%(shown)s minute", "%(shown)s minutes", many, shown=number(many))
    return str(_("%(much)s fast", much=words) if seconds > 0 else _("%(much)s slow", much=words))
