"""The press: plain dataclasses in, official PDFs out."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from app.services.paper.accountability import Account
from app.services.paper.invitation import InvitationPaper
from app.services.paper.people_list import PeopleList
from app.services.paper.sheets import AttendanceList, BadgeSheet, CertificatePaper, MinutesPaper
from app.services.paper.statements import Statement


class Press(Protocol):
    """Whatever prints papers. The same input gives the same bytes, in any process."""

    def make_ready(self) -> None:
        """Return when papers can be printed on this machine, else raise PaperUnavailable."""

    def print_badges(self, sheet: BadgeSheet) -> bytes:
        """Print badges, front and back."""

    def print_attendance_list(self, attendance: AttendanceList) -> bytes:
        """Print an attendance list with its recapitulation and signature."""

    def print_account(self, account: Account) -> bytes:
        """Print the attendance part of an office's accountability file."""

    def print_people(self, people: PeopleList) -> bytes:
        """Print a list of people, office by office."""

    def print_statement(self, statement: Statement) -> bytes:
        """Print a statement: paragraphs, facts, tables."""

    def print_invitation(self, letter: InvitationPaper) -> bytes:
        """Print the invitation letter of one office."""

    def print_minutes(self, minutes: MinutesPaper) -> bytes:
        """Print minutes, as a draft or as the final paper."""

    def print_certificates(self, papers: Sequence[CertificatePaper]) -> Iterator[bytes]:
        """Print one PDF per certificate, in order, as they become ready."""
