"""Publish minutes: freeze what they say, number them, hand out the actions; printing follows."""

from dataclasses import replace

from app.actions.fan_out import Agreed, fan_out
from app.audit.record import Doer, record
from app.db import db, insert_once
from app.documents.issue import issue_document
from app.documents.models import Document, DocumentKind
from app.events.clock import event_now
from app.events.models import Event
from app.events.on_paper import day_of, place_and_range
from app.lib.refusals import N_, Conflict, Refused
from app.minutes.assemble import Coded, assemble, coded
from app.minutes.frozen import content_of
from app.minutes.models import EntryKind, Minutes, Publication
from app.minutes.print_minutes import ask_for_printing
from app.services import services


class NotReady(Refused):
    """Something is missing before the minutes may be published."""


class PublishedAlready(Conflict):
    """Somebody published them first."""


def what_is_missing(minutes: Minutes) -> list[Coded]:
    """List the actions that lack an office or a due date."""
    return [
        one
        for one in coded(minutes)
        if one.entry.kind is EntryKind.ACTION and not (one.entry.units and one.entry.due_on)
    ]


def publish_minutes(event: Event, minutes: Minutes, *, by: Doer) -> Publication:
    """Publish: from now on nothing in the minutes changes. Two at once: one publishes, one is told.

    Raises NotReady and PublishedAlready.
    """
    _refuse_incomplete(minutes)
    entries = coded(minutes)
    document = _number(event, minutes, by=by)
    paper = replace(assemble(event, minutes), number=document.number)
    head = event.letterhead
    content = content_of(paper, mark_storage_key=head.mark_storage_key if head else None)
    new_id = insert_once(
        Publication,
        minutes_id=minutes.id,
        document_id=document.id,
        content=content,
        published_at=services().clock.now(),
        published_by=by.reference,
    )
    if new_id is None:
        raise PublishedAlready(N_("These minutes have been published already."))
    fan_out(event.id, [_agreed(one) for one in entries if one.entry.kind is EntryKind.ACTION])
    record("minutes.publish", by=by, on=f"minutes:{minutes.id}", event_id=event.id, number=document.number)
    publication = db.session.get_one(Publication, new_id)
    ask_for_printing(publication, event_id=event.id, by=by)
    db.session.expire(minutes, ["publication"])
    return publication


def _refuse_incomplete(minutes: Minutes) -> None:
    if minutes.is_published:
        raise PublishedAlready(N_("These minutes have been published already."))
    if not coded(minutes):
        raise NotReady(N_("These minutes hold no entry yet. Write what was said and decided first."))
    missing = what_is_missing(minutes)
    if missing:
        raise NotReady(
            N_("%(count)s actions lack an office or a due date: %(codes)s. Complete them, then publish."),
            count=len(missing),
            codes=", ".join(one.code for one in missing),
        )


def _number(event: Event, minutes: Minutes, *, by: Doer) -> Document:
    return issue_document(
        event.id,
        kind=DocumentKind.MINUTES,
        key=f"minutes:{minutes.id}",
        number_pattern=event.rules.minutes_number,
        title=minutes.title,
        dated=day_of(event, event_now(event)),
        facts={
            "event": event.title,
            "place_and_dates": place_and_range(event),
            "sessions": [covered.session.title for covered in minutes.covered],
            "rehearsal": event.rehearsal is not None,
        },
        by=by,
    )


def _agreed(one: Coded) -> Agreed:
    entry = one.entry
    return Agreed(
        entry_id=entry.id,
        code=one.code,
        task=entry.text,
        owner=entry.owner,
        due_on=entry.due_on,
        evidence=entry.evidence,
        office_ids=tuple(unit.office_id for unit in entry.units),
    )
