"""The page of the certificates in figures: how many are due, issued and not due, and one page of the list."""

from collections import Counter
from dataclasses import dataclass

from app.certificates.paper import longest_name, printed_name
from app.certificates.queries import CertificateState, Line, certificate_lines
from app.events.models import Event
from app.lib.folding import folded
from app.services.paper.fitting import Fitted, fit_certificate_name

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Overview:
    """One page of the people of one standing, and the figures of the whole event.

    `longest` is how the longest name of the event stands on a certificate; `unconfirmed` counts those who are
    due and have not said that their name is right.
    """

    lines: list[Line]
    standing: CertificateState
    search: str
    number: int
    found: int
    counts: Counter[CertificateState]
    withdrawn: int
    unconfirmed: int
    longest: Fitted | None

    @property
    def first(self) -> int:
        """The place of the first row in the list, from 1."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The place of the last row."""
        return self.first + len(self.lines) - 1

    def count(self, name: str) -> int:
        """Count the people of a standing."""
        return self.counts[CertificateState(name)]


def overview_of(event: Event, *, standing: str = "", search: str = "", number: int = 1) -> Overview:
    """Look at the whole event; without a `standing` show those who are due, or else who holds one."""
    everybody = certificate_lines(event)
    counts = Counter(line.standing for line in everybody)
    chosen = _chosen(standing, counts)
    shown = [line for line in everybody if line.standing is chosen and _matches(line, search)]
    number = max(1, min(number, -(-len(shown) // PAGE_SIZE)))
    longest = longest_name([line.participant for line in everybody])
    return Overview(
        lines=shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        standing=chosen,
        search=search,
        number=number,
        found=len(shown),
        counts=counts,
        withdrawn=sum(line.participant.withdrawal is not None for line in everybody),
        unconfirmed=sum(
            line.standing is CertificateState.DUE and line.participant.name_confirmed_at is None
            for line in everybody
        ),
        longest=fit_certificate_name(printed_name(longest)) if longest else None,
    )


def _chosen(standing: str, counts: Counter[CertificateState]) -> CertificateState:
    if standing in {one.value for one in CertificateState}:
        return CertificateState(standing)
    return next(
        (
            one
            for one in (CertificateState.DUE, CertificateState.ISSUED, CertificateState.NOT_DUE)
            if counts[one]
        ),
        CertificateState.DUE,
    )


def _matches(line: Line, search: str) -> bool:
    words = folded(search)
    return (
        not words
        or words in line.participant.folded_name
        or words in folded(line.participant.office.short_name)
    )
