"""Gates and their devices: register one, open it on the phone, revoke it."""

from functools import partial
from http import HTTPStatus

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, public, requires
from app.checkin.devices import (
    device_of,
    device_to_open,
    devices_of,
    open_device,
    opening_address,
    register_device,
    revoke_device,
    unheard_devices,
)
from app.checkin.forms import DeviceForm, QueueForm
from app.checkin.gates import gates_of
from app.checkin.hand_in import HandedIn, finish_hand_in, read_saved_queue, redeem_queue
from app.checkin.hours import hours_of_event
from app.checkin.judging import Post
from app.checkin.models import Device, DeviceProfile
from app.checkin.routes.guard import COOKIE
from app.db import db, transaction
from app.doors import page, telling
from app.events.clock import event_moment, event_now
from app.events.models import Event
from app.services import services
from app.services.paper.qr import draw_qr

COOKIE_SECONDS = 7 * 24 * 3600  # a meeting with a day before and after
QR_MM = 60.0
UNHEARD = "unheard"
PAGES = {
    DeviceProfile.GATE: "checkin.scan",
    DeviceProfile.DESK: "checkin.desk",
    DeviceProfile.KIOSK: "checkin.kiosk",
    DeviceProfile.HALL: "checkin.hall",
}


def open_doors(checkin: Blueprint) -> None:
    """Put the pages under their addresses."""
    of_event = "/events/<event>/devices"
    checkin.add_url_rule(of_event, "devices", devices, methods=["GET", "POST"])
    checkin.add_url_rule(f"{of_event}/<int:device_id>", "device", device)
    checkin.add_url_rule(f"{of_event}/<int:device_id>/opening.svg", "opening_qr", opening_qr)
    checkin.add_url_rule(f"{of_event}/<int:device_id>/revocation", "revoke", revoke, methods=["GET", "POST"])
    checkin.add_url_rule(f"{of_event}/<int:device_id>/queue", "hand_in", hand_in, methods=["POST"])
    checkin.add_url_rule("/G/<opening>", "open_gate", open_gate, methods=["GET", "POST"])


@requires(Permission.CHECKIN_REGISTER_DEVICE)
def devices(event: Event) -> ResponseReturnValue:
    """List the devices, and register one more."""
    form = DeviceForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            profile = DeviceProfile(form.profile.data)
            new = register_device(event, gate=form.gate.data or "", by=current_user, profile=profile)
        if not form.errors:
            address = url_for("checkin.device", event=event.slug, device_id=new.id)
            return redirect(address, HTTPStatus.SEE_OTHER)
    unheard = request.args.get("show") == UNHEARD
    return page(
        "checkin/devices.html",
        form,
        devices=unheard_devices(event) if unheard else devices_of(event),
        unheard=unheard,
        gates=gates_of(event),
        now=services().clock.now(),
    )


@requires(Permission.CHECKIN_REGISTER_DEVICE)
def device(event: Event, device_id: int) -> ResponseReturnValue:
    """Show one device: while it has not been opened, the QR that opens it."""
    return _device_page(event, device_of(event, device_id), QueueForm(formdata=None))


def _device_page(event: Event, found: Device, form: QueueForm) -> ResponseReturnValue:
    """Its moments are those of the real clock; a rehearsal shows them by its own."""
    by_event = partial(event_moment, event)
    return page("checkin/device.html", form, device=found, address=opening_address(found), moment=by_event)


@requires(Permission.CHECKIN_REGISTER_DEVICE)
def hand_in(event: Event, device_id: int) -> ResponseReturnValue:
    """Take in the queue that this device saved as a file."""
    found, form, now = device_of(event, device_id), QueueForm(), event_now(event)
    if not form.validate_on_submit():
        return _device_page(event, found, form)
    post = Post(found.gate_id, found.id, found.reference, found.name)
    with telling(form):
        queue = read_saved_queue(form.file.data.read(), event=event, post=post, now=now)
        handed = redeem_queue(queue, hours=hours_of_event(event))
        with transaction():
            device = device_of(event, device_id)
            undone = finish_hand_in(event, device, queue, handed=handed, now=now, by=current_user)
        flash(_hand_in_words(handed, undone), "ok")
    if form.errors:
        return _device_page(event, found, form)
    return redirect(url_for("checkin.device", event=event.slug, device_id=device_id), HTTPStatus.SEE_OTHER)


def _hand_in_words(handed: HandedIn, undone: int) -> str:
    words: str = _(
        "Taken in: %(admitted)s came in, %(already)s had come already, %(refused)s were refused, "
        "%(undone)s were undone, %(left_out)s belong to sessions that are gone.",
        admitted=handed.admitted,
        already=handed.already,
        refused=handed.refused,
        undone=undone,
        left_out=handed.left_out,
    )
    return words


@requires(Permission.CHECKIN_REGISTER_DEVICE)
def opening_qr(event: Event, device_id: int) -> ResponseReturnValue:
    """Draw the QR that opens a device."""
    address = opening_address(device_of(event, device_id))
    return Response(draw_qr(address, level="M", size=QR_MM).svg(), mimetype="image/svg+xml")


@requires(Permission.CHECKIN_REGISTER_DEVICE)
def revoke(event: Event, device_id: int) -> ResponseReturnValue:
    """Ask whether a device is to be ended, and end it."""
    found = device_of(event, device_id)
    if request.method != "POST":
        return render_template("checkin/revoke.html", device=found)
    with transaction():
        revoke_device(found, by=current_user)
    flash(_("The device was ended. It stops within ten seconds."), "ok")
    return redirect(url_for("checkin.devices", event=event.slug), HTTPStatus.SEE_OTHER)


@public
def open_gate(opening: str) -> ResponseReturnValue:
    """Let this device become what it was registered for: ask first, because the address works once."""
    if request.method != "POST":
        return render_template("checkin/open_gate.html", device=device_to_open(opening))
    with transaction():
        new = open_device(opening)
    slug = event_slug(new.device.event_id)
    page = url_for(PAGES[new.device.profile], event=slug)
    answer = make_response(redirect(page, HTTPStatus.SEE_OTHER))
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(COOKIE, new.token, COOKIE_SECONDS, secure=secure, httponly=True, samesite="Lax")
    return answer


def event_slug(event_id: int) -> str:
    """Return the short name of the event a device belongs to."""
    return db.session.get_one(Event, event_id).slug
