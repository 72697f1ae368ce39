"""The gate's commands: register devices, list them, revoke them."""

import click
from flask import Flask
from flask.cli import AppGroup

from app.audit.record import COMMAND_LINE
from app.checkin.devices import add_open_device, device_of, devices_of, revoke_device
from app.checkin.hours import hours_of_event
from app.checkin.models import Device, DeviceProfile
from app.command_line import Area, event_option, json_option, print_json
from app.db import transaction
from app.events.clock import event_now
from app.events.models import Event
from app.events.queries import event_by_slug

# A gate speaks to the API; the pages of the others know their device by a cookie.
HOW_SENT = {True: "Authorization: Bearer TOKEN", False: "Cookie: gate=TOKEN"}

checkin: AppGroup = Area("checkin", help="Gates and their devices.")


def register(app: Flask) -> None:
    """Add the commands of this room."""
    app.cli.add_command(checkin)


@checkin.command("device")
@event_option
@click.option("--gate", required=True, metavar="NAME", help="The gate; it is made when it is new.")
@click.option(
    "--profile",
    type=click.Choice([one.value for one in DeviceProfile]),
    default=DeviceProfile.GATE.value,
    show_default=True,
    help="What the device is for.",
)
@json_option
def add_device(slug: str, gate: str, profile: str, *, as_json: bool) -> None:
    """Register a device for a gate and print its token, this one time."""
    with transaction():
        event = event_by_slug(slug)
        new = add_open_device(event, gate=gate, by=COMMAND_LINE, profile=DeviceProfile(profile))
    if as_json:
        now, sessions = event_now(event).isoformat(), sessions_json(event)
        print_json({"token": new.token, "gate": new.device.name, "now": now, "sessions": sessions})
        return
    click.echo(f"{new.device.name}: {new.token}")
    click.echo(
        f"The token is not shown again. Send it as: {HOW_SENT[new.device.profile is DeviceProfile.GATE]}"
    )


@checkin.command("devices")
@event_option
@json_option
def list_devices(slug: str, *, as_json: bool) -> None:
    """List the devices of an event."""
    devices = devices_of(event_by_slug(slug))
    if as_json:
        print_json([_device_json(device) for device in devices])
        return
    for device in devices:
        state = "revoked" if device.revoked_at else "open" if device.is_open else "not opened"
        place = f"{device.id:>5}  {device.name:<30} {device.profile.value:<6}"
        click.echo(f"{place} {state:<12} {device.last_seen_at or ''}")


@checkin.command("revoke")
@event_option
@click.option("--device", "device_id", type=int, required=True, help="The number that `devices` shows.")
@json_option
def revoke(slug: str, device_id: int, *, as_json: bool) -> None:
    """End a device: its token works no longer."""
    with transaction():
        device = device_of(event_by_slug(slug), device_id)
        revoke_device(device, by=COMMAND_LINE)
    if as_json:
        print_json(_device_json(device))
    else:
        click.echo(f"{device.name}: revoked")


def sessions_json(event: Event) -> list[dict[str, object]]:
    """List the sessions that people are checked in for, and which are open now."""
    now = event_now(event)
    return [
        {"id": number, "title": hours.title, "open": hours.lets_in(now)}
        for number, hours in hours_of_event(event).items()
    ]


def _device_json(device: Device) -> dict[str, object]:
    return {
        "id": device.id,
        "gate": device.name,
        "profile": device.profile.value,
        "opened": device.token_sha256 is not None,
        "last_seen_at": device.last_seen_at,
        "revoked_at": device.revoked_at,
    }
