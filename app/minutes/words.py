"""The words of the screen for what the minutes' enums store."""

from flask_babel import lazy_gettext as _l

from app.minutes.models import EntryKind

# A letter and a blank at the beginning of an entry choose its kind: kesepakatan, arahan, informasi,
# hambatan, usulan, tindak lanjut, catatan.
KIND_LETTERS = {
    EntryKind.DECISION.value: "k",
    EntryKind.DIRECTIVE.value: "a",
    EntryKind.INFORMATION.value: "i",
    EntryKind.OBSTACLE.value: "h",
    EntryKind.PROPOSAL.value: "u",
    EntryKind.ACTION.value: "t",
    EntryKind.NOTE.value: "c",
}
KIND_WORDS = {
    EntryKind.DECISION: _l("Decision"),
    EntryKind.DIRECTIVE: _l("Directive"),
    EntryKind.INFORMATION: _l("Information"),
    EntryKind.OBSTACLE: _l("Obstacle"),
    EntryKind.PROPOSAL: _l("Proposal"),
    EntryKind.ACTION: _l("Follow-up action"),
    EntryKind.NOTE: _l("Note"),
}
