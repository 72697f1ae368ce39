"""Refusals: what people can act on, worded for them, translated at the door."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


def N_(msgid: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a sentence for the catalogues without translating it here."""
    return msgid


class Refused(Exception):
    """Something that cannot be done, in a sentence that says what happened and what to do now.

    `msgid` is an English sentence with named `%(name)s` places; `values` fill them.
    """

    status = 422

    def __init__(self, msgid: str, **values: object) -> None:
        super().__init__(msgid % values if values else msgid)
        self.msgid = msgid
        self.values = values


class NotThere(Refused):
    """The thing asked for does not exist, or not for the one who asks."""

    status = 404


class Conflict(Refused):
    """The thing has changed meanwhile, or somebody else was first."""

    status = 409


class Unavailable(Refused):
    """A part of the installation is missing or busy; trying later, or installing it, helps."""

    status = 503


@dataclass(frozen=True)
class FieldProblem:
    """One thing to mend or to look at: in which field, and a sentence with the values of its places."""

    field: str
    msgid: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


class FieldsRefused(Refused):
    """Something typed that cannot be taken; `problems` are all there are, the sentence is the first."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(problems[0].msgid, **problems[0].values)
        self.problems = tuple(problems)
