"""Forwarded headers are believed from trusted proxies alone."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest

from backcare.server.proxy import BehindProxy

TRUSTED = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1/128"))


def passed_on(environ: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """The environ that the application gets."""
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.update(environ)
        return []

    environ = {"wsgi.url_scheme": "http", "PATH_INFO": "/", "SCRIPT_NAME": ""} | environ
    BehindProxy(application, TRUSTED, prefix)(environ, None)
    return seen


@pytest.mark.parametrize(
    ("peer", "chain", "client"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("::1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"),
        ("203.0.113.1", "198.51.100.1", "203.0.113.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_whom_a_request_comes_from(peer: str, chain: str, client: str) -> None:
    seen = passed_on({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": chain})

    assert seen["REMOTE_ADDR"] == client
    assert "HTTP_X_FORWARDED_FOR" not in seen


@pytest.mark.parametrize(
    ("peer", "told", "scheme"),
    [
        ("10.0.0.1", "https", "https"),
        ("10.0.0.1", "HTTPS", "https"),
        ("10.0.0.1", "gopher", "http"),
        ("203.0.113.1", "https", "http"),
    ],
)
def test_how_a_request_came(peer: str, told: str, scheme: str) -> None:
    seen = passed_on({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_PROTO": told})

    assert seen["wsgi.url_scheme"] == scheme


@pytest.mark.parametrize(
    ("path", "inner"),
    [
        ("/diary/trends/", "/trends/"),
        ("/diary", "/"),
        ("/diary/", "/"),
        ("/trends/", "/trends/"),
        ("/diaryish/", "/diaryish/"),
    ],
)
def test_below_a_path(path: str, inner: str) -> None:
    seen = passed_on({"REMOTE_ADDR": "::1", "PATH_INFO": path}, prefix="/diary")

    assert (seen["SCRIPT_NAME"], seen["PATH_INFO"]) == ("/diary", inner)
