"""The accounts of the demonstration: one for each role, and whether a data directory holds them."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select

from app.access import Role
from app.accounts.models import User
from app.accounts.open_account import open_account
from app.accounts.passwords import new_password, password_fits
from app.accounts.roles import RoleWish, give_role
from app.accounts.set_password import set_password
from app.accounts.words import ROLE_WORDS
from app.db import db
from app.demo.loader import DEMONSTRATION, MAIL_DOMAIN
from app.events.models import Event
from app.offices.queries import find_office

# It is printed in the manual and on every start, therefore such an installation stays on 127.0.0.1.
WELL_KNOWN_PASSWORD = "rapat-di-bali-2024"  # noqa: S105 - known to everybody, on purpose
FRESH_PASSWORD_BYTES = 12


@dataclass(frozen=True)
class StaffMember:
    """Somebody invented who plays a part; `office` is a code, for the roles of an office."""

    role: Role
    mailbox: str
    name: str
    office: str | None = None

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.mailbox}@{MAIL_DOMAIN}"


@dataclass(frozen=True)
class WayIn:
    """How to sign in for one role; `password` is None when somebody has changed it."""

    role: str
    name: str
    email: str
    password: str | None


STAFF = (
    StaffMember(Role.ADMINISTRATOR, "admin", "Wirawan Tejakusumo"),
    StaffMember(Role.COMMITTEE, "panitia", "Anindhita Kusumaningjati"),
    StaffMember(Role.REGISTRATION_DESK, "meja", "Dewi Lokasari"),
    StaffMember(Role.GATE, "pintu", "Dhea Nirwasita"),
    StaffMember(Role.SUPERVISOR, "pengawas", "Bagas Purwalelana"),
    StaffMember(Role.SECRETARY, "sekretaris", "R. Hastungkara Prawiradirja"),
    StaffMember(Role.SPEAKER, "narasumber", "Cokorda Rai Sukmanegara"),
    StaffMember(Role.STAGE_OPERATOR, "panggung", "Yosef Pandulangit"),
    StaffMember(Role.VERIFIER, "verifikator", "Larasati Widyaningrum", "mig"),
    StaffMember(Role.OFFICE_HEAD, "kepala.kaltim", "Awang Sanjaya Mulawarta", "kaltim"),
    StaffMember(Role.OFFICE_OPERATOR, "operator.kaltim", "Norhidayah Kutaisari", "kaltim"),
    StaffMember(Role.LEADERSHIP, "pimpinan", "Sasmitaningrat Wiryawan"),
)


def load_accounts(event: Event) -> None:
    """Open one account for each role, all with the well-known password."""
    password = new_password(WELL_KNOWN_PASSWORD, email="", name="")
    for member in STAFF:
        user = open_account(email=member.email, name=member.name, by=DEMONSTRATION, password=password)
        office = find_office(member.office) if member.office else None
        wish = RoleWish(role=member.role, event_id=event.id, office_id=office.id if office else None)
        give_role(user, wish, by=DEMONSTRATION)


def holds_demonstration() -> bool:
    """Say whether the accounts of the demonstration are here, with whatever passwords."""
    return bool(_accounts())


def ways_in() -> list[WayIn]:
    """List how to sign in for each role; empty when there is no demonstration."""
    users = {user.email: user for user in _accounts()}
    well_known = {
        hashed: password_fits(hashed, WELL_KNOWN_PASSWORD)
        for hashed in {u.password_hash for u in users.values()}
    }
    return [
        _way_in(member, WELL_KNOWN_PASSWORD if well_known[users[member.email].password_hash] else None)
        for member in STAFF
        if member.email in users
    ]


def give_fresh_passwords() -> list[WayIn]:
    """Give every account of the demonstration the same new random password, and return it once."""
    text = secrets.token_urlsafe(FRESH_PASSWORD_BYTES)
    password = new_password(text, email="", name="")
    users = {user.email: user for user in _accounts()}
    for user in users.values():
        set_password(user, password=password, by=DEMONSTRATION)
    return [_way_in(member, text) for member in STAFF if member.email in users]


def _way_in(member: StaffMember, password: str | None) -> WayIn:
    return WayIn(role=ROLE_WORDS[member.role], name=member.name, email=member.email, password=password)


def _accounts() -> list[User]:
    addresses = [member.email for member in STAFF]
    return list(db.session.scalars(select(User).where(User.email.in_(addresses), User.closed_at.is_(None))))
