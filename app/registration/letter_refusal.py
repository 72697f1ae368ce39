"""The refusal of a file that is no letter."""

from app.lib.refusals import Refused


class LetterUnreadable(Refused):
    """The uploaded file is no letter that can be kept; the sentence says which file to send instead."""
