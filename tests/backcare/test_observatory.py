"""The score that the HTTP Observatory gives the site behind HTTPS.

The formula was read in the scanner's source: 100, less what is missing; what is
better than asked counts only from 90 on.
"""

from __future__ import annotations

import http.client
import re
from email.message import Message
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.backcare.conftest import SECONDS_TO_ANSWER, Running, Start

HOST = "backcare.example.org"
FORM = "application/x-www-form-urlencoded"


def ask(
    server: Running, path: str, scheme: str, body: str = "", cookie: str = ""
) -> tuple[int, Message, str]:
    """What a browser gets through a proxy that ends TLS."""
    line = http.client.HTTPConnection(
        "127.0.0.1", server.port, timeout=SECONDS_TO_ANSWER
    )
    head = {"Host": HOST, "X-Forwarded-Proto": scheme, "Cookie": cookie}
    head |= {"Content-Type": FORM, "Referer": f"https://{HOST}/"} if body else {}
    line.request("POST" if body else "GET", path, body or None, head)
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer.status, answer.headers, text


def lost(plain: tuple[int, Message], head: Message, jar: list[Morsel[str]]) -> int:
    policy = head.get("Content-Security-Policy", "")
    script = re.search(r"script-src ([^;]*)", policy)
    sessions = [c for c in jar if "sess" in c.key]
    status, where = plain[0], plain[1].get("Location", "")
    return sum(
        points
        for points, bad in (
            (25, not policy),
            (20, script is None or "unsafe-inline" in script[1]),
            (
                20,
                int(head.get("Strict-Transport-Security", "max-age=0")[8:]) < 15552000,
            ),
            (20, status != 301 or not where.startswith(f"https://{HOST}/")),
            (40, not sessions or not all(c["secure"] for c in jar)),
            (30, not all(c["httponly"] for c in sessions)),
            (20, "X-Frame-Options" not in head and "frame-ancestors" not in policy),
            (5, head.get("X-Content-Type-Options") != "nosniff"),
            (5, not head.get("Referrer-Policy")),
        )
        if bad
    )


def gained(head: Message, jar: list[Morsel[str]]) -> int:
    policy = head.get("Content-Security-Policy", "")
    strict = "default-src 'none'" in policy and "unsafe" not in policy
    private = ("no-referrer", "same-origin", "strict-origin")
    return sum(
        points
        for points, good in (
            (10, strict),
            (5, all(c["secure"] and c["samesite"] for c in jar)),
            (5, head.get("Referrer-Policy") in private),
            (5, "frame-ancestors 'none'" in policy),
            (10, head.get("Cross-Origin-Resource-Policy") == "same-origin"),
            (10, head.get("Cross-Origin-Opener-Policy") == "same-origin"),
            (10, head.get("Cross-Origin-Embedder-Policy") == "require-corp"),
        )
        if good
    )


def test_the_score_is_155(start: Start, data: Path) -> None:
    server = start(
        BACKCARE_DATA=str(data),
        BACKCARE_URL=f"https://{HOST}",
        BACKCARE_TRUSTED_PROXIES="127.0.0.1",
        BACKCARE_HSTS="yes",
    )
    link = re.search(r"(/set-up/\S+)", server.output)
    assert link
    plain = ask(server, "/accounts/login/", "http")
    _status, head, page = ask(server, link[1], "https")
    jar = SimpleCookie(head["Set-Cookie"])
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    typed = {"csrfmiddlewaretoken": token[1], "username": "robin"}
    typed |= dict.fromkeys(("password1", "password2"), "a few words in a row")
    cookie = "; ".join(f"{c.key}={c.value}" for c in jar.values())
    status, signed_in, _page = ask(server, link[1], "https", urlencode(typed), cookie)
    assert status == 302
    for line in signed_in.get_all("Set-Cookie", []):
        jar.load(line)
    assert {c.key for c in jar.values()} >= {"__Host-sessionid", "__Host-csrftoken"}

    losses = lost(plain[:2], head, list(jar.values()))
    bonus = gained(head, list(jar.values())) if losses <= 10 else 0
    assert 100 - losses + bonus == 155
