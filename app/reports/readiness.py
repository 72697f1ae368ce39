"""The evening before: what is ready and what is not, each with its number and its action."""

from collections.abc import Iterator

from app.access import Permission
from app.agenda.queries import Lack
from app.events.models import Event
from app.lib.refusals import N_
from app.participants.printed_badges import WhichBadges
from app.registration.board import Owed
from app.reports.lines import Line, Mending, Part, Readiness
from app.reports.queries import Numbers, numbers_of

VIEW, REGISTER = Permission.PARTICIPANTS_VIEW, Permission.PARTICIPANTS_REGISTER
SET_UP, SEND = Permission.EVENTS_SET_UP, Permission.MESSAGES_SEND


def readiness_of(event: Event) -> Readiness:
    """Look at everything that must be ready before the doors open; nothing is changed."""
    return judge(numbers_of(event))


def judge(numbers: Numbers) -> Readiness:
    """Say of each thing whether it is ready."""
    parts = (_seats, _people, _passes, _letters, _hall, _papers, _machine)
    return Readiness(tuple(line for part in parts for line in part(numbers)))


def _seats(now: Numbers) -> Iterator[Line]:
    every, title = len(now.delegations), N_("Seats of the delegations")
    seats, empty = sum(one.seats for one in now.delegations), sum(one.empty for one in now.delegations)
    if not seats:
        unplanned = N_("There is no seat plan, so nobody can tell whose seat is empty.")
        plan = _at(N_("Make the seat plan"), "registration.plan", SET_UP)
        yield Line(part=Part.PEOPLE, title=title, missing=1, text=unplanned, mending=plan)
        return
    yield Line(
        part=Part.PEOPLE,
        title=title,
        missing=empty,
        text=N_("%(missing)s of %(seats)s seats are empty; %(whole)s of %(all)s delegations are complete."),
        values={"seats": seats, "whole": sum(not one.empty for one in now.delegations), "all": every},
        mending=_at(N_("Open the incomplete ones"), "registration.board", VIEW, show=Owed.PEOPLE.value),
    )
    yield Line(
        part=Part.PEOPLE,
        title=N_("Delegations handed in"),
        missing=sum(one.owes_submission for one in now.delegations),
        text=N_("%(missing)s of %(all)s delegations are not handed in yet, or were returned."),
        values={"all": every},
        mending=_at(N_("Open these"), "registration.board", VIEW, show=Owed.SUBMISSION.value),
    )
    yield Line(
        part=Part.PEOPLE,
        title=N_("Delegations answered"),
        missing=now.backlog.handed_in,
        text=N_("Delegations that wait for the committee: %(missing)s."),
        mending=_at(N_("Answer them"), "registration.reviews", REGISTER),
    )
    yield Line(
        part=Part.PEOPLE,
        title=N_("Assignment letters"),
        missing=sum(not one.letters for one in now.delegations),
        text=N_("%(missing)s of %(all)s delegations lack an assignment letter."),
        values={"all": every},
        mending=_at(N_("Open those without"), "registration.board", VIEW, show=Owed.LETTER.value),
    )


def _people(now: Numbers) -> Iterator[Line]:
    yield Line(
        part=Part.PEOPLE,
        title=N_("Waiting list"),
        missing=now.backlog.waiting,
        text=N_("Number of people who wait for a place: %(missing)s."),
        mending=_at(N_("Open the places"), "registration.plan", SET_UP),
    )
    yield Line(
        part=Part.PEOPLE,
        title=N_("Spelling of the names"),
        missing=now.people.unconfirmed,
        text=N_("%(missing)s of %(all)s people have not confirmed their name yet."),
        values={"all": now.people.people},
        mending=_at(N_("Open the list"), "participants.index", VIEW, state="name_unconfirmed"),
    )
    yield Line(
        part=Part.PEOPLE,
        title=N_("Substitutions that offices ask for"),
        missing=now.backlog.substitutions,
        text=N_("Number of requests without an answer: %(missing)s."),
        mending=_at(N_("Answer them"), "registration.reviews", REGISTER),
    )
    yield Line(
        part=Part.PEOPLE,
        title=N_("Requests to write a name otherwise"),
        missing=now.backlog.corrections,
        text=N_("Number of requests without an answer: %(missing)s."),
        mending=_at(N_("Answer them"), "registration.names", REGISTER),
    )


def _passes(now: Numbers) -> Iterator[Line]:
    issue = Permission.PARTICIPANTS_ISSUE_PASSES
    yield Line(
        part=Part.PASSES,
        title=N_("Passes"),
        missing=now.people.without_pass,
        text=N_("%(missing)s of %(all)s people have no valid pass."),
        values={"all": now.people.people},
        mending=_at(N_("Open the list"), "participants.index", VIEW, state="without_pass"),
    )
    yield Line(
        part=Part.PASSES,
        title=N_("Passes sent by mail or WhatsApp"),
        missing=now.people.unsent,
        text=N_("People with a pass who were sent nothing yet: %(missing)s."),
        mending=_at(N_("Send the passes"), "registration.pass_mail", SEND, told="no"),
    )
    yield Line(
        part=Part.PASSES,
        title=N_("Printed badges"),
        missing=now.badges[WhichBadges.MISSING],
        text=N_("%(missing)s of %(all)s badges were never printed."),
        values={"all": now.badges[WhichBadges.ALL]},
        mending=_at(N_("Print these badges"), "participants.badges", issue, which=WhichBadges.MISSING.value),
    )
    yield Line(
        part=Part.PASSES,
        title=N_("Badges as the list has them"),
        missing=now.badges[WhichBadges.CHANGED],
        text=N_("%(missing)s badges say something else than the list does now."),
        mending=_at(N_("Print these badges"), "participants.badges", issue, which=WhichBadges.CHANGED.value),
    )


def _letters(now: Numbers) -> Iterator[Line]:
    outbox = Permission.MESSAGES_VIEW
    yield Line(
        part=Part.PASSES,
        title=N_("Messages held for review"),
        missing=now.backlog.held,
        text=N_("Messages that wait until somebody releases them: %(missing)s."),
        mending=_at(N_("Read and release them"), "messages.index", outbox, state="held"),
    )
    yield Line(
        part=Part.PASSES,
        title=N_("Messages that arrived"),
        missing=now.backlog.failed,
        text=N_("Messages that did not arrive: %(missing)s."),
        mending=_at(N_("See which"), "messages.index", outbox, state="failed"),
    )


def _hall(now: Numbers) -> Iterator[Line]:
    view, empty = Permission.AGENDA_VIEW, not now.hall.sessions
    agenda = _at(N_("Open the agenda"), "agenda.index", view)
    yield Line(
        part=Part.HALL,
        title=N_("Rooms of the sessions"),
        missing=1 if empty else now.hall.without_room,
        text=N_("The agenda is empty.") if empty else N_("%(missing)s of %(all)s sessions have no room."),
        values={"all": now.hall.sessions},
        mending=agenda if empty else _at(N_("See which"), "agenda.index", view, lacking=Lack.ROOM.value),
    )
    yield Line(
        part=Part.HALL,
        title=N_("Presenters"),
        missing=now.hall.without_presenter,
        text=N_("%(missing)s presentations and panels name nobody who presents."),
        mending=_at(N_("See which"), "agenda.index", view, lacking=Lack.PRESENTER.value),
    )
    asleep = now.devices.registered - now.devices.charged
    register = Permission.CHECKIN_REGISTER_DEVICE
    show = {"show": "unheard"} if asleep else {}
    yield Line(
        part=Part.HALL,
        title=N_("Devices of the gates"),
        missing=asleep if now.devices.registered else int(not now.devices.accounts),
        text=N_("%(missing)s of %(all)s devices were not opened, or have never been heard of.")
        if now.devices.registered
        else N_("No device is registered, and no account has the gate role."),
        values={"all": now.devices.registered},
        mending=_at(N_("Set up gates"), "checkin.devices", register, **show),
    )


def _papers(now: Numbers) -> Iterator[Line]:
    yield Line(
        part=Part.PAPERS,
        title=N_("Letterhead"),
        missing=int(not now.papers.letterhead),
        text=N_("The letterhead is empty; all papers are printed under it."),
        mending=_at(N_("Write the letterhead"), "events.letterhead", SET_UP),
    )
    yield Line(
        part=Part.PAPERS,
        title=N_("Signers"),
        missing=now.papers.signers_missing,
        text=N_("Papers that nobody is named to sign: %(missing)s."),
        mending=_at(N_("Name the signers"), "events.signers", SET_UP),
    )
    yield Line(
        part=Part.PAPERS,
        title=N_("Printing"),
        missing=int(not now.papers.prints),
        text=N_("This machine cannot print papers. Its health says what to install."),
        mending=_health(),
    )


def _machine(now: Numbers) -> Iterator[Line]:
    yield Line(
        part=Part.MACHINE,
        title=N_("Background work"),
        missing=int(not now.machine.works),
        text=N_("The worker gives no sign of life: no mail goes out and nothing is printed."),
        mending=_health(),
    )
    yield Line(
        part=Part.MACHINE,
        title=N_("Finished work"),
        missing=now.backlog.jobs,
        text=N_("%(missing)s pieces of work have failed."),
        mending=_at(N_("See which"), "jobs.failed", Permission.JOBS_MEND),
    )
    yield Line(
        part=Part.MACHINE,
        title=N_("Clock"),
        missing=int(now.machine.rehearses),
        text=N_("This event is a rehearsal, and its clock is not the real one."),
        mending=_at(N_("Look at the event"), "events.describe", SET_UP),
    )


def _at(label: str, endpoint: str, permission: Permission, **query: str) -> Mending:
    return Mending(label=label, endpoint=endpoint, permission=permission, query=query)


def _health() -> Mending:
    return Mending(
        label=N_("Look at the health"),
        endpoint="admin.health",
        permission=Permission.ADMIN_HEALTH,
        of_event=False,
    )
