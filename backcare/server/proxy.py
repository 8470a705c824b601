"""Behind a reverse proxy: whom a request comes from, and the path it is under."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

from backcare.env import Networks

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
)


class BehindProxy:
    """Puts ``X-Forwarded-For`` and ``-Proto`` of trusted proxies in their places.

    From anybody else they are dropped. The host stays what the proxy sends as
    ``Host``; it is checked against the allowed names. A path below which the site
    lives may reach us with or without that path in front.
    """

    def __init__(
        self, application: Application, trusted: Networks, prefix: str
    ) -> None:
        self.application = application
        self.trusted = trusted
        self.prefix = prefix

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        told = {name: environ.pop(name, "") for name in FORWARDED}
        if self._trusts(environ.get("REMOTE_ADDR", "")):
            client = self._client(told["HTTP_X_FORWARDED_FOR"])
            if client:
                environ["REMOTE_ADDR"] = client
            scheme = told["HTTP_X_FORWARDED_PROTO"].strip().lower()
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
        if self.prefix:
            path = environ.get("PATH_INFO", "")
            if path == self.prefix or path.startswith(f"{self.prefix}/"):
                environ["PATH_INFO"] = path.removeprefix(self.prefix) or "/"
            environ["SCRIPT_NAME"] = self.prefix
        return self.application(environ, start)

    def _client(self, chain: str) -> str | None:
        """The last address of the chain that is no trusted proxy."""
        for hop in reversed(chain.split(",")):
            address = hop.strip().strip("[]")
            if not _readable(address):
                return None
            if not self._trusts(address):
                return address
        return None

    def _trusts(self, address: str) -> bool:
        if not _readable(address):
            return False
        return any(ipaddress.ip_address(address) in net for net in self.trusted)


def _readable(address: str) -> bool:
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return True
