"""One-time links: made, opened, used up, too old, tampered with."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from backcare.accounts import links
from backcare.accounts.models import JoinLink, User

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SET_UP = JoinLink.Purpose.SET_UP
INVITATION = JoinLink.Purpose.INVITATION

pytestmark = pytest.mark.django_db


def token_in(path: str | None) -> str:
    assert path is not None
    return path.rstrip("/").rsplit("/", 1)[1]


def make_user() -> User:
    return User.objects.create_user("first", password="a pass phrase")


def test_token_has_256_bits_and_only_its_hash_is_kept() -> None:
    token = token_in(links.set_up_path(NOW))
    assert len(token) == 43  # 32 bytes in base64 without padding
    link = JoinLink.objects.get()
    assert link.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(vars(link))


def test_each_start_replaces_the_link_before() -> None:
    first = token_in(links.set_up_path(NOW))
    second = token_in(links.set_up_path(NOW))
    with pytest.raises(links.LinkGone):
        links.open_link(first, SET_UP, NOW)
    assert links.open_link(second, SET_UP, NOW).purpose == SET_UP


def test_no_set_up_link_once_an_account_exists() -> None:
    before = token_in(links.set_up_path(NOW))
    make_user()
    assert links.set_up_path(NOW) is None
    with pytest.raises(links.LinkGone):
        links.open_link(before, SET_UP, NOW)


def test_set_up_link_does_not_open_after_another_first_account() -> None:
    token = token_in(links.set_up_path(NOW))
    make_user()
    with pytest.raises(links.LinkGone):
        links.open_link(token, SET_UP, NOW)
    with pytest.raises(links.LinkGone):
        links.finish(token, SET_UP, NOW, make_user)
    assert User.objects.count() == 1


def test_opening_does_not_use_it_up_and_finishing_does() -> None:
    token = token_in(links.set_up_path(NOW))
    for _ in range(3):
        links.open_link(token, SET_UP, NOW)
    user = links.finish(token, SET_UP, NOW, make_user)
    assert user.is_staff
    with pytest.raises(links.LinkGone):
        links.open_link(token, SET_UP, NOW)


def test_a_link_lives_24_hours() -> None:
    token = token_in(links.invite(None, NOW))
    almost = NOW + timedelta(hours=24) - timedelta(seconds=1)
    links.open_link(token, INVITATION, almost)
    with pytest.raises(links.LinkGone):
        links.open_link(token, INVITATION, NOW + timedelta(hours=24))


def test_tampered_or_swapped_links_do_not_open() -> None:
    token = token_in(links.invite(None, NOW))
    changed = ("A" if token[0] != "A" else "B") + token[1:]
    for wrong, purpose in [
        (changed, INVITATION),
        (token[:-1], INVITATION),
        ("", INVITATION),
        (token, SET_UP),
    ]:
        with pytest.raises(links.LinkGone):
            links.open_link(wrong, purpose, NOW)


def test_an_account_that_cannot_be_made_leaves_the_link_usable() -> None:
    token = token_in(links.invite(None, NOW))

    def fail() -> User:
        raise ValueError("taken")

    with pytest.raises(ValueError, match="taken"):
        links.finish(token, INVITATION, NOW, fail)
    links.open_link(token, INVITATION, NOW)


def test_invited_people_are_not_operators() -> None:
    make_user()
    token = token_in(links.invite(None, NOW, "ada"))
    user = links.finish(
        token, INVITATION, NOW, lambda: User.objects.create_user("ada", password="x")
    )
    assert not user.is_staff
    with pytest.raises(links.LinkGone):
        links.finish(token, INVITATION, NOW, make_user)


def test_withdrawn_invitation_is_gone() -> None:
    token = token_in(links.invite(None, NOW))
    link = links.open_link(token, INVITATION, NOW)
    assert links.withdraw(link.pk, NOW)
    assert not links.withdraw(link.pk, NOW)
    with pytest.raises(links.LinkGone):
        links.open_link(token, INVITATION, NOW)


def test_expired_links_are_cleared_away() -> None:
    links.invite(None, NOW)
    links.invite(None, NOW + timedelta(days=2))
    assert JoinLink.objects.count() == 1
