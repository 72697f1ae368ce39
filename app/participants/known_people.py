"""Who is registered already, in memory: so that a sheet recognises the people it named before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import RowMapping, select

from app.db import db
from app.events.models import Event
from app.lib.folding import folded
from app.participants.models import MergedInto, Participant, Withdrawal

# What a sheet may change of somebody, in the order in which the audit trail tells it.
FIELDS = (
    "front_titles",
    "name",
    "back_titles",
    "nip",
    "rank",
    "position_name",
    "position_id",
    "office_id",
    "role",
    "email",
    "phone",
    "sex",
)
# What follows from it, or is told along with it.
FOLLOWING = (
    "identity",
    "folded_name",
    "delegation_id",
    "seat_id",
    "name_confirmed_at",
    "roster_id",
    "roster_row",
)


def identity_of(nip: str | None, name: str, office_code: str) -> str:
    """What makes somebody the same person in the next sheet: the NIP, or else name and office."""
    return nip or f"{folded(name)}|{office_code}"


@dataclass
class KnownPeople:
    """The people of an event. Each can be recognised once per sheet.

    A row that was merged is `merged`, and recognised only when nobody who counts is meant: whoever is on the
    list goes first. `_claimed` holds the ids that a row of the sheet has taken.
    """

    by_identity: dict[str, RowMapping]
    by_name: dict[tuple[str, int], list[RowMapping]]
    merged: "KnownPeople | None" = None
    _claimed: set[int] = field(default_factory=set)

    def claim(self, identity: str) -> RowMapping | None:
        """Recognise somebody by the very identity."""
        known = self.by_identity.get(identity)
        return self._taken(known) if known else None

    def claim_by_name(self, *, name: str, office_id: int | None, nip: str | None) -> RowMapping | None:
        """Recognise somebody by name and office when only one of sheet and list gives a NIP.

        Two people of that name in one office are not told apart by guessing: then nobody is recognised.
        """
        if office_id is None:
            return None
        alike = [known for known in self.by_name[folded(name), office_id] if known["id"] not in self._claimed]
        fitting = [known for known in alike if nip is None or known["nip"] is None]
        return self._taken(fitting[0]) if len(fitting) == 1 else None

    def claim_merged(self, identity: str) -> RowMapping | None:
        """Recognise a merged row by the very identity: a sheet from before names the person twice."""
        return self.merged.claim(identity) if self.merged else None

    def claim_merged_by_name(self, *, name: str, office_id: int | None, nip: str | None) -> RowMapping | None:
        """Recognise a row that was merged by name and office; two NIPs tell its person apart, too."""
        found = self.merged.claim_by_name(name=name, office_id=office_id, nip=nip) if self.merged else None
        theirs = self._nips.get(found["counts_as"]) if found else None
        return None if nip and theirs and nip != theirs else found

    @cached_property
    def _nips(self) -> dict[int, str | None]:
        return {row["id"]: row["nip"] for row in self.by_identity.values()}

    def _taken(self, known: RowMapping) -> RowMapping | None:
        if known["id"] in self._claimed:
            return None
        self._claimed.add(known["id"])
        return known


def known_people(event: Event) -> KnownPeople:
    """Load the people of an event in one statement, as plain rows."""
    columns = [getattr(Participant, name) for name in ("id", *FOLLOWING, *FIELDS)]
    question = (
        select(*columns, Withdrawal.id.label("withdrawal_id"), MergedInto.participant_id.label("counts_as"))
        .outerjoin(Participant.withdrawal)
        .outerjoin(MergedInto, MergedInto.duplicate_id == Participant.id)
        .where(Participant.event_id == event.id)
    )
    rows = db.session.execute(question).mappings().all()
    merged = [row for row in rows if row["counts_as"] is not None]
    return _known([row for row in rows if row["counts_as"] is None], merged=_known(merged))


def _known(rows: Sequence[RowMapping], *, merged: KnownPeople | None = None) -> KnownPeople:
    return KnownPeople({row["identity"]: row for row in rows}, _by_name(rows), merged)


def _by_name(rows: Iterable[RowMapping]) -> dict[tuple[str, int], list[RowMapping]]:
    by_name: dict[tuple[str, int], list[RowMapping]] = defaultdict(list)
    for row in rows:
        by_name[row["folded_name"], row["office_id"]].append(row)
    return by_name


def differences(known: RowMapping, wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Say what a sheet changes of somebody: field, the old value and the new one.

    An empty cell never erases what is known.
    """
    return {
        name: (known[name], wanted[name]) for name in FIELDS if name in wanted and known[name] != wanted[name]
    }
