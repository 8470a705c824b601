"""A line of the log: one line, in UTC, without what lets anybody in."""

from __future__ import annotations

import logging

import pytest

from backcare.log import UTCFormatter


def line(message: str, *arguments: object, name: str = "django.request") -> str:
    record = logging.LogRecord(name, logging.ERROR, "", 0, message, arguments, None)
    if name.endswith("DisallowedHost"):
        record.exc_info = (ValueError, ValueError("of the host"), None)
    record.created = 0
    return UTCFormatter("{asctime} {name}: {message}", style="{").format(record)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/set-up/Zq_-9/", "/set-up/.../"),
        ("/diary/invitation/Zq_-9/", "/diary/invitation/.../"),
        (
            "/accounts/password/reset/key/1-abc-123/",
            "/accounts/password/reset/key/.../",
        ),
        ("/accounts/confirm-email/Mg:1x:Zq/", "/accounts/confirm-email/.../"),
        ("/guides/water/", "/guides/water/"),
    ],
)
def test_one_time_links_are_cut_short(path: str, shown: str) -> None:
    told = line("Not Found: %s", path)

    assert told == f"1970-01-01T00:00:00+00:00 django.request: Not Found: {shown}"


@pytest.mark.parametrize("asked", ["evil.test", "a b", "x" * 500, ""])
def test_another_name_is_one_short_line(asked: str) -> None:
    host = "django.security.DisallowedHost"
    told = line(f"Invalid HTTP_HOST header: {asked!r}. You may need more.", name=host)

    assert told.startswith(f"1970-01-01T00:00:00+00:00 {host}: Asked for under another")
    assert told.endswith(": see BACKCARE_URL")
    assert len(told) < 220
    assert asked[:40] in told
