"""A paper gets one number and one code, whatever is repeated, and its bytes never change."""

import threading
from datetime import date

import pytest
from sqlalchemy import delete, func, select

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.documents.issue import (
    AlreadyPrinted,
    NumberTaken,
    issue_document,
    keep_printed,
    verification_address,
    verification_code,
)
from app.documents.models import Document, DocumentKind, NumberSeries
from app.documents.queries import document_with_code, filename
from app.lib.codes import grouped
from app.services import services
from tests.documents.papers import PDF, issued


def _take_a_number(event_id):
    issue_document(
        event_id,
        kind=DocumentKind.CERTIFICATE,
        key="certificate:9",
        number_pattern="{number:04}/UJI/{year}",
        title="Uji",
        dated=date(2024, 9, 6),
        facts={},
        by=COMMAND_LINE,
    )


def test_papers_are_numbered_one_after_another(cast):
    numbers = [issued(cast.event, f"certificate:{n}").number for n in (1, 2, 3)]
    assert numbers == ["0001/UJI/2024", "0002/UJI/2024", "0003/UJI/2024"]


def test_each_event_counts_for_itself(cast):
    issued(cast.event, "certificate:1")
    assert issued(cast.make_event("rakornis-lain"), "certificate:2").number == "0001/UJI/2024"


def test_issuing_the_same_paper_again_gives_the_same_paper_and_takes_no_number(cast):
    first = issued(cast.event)
    assert issued(cast.event).id == first.id
    assert issued(cast.event, "certificate:2").number == "0002/UJI/2024"


def test_what_is_undone_leaves_no_gap_in_the_numbers(cast):
    event = cast.event
    with pytest.raises(ZeroDivisionError), transaction():
        _take_a_number(event.id)
        raise ZeroDivisionError
    assert issued(event).number == "0001/UJI/2024"


def test_a_number_that_another_paper_has_is_refused_in_words(cast):
    issued(cast.event, "certificate:1")
    with transaction():
        db.session.execute(delete(NumberSeries))
    with pytest.raises(NumberTaken, match="pattern"):
        issued(cast.event, "certificate:2")


def test_two_who_issue_the_same_paper_at_once_take_one_number(app, cast):
    event_id = cast.event.id
    start = threading.Barrier(2)

    def race():
        with app.app_context():
            event = db.session.get_one(type(cast.event), event_id)
            db.session.commit()
            start.wait()
            issued(event)

    racers = [threading.Thread(target=race) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    db.session.rollback()
    assert db.session.scalar(select(func.count(Document.id))) == 1
    assert db.session.scalar(select(NumberSeries.last)) == 1


def test_the_code_finds_the_paper_however_it_is_typed(cast):
    document = issued(cast.event)
    code = verification_code(document)
    for typed in (code, code.lower(), grouped(code), f" {code} ", verification_address(document)):
        assert document_with_code(typed) is document


def test_the_code_stands_in_no_table(cast):
    document = issued(cast.event)
    row = db.session.execute(select(Document.__table__)).mappings().one()
    assert verification_code(document) not in str(dict(row))


def test_the_address_is_in_capitals_for_a_dense_qr(cast):
    document = issued(cast.event)
    assert verification_address(document) == f"HTTPS://RAKORNIS.EXAMPLE/V/{verification_code(document)}"


def test_printed_bytes_are_frozen(cast):
    document = issued(cast.event)
    with transaction():
        keep_printed(document, PDF, at=services().clock.now())
    with pytest.raises(AlreadyPrinted), transaction():
        keep_printed(document, b"%PDF-1.7 something else", at=services().clock.now())
    assert services().storage.read(document.storage_key or "") == PDF


def test_the_file_is_named_by_its_number(cast):
    assert filename(issued(cast.event)) == "0001-UJI-2024.pdf"
