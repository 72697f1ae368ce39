"""A corrected name gets a new certificate; the old one says which one took its place."""

import pytest
from sqlalchemy import select

from app.audit.record import COMMAND_LINE
from app.certificates.models import Certificate
from app.certificates.queries import certificates_of
from app.certificates.reissue import NotPrintedYet, ReissuedAlready, reissue_certificate
from app.db import db, transaction
from app.documents.models import DocumentState
from app.services.paper import UnprintableLetters


@pytest.fixture
def andi(hall):
    person = hall.came("Andi Tenrisangka, S.H.")
    hall.issue()
    return person


def reissue(hall, person):
    with transaction():
        return reissue_certificate(hall.event, hall.held_by(person), by=COMMAND_LINE)


def test_the_new_one_bears_the_corrected_name_and_a_number_of_its_own(hall, andi):
    with transaction():
        andi.back_titles = "S.H., M.H."
    new = reissue(hall, andi)
    assert hall.issue().outcome["issued"] == 1
    assert (new.number, new.holder_name) == ("0002/RAKORNIS/2024", "Andi Tenrisangka, S.H., M.H.")
    assert certificates_of(andi) == [new]


def test_the_old_one_is_replaced_and_its_bytes_stay(hall, andi):
    before = hall.papers()[0].sha256
    new = reissue(hall, andi)
    old = hall.papers()[0]
    assert old.state is DocumentState.SUPERSEDED
    assert (old.superseded_by_id, old.sha256) == (new.id, before)


def test_a_third_edition_follows_the_second(hall, andi):
    reissue(hall, andi)
    hall.issue()
    assert reissue(hall, andi).number == "0003/RAKORNIS/2024"
    assert db.session.scalar(select(Certificate.edition)) == 3


def test_what_is_not_printed_yet_needs_no_new_one(hall, andi):
    reissue(hall, andi)
    with pytest.raises(NotPrintedYet):
        reissue(hall, andi)


def test_a_name_that_cannot_be_printed_is_refused_and_the_old_one_stays(hall, andi):
    with transaction():
        andi.name = "Andi 愛"
    with pytest.raises(UnprintableLetters):
        reissue(hall, andi)
    assert hall.papers()[0].state is DocumentState.VALID


def test_of_two_at_the_same_moment_one_is_told(hall, andi):
    stale = hall.held_by(andi)
    reissue(hall, andi)
    hall.issue()
    db.session.refresh(stale)
    stale_edition = stale.edition - 1
    db.session.expunge(stale)
    stale.edition = stale_edition
    with pytest.raises(ReissuedAlready), transaction():
        reissue_certificate(hall.event, stale, by=COMMAND_LINE)
