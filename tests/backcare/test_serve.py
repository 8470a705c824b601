"""The real command: starting, what it prints, what it leaves on disk, stopping."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import stat
import threading
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path

from tests.backcare.conftest import SECONDS_TO_ANSWER, Running, Start, backcare
from tests.backcare.test_private import open_to_others
from tests.bench.client import CSRF, FORM

SET_UP = re.compile(r"^http://\S+/set-up/[\w-]{43}/$", re.MULTILINE)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def fetch(address: str, host: str = "") -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def connect(server: Running) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(
        "127.0.0.1", server.port, timeout=SECONDS_TO_ANSWER
    )


def test_the_first_start_makes_everything(start: Start, tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    server = start(BACKCARE_DATA=str(data))

    link = SET_UP.search(server.output)
    assert link, server.output
    assert server.output.startswith("Getting ready: making the diary. ")
    assert f"running at http://localhost:{server.port}/\n" in server.output
    assert link.group().startswith(f"http://localhost:{server.port}/")
    assert fetch(link.group())[0] == 200
    assert fetch(link.group())[0] == 200, "opening it must not use it up"
    status, page = fetch(f"{server.address}/accounts/login/")
    assert status == 200
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert style
    assert fetch(server.address + style.group(1))[0] == 200

    assert mode(data) == 0o700
    for name in ("secret_key", "backcare.sqlite3", "lock"):
        assert mode(data / name) == 0o600
    assert open_to_others(data) == []
    assert not (data / "backups").exists()
    assert backcare("health", BACKCARE_PORT=str(server.port)).stdout == "ok\n"
    assert server.stop() == 0


def test_the_log_holds_no_link_that_still_works(start: Start, data: Path) -> None:
    server = start(BACKCARE_DATA=str(data))
    link = SET_UP.search(server.output)
    assert link
    path = link.group().partition(str(server.port))[2]
    with contextlib.closing(connect(server)) as line:
        line.request("POST", path, "username=", {**FORM, "Cookie": f"csrftoken={CSRF}"})
        assert line.getresponse().status == 422
    assert fetch(f"{server.address}/invitation/{'a' * 43}/")[0] == 404

    # Python 3.13 has other words for this status.
    refused = HTTPStatus.UNPROCESSABLE_ENTITY.phrase
    assert f"{refused}: /set-up/.../\n" in server.output
    assert "Not Found: /invitation/.../\n" in server.output
    assert server.output.count(path) == 1, "where it was printed"


def test_each_start_without_an_account_prints_a_link_that_replaces_the_last(
    start: Start, data: Path
) -> None:
    first = start(BACKCARE_DATA=str(data))
    old = SET_UP.search(first.output)
    assert first.stop() == 0
    second = start(BACKCARE_DATA=str(data), port=first.port)
    new = SET_UP.search(second.output)

    assert old
    assert new
    assert "Getting ready" not in second.output
    assert fetch(old.group())[0] == 404
    assert fetch(new.group())[0] == 200


def test_a_request_under_way_is_answered_after_sigterm(
    start: Start, data: Path
) -> None:
    server = start(BACKCARE_DATA=str(data))
    body = f"csrfmiddlewaretoken={CSRF}&login=x".encode()
    slow = connect(server)
    slow.putrequest("POST", "/accounts/login/")
    slow.putheader("Content-Type", FORM["Content-Type"])
    slow.putheader("Content-Length", str(len(body)))
    # With this cookie the whole body has to be read for its token: while some of it
    # is missing, the request cannot have been answered.
    slow.putheader("Cookie", f"csrftoken={CSRF}")
    slow.putheader("Expect", "100-continue")
    slow.endheaders()
    # The server says so as soon as somebody reads the body.
    assert slow.sock.recv(12, socket.MSG_PEEK) == b"HTTP/1.1 100"
    slow.send(body[:-1])
    codes: list[int] = []
    stopping = threading.Thread(target=lambda: codes.append(server.stop()))
    stopping.start()
    time.sleep(0.5)
    slow.send(body[-1:])
    with contextlib.closing(slow):
        answer = slow.getresponse()
    stopping.join()

    assert answer.status == 200
    assert codes == [0]


def test_for_other_devices_it_says_what_to_type(start: Start, data: Path) -> None:
    server = start(
        BACKCARE_DATA=str(data),
        BACKCARE_BIND="0.0.0.0",
        BACKCARE_URL="http://shelf.test:8000",
    )

    assert "running at http://shelf.test:8000/\n" in server.output
    assert server.output.count("not encrypted") == 1
    login = f"{server.address}/accounts/login/"
    assert fetch(login, "shelf.test:8000")[0] == 200
    status, page = fetch(login, "other.test:8000")
    assert status == 400
    assert "does not answer under this name" in page
    assert "BACKCARE_URL" in page
    told = "Asked for under another name, 'other.test:8000': see BACKCARE_URL\n"
    assert told in server.output
    assert "Traceback" not in server.output


def test_below_a_path_behind_https(start: Start, data: Path) -> None:
    server = start(BACKCARE_DATA=str(data), BACKCARE_URL="https://me.example.org/diary")

    assert "https://me.example.org/diary/set-up/" in server.output
    forwarded = {"Host": "me.example.org", "X-Forwarded-Proto": "https"}
    for path in ("/diary/accounts/login/", "/accounts/login/"):
        request = urllib.request.Request(server.address + path, headers=forwarded)
        with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:
            cookie = answer.headers["Set-Cookie"]
            page = answer.read().decode()
        assert re.match(r"\s*__Host-csrftoken=.*; Path=/; .*Secure", cookie)
        assert 'action="/diary/accounts/login/"' in page
        assert 'href="/diary/static/' in page
    style = re.search(r'href="/diary(/static/[^"]+\.css)"', page)
    assert style
    for prefix in ("", "/diary"):
        request = urllib.request.Request(
            server.address + prefix + style.group(1), headers=forwarded
        )
        with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:
            assert answer.status == 200


def test_too_much_is_answered_in_words_by_the_server(start: Start, data: Path) -> None:
    server = start(BACKCARE_DATA=str(data))
    for size in (3_000_000, 40_000_000):
        with contextlib.closing(connect(server)) as line:
            line.request("POST", "/search/", body=b"x" * size)
            answer = line.getresponse()
            assert answer.status == 413
            assert b"too much at once" in answer.read()


def test_the_demo_has_a_folder_of_its_own(start: Start, tmp_path: Path) -> None:
    data = tmp_path / "data"
    server = start("demo", BACKCARE_DATA=str(data), BACKCARE_BIND="0.0.0.0")

    assert "Sign in as robin or kim, password demo-back-care" in server.output
    assert "set-up" not in server.output
    assert "not encrypted" not in server.output
    assert (
        "every entry here is invented" in fetch(f"{server.address}/accounts/login/")[1]
    )
    assert not data.exists()
    assert (tmp_path / "data-demo" / "backcare.sqlite3").exists()
    assert server.stop() == 0


def test_commands_beside_a_running_server(start: Start, data: Path) -> None:
    server = start(BACKCARE_DATA=str(data))
    environ = {"BACKCARE_DATA": str(data), "BACKCARE_PORT": str(server.port)}

    link = backcare("setup-link", **environ).stdout
    assert SET_UP.fullmatch(link.strip())
    assert fetch(link.strip())[0] == 200
    assert backcare("user", "list", **environ).stdout.startswith("No account")
    nobody = backcare("user", "password", "nobody", **environ)
    assert nobody.returncode == 2
    assert (
        nobody.stderr == "backcare: Nobody is called nobody. See: backcare user list\n"
    )
    sound = backcare("check", **environ)
    assert (sound.returncode, sound.stdout) == (0, "All is well.\n")
    assert backcare("guides", **environ).returncode == 0
