"""Where the server listens, and what people type to reach it. No Django here."""

from __future__ import annotations

import errno
import ipaddress
import socket

from backcare.env import BIND, PORT, URL, Environment
from backcare.refusal import Refusal

EVERYWHERE = ("0.0.0.0", "::")
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
WHAT_TO_DO = {
    errno.EADDRINUSE: "Stop what listens there, or choose another with BACKCARE_PORT.",
    errno.EADDRNOTAVAIL: "This machine has no such address: see BACKCARE_BIND.",
    errno.EACCES: "Choose one from 1024 on with BACKCARE_PORT.",
}


def refuse_taken_port(bind: str, port: int) -> None:
    """Refuse a port that somebody listens on, another BackCare included.

    The server opens its port so that a second one would start happily and both
    answer in turn (SO_REUSEPORT); hence this trial without it.
    """
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((bind, port))
            trial.listen()
    except OSError as error:
        what = WHAT_TO_DO.get(error.errno or 0, "Choose another with BACKCARE_PORT.")
        raise Refusal(
            f"Port {port} of {bind} cannot be used: {(error.strerror or '').lower()}. "
            f"{what}"
        ) from None


def open_to_network(bind: str) -> bool:
    """Other devices can reach it."""
    return bind in EVERYWHERE or not ipaddress.ip_address(bind).is_loopback


def lan_address() -> str | None:
    """This machine's own address in its network, or None without a network.

    Connecting a datagram socket sends nothing: it asks the system for the route.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = ipaddress.ip_address(asking.getsockname()[0])
    return None if address.is_loopback or address.is_unspecified else str(address)


def _as_host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def hosts(environment: Environment) -> list[str]:
    """Every name under which the site may be asked for (Django's ALLOWED_HOSTS)."""
    bind, url = environment[BIND], environment[URL]
    names = list(LOCAL_NAMES)
    if url:
        names.append(_as_host(url.host))
    if bind in EVERYWHERE:
        own_name = socket.gethostname().lower()
        names += [own_name, f"{own_name.split('.')[0]}.local"]
        lan = lan_address()
        if lan:
            names.append(lan)
    elif _as_host(bind) not in names:
        names.append(_as_host(bind))
    return list(dict.fromkeys(names))


def front_address(environment: Environment) -> str:
    """The address to open in a browser, without a slash at its end."""
    url, bind = environment[URL], environment[BIND]
    if url:
        return str(url)
    if bind in EVERYWHERE:
        host = lan_address() or "localhost"
    elif ipaddress.ip_address(bind).is_loopback:
        # By name: browsers offer passkeys on localhost, never on a bare number.
        host = "localhost" if bind == "127.0.0.1" else _as_host(bind)
    else:
        host = _as_host(bind)
    return f"http://{host}:{environment[PORT]}"


def unencrypted(environment: Environment) -> bool:
    """Entries would cross the network for anybody there to read."""
    return open_to_network(environment[BIND]) and not environment.https
