"""Links that carry a secret."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.accounts.links import (
    LinkOver,
    LinkRefused,
    link_address,
    make_link,
    open_link,
    open_links_of,
    revoke_links,
    token_of,
    use_link,
)
from app.accounts.models import LinkKind
from app.audit.record import COMMAND_LINE
from app.db import db, transaction


@pytest.fixture
def link(app, clock):
    with transaction():
        return make_link(
            LinkKind.PASSWORD, subject="user:7", by=COMMAND_LINE, expires_at=clock.now() + timedelta(days=1)
        )


def test_a_link_opens_what_it_was_made_for_and_can_be_shown_again(link):
    token = token_of(link)
    assert link_address(link) == f"https://rakornis.example/links/password/{token}"
    assert open_link(LinkKind.PASSWORD, token).id == link.id
    assert open_link(LinkKind.PASSWORD, f" {token.lower()} ").id == link.id
    assert len(token) == 26


def test_the_secret_stands_nowhere_in_the_database(link):
    row = db.session.execute(text("SELECT * FROM link")).one()
    assert token_of(link) not in str(row)


def test_a_token_of_another_kind_opens_nothing(link):
    with pytest.raises(LinkRefused):
        open_link(LinkKind.PERSONAL, token_of(link))


@pytest.mark.parametrize("token", ["", "A", "A" * 26, "ä" * 26, "' OR 1=1"])
def test_a_guessed_token_opens_nothing(link, token):
    with pytest.raises(LinkRefused):
        open_link(LinkKind.PASSWORD, token)


def test_a_link_that_has_expired_says_so(link, clock):
    clock.pass_time(days=1)
    with pytest.raises(LinkOver, match="expired"):
        open_link(LinkKind.PASSWORD, token_of(link))


def test_a_one_time_link_is_used_once(link):
    with transaction():
        use_link(link)
    with pytest.raises(LinkOver, match="used already"), transaction():
        use_link(link)
    db.session.expire_all()
    with pytest.raises(LinkOver, match="used already"):
        open_link(LinkKind.PASSWORD, token_of(link))


def test_a_revoked_link_opens_nothing(link):
    with transaction():
        assert revoke_links(LinkKind.PASSWORD, subject="user:7", by=COMMAND_LINE) == 1
    db.session.expire_all()
    with pytest.raises(LinkOver, match="replaced"):
        open_link(LinkKind.PASSWORD, token_of(link))
    assert open_links_of("user:7") == []


def test_two_links_never_share_a_token(app):
    with transaction():
        tokens = {
            token_of(make_link(LinkKind.PERSONAL, subject="participant:1", by=COMMAND_LINE)) for _ in range(5)
        }
    assert len(tokens) == 5
