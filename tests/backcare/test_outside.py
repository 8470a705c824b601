"""A running server and the outside: it calls nobody, and idle callers block nobody."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backcare.conftest import (
    SECONDS_TO_ANSWER,
    Environ,
    Running,
    clean_environ,
    free_port,
)
from tests.backcare.signing_up import sign_up
from tests.bench.client import Visitor

ROOT = Path(__file__).resolve().parents[2]
HALF_OPEN = 64
GUARD = """
import socket, sys

def guard(name, place):
    plain = getattr(place, name)
    def guarded(*arguments, **options):
        called = arguments[-1] if name == "connect" else arguments[0]
        host = called[0] if isinstance(called, tuple) else called
        if host not in (None, "", "127.0.0.1", "::1", "localhost"):
            print("outbound:", name, host, file=sys.stderr, flush=True)
            raise OSError("no outbound connection")
        return plain(*arguments, **options)
    setattr(place, name, guarded)

guard("connect", socket.socket)
guard("getaddrinfo", socket)
"""
"""Loaded by every Python process that has its folder on the path, before all else."""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Environ:
    """An environment in which Python tells of each connection to another machine."""
    folder = tmp_path_factory.mktemp("guard")
    (folder / "sitecustomize.py").write_text(GUARD)
    return {"PYTHONPATH": f"{folder}:{ROOT}"}


@pytest.fixture(scope="module")
def server(
    prepared: Path, guarded: Environ, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    place = tmp_path_factory.mktemp("outside")
    shutil.copytree(prepared, place / "data")
    environ = guarded | {"BACKCARE_DATA": str(place / "data")}
    program = [sys.executable, "-m", "backcare"]
    running = Running(program, free_port(), place / "log", environ)
    try:
        yield running.wait()
    finally:
        running.kill()


def test_the_guard_tells_of_a_connection(guarded: Environ) -> None:
    for call in ("create_connection(('192.0.2.1', 9))", "getaddrinfo('a.test', 80)"):
        done = subprocess.run(
            [sys.executable, "-c", f"import socket; socket.{call}"],
            env=clean_environ() | guarded,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1
        assert "outbound: " in done.stderr


def test_with_default_settings_nobody_is_called(server: Running) -> None:
    visitor = Visitor(server.port, sign_up(server))
    for path in ("/welcome/", "/", "/history/", "/trends/", "/guides/water/"):
        visitor.get(path)
    visitor.get("/accounts/email/")
    visitor.get("/operator/")
    visitor.close()
    assert "running at" in server.output
    assert "outbound" not in server.output


def test_half_open_connections_do_not_block_others(server: Running) -> None:
    with contextlib.ExitStack() as stack:
        for number in range(HALF_OPEN):
            line = socket.create_connection(
                ("127.0.0.1", server.port), timeout=SECONDS_TO_ANSWER
            )
            stack.enter_context(line)
            # Some sent nothing, some a part of the head, some a part of the body.
            head = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n"
            body = b"Content-Length: 9\r\n\r\nlog"
            line.sendall((b"", head, head + body)[number % 3])
        time.sleep(0.2)
        began = time.monotonic()
        visitor = Visitor(server.port, "")
        for _ in range(3):
            assert "Sign in" in visitor.get("/accounts/login/").text
        visitor.close()
        assert time.monotonic() - began < 20
