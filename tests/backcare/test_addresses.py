"""Where the server listens, what is accepted as its name, what is printed."""

from __future__ import annotations

import socket

import pytest

from backcare import env
from backcare.refusal import Refusal
from backcare.server import addresses


@pytest.fixture
def in_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "lan_address", lambda: "192.168.1.20")
    monkeypatch.setattr(socket, "gethostname", lambda: "Shelf.home")


@pytest.mark.parametrize(
    ("environ", "front", "unencrypted"),
    [
        ({}, "http://localhost:8000", False),
        ({"BACKCARE_BIND": "::1"}, "http://[::1]:8000", False),
        ({"BACKCARE_BIND": "10.1.1.1"}, "http://10.1.1.1:8000", True),
        ({"BACKCARE_BIND": "0.0.0.0"}, "http://192.168.1.20:8000", True),
        (
            {"BACKCARE_BIND": "0.0.0.0", "BACKCARE_URL": "http://shelf:8000"},
            "http://shelf:8000",
            True,
        ),
        ({"BACKCARE_URL": "https://a.b/diary/"}, "https://a.b/diary", False),
        (
            {"BACKCARE_BIND": "0.0.0.0", "BACKCARE_URL": "https://a.b"},
            "https://a.b",
            False,
        ),
    ],
)
def test_the_address_to_type(
    in_a_network: None, environ: dict[str, str], front: str, unencrypted: bool
) -> None:
    read = env.read(environ)

    assert addresses.front_address(read) == front
    assert addresses.unencrypted(read) is unencrypted


def test_without_a_network_the_address_is_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(addresses, "lan_address", lambda: None)

    read = env.read({"BACKCARE_BIND": "0.0.0.0"})
    assert addresses.front_address(read) == "http://localhost:8000"


@pytest.mark.parametrize(
    ("environ", "more"),
    [
        ({}, []),
        ({"BACKCARE_BIND": "10.1.1.1"}, ["10.1.1.1"]),
        ({"BACKCARE_BIND": "0.0.0.0"}, ["shelf.home", "shelf.local", "192.168.1.20"]),
        ({"BACKCARE_URL": "http://nas:8000"}, ["nas"]),
    ],
)
def test_accepted_names(
    in_a_network: None, environ: dict[str, str], more: list[str]
) -> None:
    assert addresses.hosts(env.read(environ)) == [
        "localhost",
        "127.0.0.1",
        "[::1]",
        *more,
    ]


def test_a_port_with_a_listener_that_shares_it_is_refused() -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        with pytest.raises(Refusal, match=f"Port {port} of 127.0.0.1"):
            addresses.refuse_taken_port("127.0.0.1", port)

    addresses.refuse_taken_port("127.0.0.1", port)
