"""Publish minutes: freeze what they say, number them, hand out the actions; printing follows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.actions.fan_out import Agreed, fan_out
from app.audit.record import Doer, record
from app.db import db, insert_once
from app.documents.facts import PaperFacts
from app.documents.issue import issue_document
from app.documents.models import Document, DocumentKind
from app.events.clock import day_of, event_now
from app.events.models import Event, SignerTask
from app.lib.refusals import N_, Conflict, Refused
from app.minutes.assemble import Coded, assemble, coded
from app.minutes.frozen import content_of, texts_of
from app.minutes.models import EntryKind, Minutes, Publication
from app.minutes.print_minutes import ask_for_printing
from app.minutes.queries import OfficeAttendance, minutes_with_id
from app.services.paper import UnprintableLetters, unprintable
from app.services.paper.sheets import MinutesPaper


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


def what_to_mind(event: Event, counts: Sequence[OfficeAttendance]) -> list[str]:
    """List, as marked sentences, what does not hinder publishing but looks wrong on the paper."""
    tasks = {signer.task for signer in event.signers}
    mind = {
        N_("Nobody was checked in for these sessions"): not any(count.present for count in counts),
        N_("Nobody is named to chair the meeting"): SignerTask.MINUTES_CHAIR not in tasks,
        N_("Nobody is named to take the minutes"): SignerTask.MINUTES_TAKER not in tasks,
    }
    return [sentence for sentence, holds in mind.items() if holds]


def publish_minutes(event: Event, minutes_id: int, *, by: Doer) -> Publication:
    """Publish: from now on nothing in the minutes changes. Two at once: one publishes, one is told.

    Raises NotReady and PublishedAlready.
    """
    minutes, now = _held(minutes_id), event_now(event)
    _refuse_incomplete(minutes)
    paper = assemble(event, minutes)
    document = _number(event, minutes, paper, now=now, by=by)
    content = _frozen(event, replace(paper, number=document.number))
    new_id = insert_once(
        Publication,
        minutes_id=minutes.id,
        document_id=document.id,
        content=content,
        published_at=now,
        published_by=by.reference,
    )
    if new_id is None:
        raise _published_already()
    fan_out(document, [_agreed(one) for one in coded(minutes) if one.entry.kind is EntryKind.ACTION], at=now)
    record("minutes.publish", by=by, on=f"minutes:{minutes.id}", event_id=event.id, number=document.number)
    publication = db.session.get_one(Publication, new_id)
    ask_for_printing(publication, event_id=event.id, by=by)
    db.session.expire(minutes, ["publication"])
    return publication


def _held(minutes_id: int) -> Minutes:
    """Let nobody write until the transaction ends, then read what stands in the minutes."""
    db.session.execute(select(Minutes.id).where(Minutes.id == minutes_id).with_for_update())
    return minutes_with_id(minutes_id)


def _refuse_incomplete(minutes: Minutes) -> None:
    if minutes.is_published:
        raise _published_already()
    if not coded(minutes):
        raise NotReady(N_("These minutes hold no entry yet. Write what was said and decided first."))
    missing = what_is_missing(minutes)
    if missing:
        raise NotReady(
            N_("Some actions lack an office or a due date: %(codes)s. Complete them, then publish."),
            codes=", ".join(one.code for one in missing),
        )


def _published_already() -> PublishedAlready:
    return PublishedAlready(N_("These minutes have been published already."))


def _number(event: Event, minutes: Minutes, paper: MinutesPaper, *, now: datetime, by: Doer) -> Document:
    facts = PaperFacts(
        event=event.title,
        place=event.city,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        issuer=paper.letterhead.lines[-1],
        signer=paper.chair.post,
        rehearsal=event.rehearsal is not None,
    )
    return issue_document(
        event.id,
        kind=DocumentKind.MINUTES,
        key=f"minutes:{minutes.id}",
        number_pattern=event.rules.minutes_number,
        title=minutes.title,
        dated=day_of(event, now),
        facts=facts.plain(),
        by=by,
    )


def _frozen(event: Event, paper: MinutesPaper) -> dict[str, Any]:
    """Freeze the paper, but never one that could not be printed: it could not be corrected any more."""
    content = content_of(
        paper, mark_storage_key=event.letterhead.mark_storage_key if event.letterhead else None
    )
    letters = unprintable("".join(texts_of(content)))
    if letters:
        raise UnprintableLetters(letters)
    return content


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
