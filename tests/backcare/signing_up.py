"""The first account of a server that runs, made by its set-up link as in a browser."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.backcare.conftest import SECONDS_TO_ANSWER, Running
from tests.bench.client import CSRF, FORM


def sign_up(server: Running) -> str:
    """Make the account; returns the key of its session."""
    link = re.search(r"(/set-up/\S+)", server.output)
    assert link, server.output
    typed = {"username": "robin"}
    typed |= dict.fromkeys(("password1", "password2"), "a few words in a row")
    line = HTTPConnection("127.0.0.1", server.port, timeout=SECONDS_TO_ANSWER)
    headers = {**FORM, "Cookie": f"csrftoken={CSRF}"}
    line.request("POST", link[1], urlencode(typed), headers)
    answer = line.getresponse()
    assert answer.status == 302, answer.read()
    cookies = SimpleCookie()
    for set_cookie in answer.headers.get_all("Set-Cookie", []):
        cookies.load(set_cookie)
    line.close()
    return cookies["sessionid"].value
