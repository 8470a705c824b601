"""Somebody signed in, on one kept-alive connection. Standard library only."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from time import perf_counter
from urllib.parse import urlencode
from uuid import uuid4

CSRF = "b" * 32
FORM = {"X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
SAVED = re.compile(r"[?&]done=(saved|corrected)&")


class Failed(Exception):
    """An answer that is not the one asked for."""


@dataclass(frozen=True)
class Answer:
    """What came back, and the seconds from asking to the last byte."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The body, unpacked."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Visitor:
    """One connection to the server at a port of this machine."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "Accept-Encoding": "gzip, deflate, br",
        }

    def get(self, path: str) -> Answer:
        """Ask for a page; raises ``Failed`` unless it is 200."""
        return self._ask("GET", path, None, self.headers)

    def post(self, path: str, *, htmx: bool = True, **fields: object) -> Answer:
        """Send a form as htmx does; raises ``Failed`` unless it is 200."""
        headers = {**self.headers, **FORM}
        if htmx:
            headers["HX-Request"] = "true"
        return self._ask("POST", path, urlencode(fields).encode(), headers)

    def form(self, path: str, **fields: object) -> Answer:
        """Send a plain form; raises ``Failed`` unless it is saved and turns to a page.

        The page is not asked for.
        """
        headers = {**self.headers, **FORM}
        answer = self._sent("POST", path, urlencode(fields).encode(), headers)
        where = answer.headers.get("location", "")
        if answer.status != 302 or not SAVED.search(where):
            raise Failed(f"POST {path}: {answer.status} {where}".strip())
        return answer

    def close(self) -> None:
        """Let the connection go."""
        self.connection.close()

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        answer = self._sent(method, path, body, headers)
        found = answer.headers
        if answer.status != 200 or "hx-redirect" in found:
            where = found.get("hx-redirect") or found.get("location") or ""
            raise Failed(f"{method} {path}: {answer.status} {where}".strip())
        return answer

    def _sent(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        start = perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except (HTTPException, OSError) as error:
            self.connection.close()
            raise Failed(f"{method} {path}: {error!r}") from None
        seconds = perf_counter() - start
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, content, seconds)


def floor_insert(visitor: Visitor) -> float:
    """One durable insert; the seconds it took."""
    return visitor.post("/bench/insert/", client_id=uuid4(), score=4).seconds


def pain_tap(visitor: Visitor, today: str) -> float:
    """A tap on today's scale, taken back outside the measured time; seconds."""
    answer = visitor.post(
        "/entries/pain/", client_id=uuid4(), page_day=today, live="yes", score=4
    )
    undo = re.search(r'action="(/entries/\d+/undo/)"', answer.text)
    if undo is None:
        raise Failed("the card after a tap has no Undo")
    try:
        visitor.post(undo[1])
    except Failed as failed:
        # Another visitor's tap has replaced it meanwhile: there is nothing to undo.
        if ": 409" not in str(failed):
            raise
    return answer.seconds
