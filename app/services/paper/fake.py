"""A press for tests: tiny, fast, and as repeatable as the real one."""

import hashlib
from collections.abc import Iterator, Sequence

from app.services.paper.accountability import Account
from app.services.paper.invitation import InvitationPaper
from app.services.paper.people_list import PeopleList
from app.services.paper.sheets import AttendanceList, BadgeSheet, CertificatePaper, MinutesPaper
from app.services.paper.statements import Statement


class FakePress:
    """Answers each paper with a few bytes that depend on its content only; remembers what it printed."""

    def __init__(self) -> None:
        self.printed: list[object] = []

    def make_ready(self) -> None:
        """It always is."""

    def print_badges(self, sheet: BadgeSheet) -> bytes:
        """Stand in for a badge sheet."""
        return self._stand_in(sheet)

    def print_attendance_list(self, attendance: AttendanceList) -> bytes:
        """Stand in for an attendance list."""
        return self._stand_in(attendance)

    def print_account(self, account: Account) -> bytes:
        """Stand in for the attendance part of an accountability file."""
        return self._stand_in(account)

    def print_people(self, people: PeopleList) -> bytes:
        """Stand in for a list of people."""
        return self._stand_in(people)

    def print_statement(self, statement: Statement) -> bytes:
        """Stand in for a statement."""
        return self._stand_in(statement)

    def print_invitation(self, letter: InvitationPaper) -> bytes:
        """Stand in for an invitation letter."""
        return self._stand_in(letter)

    def print_minutes(self, minutes: MinutesPaper) -> bytes:
        """Stand in for minutes."""
        return self._stand_in(minutes)

    def print_certificates(self, papers: Sequence[CertificatePaper]) -> Iterator[bytes]:
        """Stand in for certificates, one each, in order."""
        return (self._stand_in(paper) for paper in papers)

    def _stand_in(self, paper: object) -> bytes:
        self.printed.append(paper)
        digest = hashlib.sha256(repr(paper).encode()).hexdigest()
        return f"%PDF-1.7\n% {type(paper).__name__} {digest}\n%%EOF\n".encode()
