"""Merging at the same moment as something else: one wins, and what both rows know is there once."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.db import db
from app.participants.merge import StaysAway, merge_people, unmerge
from app.participants.models import Participant
from app.participants.passes import reissue_pass
from app.participants.same_person import CountsAsSomebody, merge_of
from app.participants.withdraw import withdraw_participant
from tests.cast import Cast
from tests.participants.test_merged_rows import merge, register
from tests.participants.test_races import at_once

NIP = "198504172010012004"


def in_turn(*deeds: Callable[[], object]) -> Callable[[], object]:
    """Each thread takes the next of these."""
    left = list(deeds)

    def next_one() -> object:
        return left.pop()()

    return next_one


def row(number: int) -> Participant:
    return db.session.get_one(Participant, number)


def test_taken_apart_by_several_at_once_gives_back_once(app: Flask, cast: Cast) -> None:
    stays, goes = register(cast).id, register(cast, nip=NIP).id
    merge(row(goes), row(stays))
    assert row(stays).nip == NIP
    assert at_once(app, lambda: unmerge(row(goes), by=COMMAND_LINE)) == [None] * 4
    assert (row(stays).nip, row(goes).nip, merge_of(row(goes))) == (None, NIP, None)


@pytest.mark.parametrize("_again", range(3))
def test_merged_both_ways_at_once_one_row_counts(app: Flask, cast: Cast, _again: int) -> None:
    one, other = register(cast).id, register(cast, nip=NIP).id

    def into(stays: int, goes: int) -> Callable[[], object]:
        return lambda: merge_people(row(goes), row(stays), reason="Sama", by=COMMAND_LINE).participant_id

    at_once(app, in_turn(into(one, other), into(other, one)), threads=2)
    merged = [merge_of(row(each)) for each in (one, other)]
    (known,) = [each for each in merged if each]
    assert known.participant.nip == NIP


@pytest.mark.parametrize("_again", range(3))
def test_nobody_vanishes_when_the_one_who_stays_leaves_at_that_moment(
    app: Flask, cast: Cast, _again: int
) -> None:
    stays, goes = register(cast).id, register(cast).id
    outcomes = at_once(
        app,
        in_turn(
            lambda: withdraw_participant(row(stays), reason="Sakit", by=COMMAND_LINE),
            lambda: merge_people(row(goes), row(stays), reason="Sama", by=COMMAND_LINE).id,
        ),
        threads=2,
    )
    refused = [one for one in outcomes if isinstance(one, StaysAway)]
    assert (merge_of(row(goes)) is None) == bool(refused)


@pytest.mark.parametrize("_again", range(3))
def test_a_row_that_is_merged_at_that_moment_gets_no_pass_of_its_own_afterwards(
    app: Flask, cast: Cast, _again: int
) -> None:
    stays, goes = register(cast).id, register(cast).id
    outcomes = at_once(
        app,
        in_turn(
            lambda: reissue_pass(row(goes), reason="Hilang", by=COMMAND_LINE).serial,
            lambda: merge_people(row(goes), row(stays), reason="Sama", by=COMMAND_LINE).reason,
        ),
        threads=2,
    )
    told = {outcome for outcome in outcomes if not isinstance(outcome, CountsAsSomebody)}
    assert told in ({"Sama", 2}, {"Sama"})
    assert len(row(goes).passes) == len(told)
