"""The words of the screen for what the minutes' enums store."""

from flask_babel import lazy_gettext as _l

from app.minutes.models import EntryKind

KIND_WORDS = {
    EntryKind.DECISION: _l("Decision"),
    EntryKind.DIRECTIVE: _l("Directive"),
    EntryKind.INFORMATION: _l("Information"),
    EntryKind.OBSTACLE: _l("Obstacle"),
    EntryKind.PROPOSAL: _l("Proposal"),
    EntryKind.ACTION: _l("Action"),
    EntryKind.NOTE: _l("Note"),
}
