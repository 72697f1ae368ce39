"""Accounts that can sign in with a password."""

import pytest
from argon2 import PasswordHasher

from app.access import Role
from app.accounts import passwords
from app.accounts.passwords import new_password
from app.db import transaction

PASSWORD = "kopi hangat di teras"


def give_password(user, text=PASSWORD):
    """Let an account of the cast sign in with a password."""
    password = new_password(text, email=user.email, name=user.name)
    with transaction():
        user.password_hash = password.hash
    return user


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Hash with the smallest cost: a test proves what is compared, not how slowly."""
    quick = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    monkeypatch.setattr(passwords, "_NOBODY", quick.hash("nobody"))


@pytest.fixture
def sri(cast):
    """A secretary who can sign in."""
    return give_password(cast.user(Role.SECRETARY))


@pytest.fixture
def wayan(cast):
    """An administrator who can sign in."""
    return give_password(cast.user(Role.ADMINISTRATOR))
