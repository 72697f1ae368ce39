"""The command line of the registration: how the seats of an event are filled."""

from dataclasses import asdict, dataclass

import click
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.command_line import Area, event_option, json_option, print_json
from app.db import transaction
from app.events.queries import event_by_slug
from app.offices.models import OfficeKind
from app.participants.seats import seat_people
from app.registration.board import Line, SeatState, Shown, board_of
from app.registration.make_seats import make_seats
from app.registration.plan_seats import STAFF

registration = Area("registration", help="Delegations and their seats.")


@dataclass(frozen=True)
class DelegationCounted:
    """The seats of one office."""

    office: str
    seats: int
    filled: int


@dataclass(frozen=True, kw_only=True)
class SeatsCounted:
    """The seats of an event; an office is complete when none of its seats is empty."""

    offices: int
    complete: int
    seats: int
    filled: int
    states: dict[str, int]
    delegations: list[DelegationCounted]


def register(app: Flask) -> None:
    """Add `bin/rakornis registration …`."""
    app.cli.add_command(registration)


@registration.command("seats")
@event_option
@json_option
def seats(*, slug: str, as_json: bool) -> None:
    """Count the seats of an event and those that are filled, office by office."""
    event = event_by_slug(slug)
    boards = [board_of(event, shown=Shown(kind=kind)) for kind in OfficeKind]
    counted = SeatsCounted(
        offices=sum(board.offices for board in boards),
        complete=sum(board.complete for board in boards),
        seats=sum(board.seats for board in boards),
        filled=sum(board.filled for board in boards),
        states={state.value: sum(board.counts[state] for board in boards) for state in SeatState},
        delegations=[_counted(line) for board in boards for line in board.lines],
    )
    if as_json:
        print_json(counted)
        return
    for one in counted.delegations:
        click.echo(f"{one.filled:>4}/{one.seats:<4} {one.office}")
    click.echo(f"{counted.filled:>4}/{counted.seats:<4}")


@registration.command("make-seats")
@event_option
@json_option
def make(*, slug: str, as_json: bool) -> None:
    """Make the seats of the plan for all offices and fill the new ones; again changes nothing."""
    event = event_by_slug(slug)
    with transaction():
        made = make_seats(event, by=COMMAND_LINE)
        seated = seat_people(event, seats=made.new, by=COMMAND_LINE)
    if as_json:
        counted = {name: value for name, value in asdict(made).items() if name != "new"}
        print_json({**counted, "seated": seated})
        return
    click.echo(f"+{made.added} -{made.removed} ={made.offices}, {seated}")
    for kept in made.unremoved:
        click.echo(f"  {kept.office}: {kept.post or STAFF} {kept.number}")


def _counted(line: Line) -> DelegationCounted:
    empty = line.counts[SeatState.EMPTY]
    return DelegationCounted(office=line.office, seats=line.seats, filled=line.seats - empty)
