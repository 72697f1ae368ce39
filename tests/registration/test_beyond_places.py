"""Places of a role hold for the form of one person too; a sheet says beforehand how many it goes beyond."""

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Participant, ParticipantRole
from app.registration.models import Quota
from app.registration.set_quota import QuotaDetails, set_quota
from tests.cast import ANDI, Cast, sign_in
from tests.participants.sheets import person, press_register
from tests.participants.test_register_roster import register as register_sheet
from tests.registration.test_waiting_list import quota_for, register


@pytest.fixture
def quota(cast: Cast) -> Quota:
    """One place for the press, taken, and one who waits for it."""
    quota = quota_for(cast, 1)
    register(quota, 0)
    register(quota, 1)
    return quota


@pytest.fixture
def committee(client: FlaskClient, cast: Cast, quota: Quota) -> FlaskClient:
    return sign_in(client, cast.user(Role.COMMITTEE))


def press() -> int:
    media = select(Participant.id).where(Participant.role == ParticipantRole.MEDIA)
    return len(db.session.scalars(media).all())


def typed(cast: Cast, **changes: object) -> dict[str, object]:
    person = {"name": "Ida Ayu Sukma", "office": cast.office("kaltim").id, "manner": "holder"}
    return {**person, "role": "media", **changes}


def exceeded() -> list[dict[str, object]]:
    told = select(AuditEntry).where(AuditEntry.action == "participants.exceed_places")
    return [entry.details for entry in db.session.scalars(told)]


def test_nobody_is_added_beyond_the_places_unless_that_is_meant(committee: FlaskClient, cast: Cast) -> None:
    address = f"/events/{cast.event.slug}/participants/new"
    refused = committee.post(address, data=typed(cast))
    assert (refused.status_code, press()) == (422, 1)
    assert 'name="over_quota"' in refused.text
    assert committee.post(address, data=typed(cast, role="guest", name="Putu Tamu")).status_code == 303
    assert exceeded() == []
    assert committee.post(address, data=typed(cast, over_quota="y")).status_code == 303
    assert (press(), exceeded()) == (2, [{"role": "media", "people": 1}])


def test_nobody_changes_into_a_role_that_is_full(committee: FlaskClient, cast: Cast) -> None:
    guest = cast.participant(ANDI, role=ParticipantRole.GUEST)
    address = f"/events/{cast.event.slug}/participants/{guest.id}/edit"
    assert committee.post(address, data=typed(cast, name=guest.name)).status_code == 422
    assert press() == 1
    data = typed(cast, name=guest.name, over_quota="y")
    assert committee.post(address, data=data).status_code == 303
    assert (press(), exceeded()) == (2, [{"role": "media", "people": 1}])
    data = typed(cast, name=guest.name, rank="Penata")
    assert committee.post(address, data=data).status_code == 303  # who has the role already keeps it


def test_a_sheet_says_how_many_it_takes_beyond_the_places(committee: FlaskClient, cast: Cast) -> None:
    sheet = "Nama,Unit Kerja,Peran\n" + "".join(f"Orang {one},Harian Uji,Media\n" for one in ("Satu", "Dua"))
    file = (io.BytesIO(sheet.encode()), "daftar.csv")
    there = committee.post(f"/events/{cast.event.slug}/rosters", data={"file": file}).location
    assert "2 orang melebihi jumlah tempat" in committee.get(there).text
    assert exceeded() == []
    assert press_register(committee, there).status_code == 303
    assert (press(), exceeded()) == (3, [{"role": "media", "people": 2}])


def test_a_sheet_taken_back_says_how_many_roles_it_takes_beyond_their_places(
    committee: FlaskClient, cast: Cast
) -> None:
    with transaction():
        set_quota(cast.event, ParticipantRole.MEDIA, QuotaDetails(places=3), by=COMMAND_LINE)
    cast.office("bali")
    register_sheet(cast.event, person("Wartawan Kertas", unit="Kanwil Bali", role="Media"))
    moved = register_sheet(cast.event, person("Wartawan Kertas", unit="Kanwil Bali", role="Tamu"))
    address = f"/events/{cast.event.slug}/rosters/{moved.roster_id}/undoing"
    assert "melebihi jumlah tempat" not in committee.get(address).text  # the place is free as yet
    register(quota_now(), 3)
    assert "1 orang melebihi jumlah tempat: Media." in committee.get(address).text
    assert exceeded() == []
    assert committee.post(address).status_code == 303
    assert (press(), exceeded()) == (4, [{"role": "media", "people": 1}])


def quota_now() -> Quota:
    return db.session.scalars(select(Quota)).one()
