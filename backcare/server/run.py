"""Running the server: granian with one worker of a few threads. No Django here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from subprocess import DEVNULL, PIPE
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from backcare.env import BIND, DATA, PORT, Environment
from backcare.refusal import Refusal
from backcare.server import addresses, folder
from backcare.server.stopping import Bell, end_at_sigterm, nobody, this_process

SECONDS_TO_DRAIN = 20
GETTING_READY = "Getting ready: making the diary. This takes a few seconds, once."
UNENCRYPTED = (
    "The line to other devices is not encrypted: use it only in a network you trust, "
    "or put it behind HTTPS (BACKCARE_URL). Passkeys need HTTPS."
)


def serve(environment: Environment, *, demo: bool = False, about: str = "") -> None:
    """Prepare, then answer requests until SIGTERM, SIGINT or SIGHUP.

    ``about`` is printed under the address. Raises ``Refusal`` before anything is
    started, and ``SystemExit`` when the preparing process refused, or with exit code
    0 when a signal came during the start.
    """
    this_process.listen()
    this_process.tell(nobody)
    os.umask(0o077)
    data = environment[DATA]
    folder.prepare(data)
    addresses.refuse_taken_port(environment[BIND], environment[PORT])
    lock = folder.hold(data)
    if demo:
        (data / folder.DEMO_MARK).touch(mode=0o600)
    if not folder.has_diary(data):
        print(GETTING_READY, flush=True)
    link = _prepare(lock, demo)
    _answer(environment, _greeting(environment, link, about))


def _prepare(lock: int, demo: bool) -> str:
    """Run the steps before in a process that holds the folder too."""
    # -P: what lies in the current folder must not come before what is installed.
    program = [sys.executable, "-P", "-m", "backcare.server.prepare"]
    code, output = this_process.output_of(
        program + ["--demo"] * demo, stdin=DEVNULL, stdout=PIPE, pass_fds=[lock]
    )
    _leave_if_asked()
    if code == 2:
        sys.exit(2)
    if code:
        raise Refusal("The start failed; the reason stands above.")
    return output.strip()


def _leave_if_asked() -> None:
    if this_process.asked:
        sys.exit(0)


def _greeting(environment: Environment, link: str, about: str) -> list[str]:
    lines = [f"BackCare is running at {addresses.front_address(environment)}/"]
    if about:
        lines.append(about)
    if link:
        lines.append("There is no account yet. Open this within 24 hours to make it:")
        lines.append(link)
    if addresses.unencrypted(environment):
        lines.append(UNENCRYPTED)
    lines.append("Stop it with Ctrl+C.")
    return lines


class _Server(MPServer):
    """Granian, ended by any number of signals at any moment."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.main_loop_interrupt = Bell()
        self.on_startup(_leave_if_asked)

    def shutdown(self, exit_code: int = 0) -> None:
        # A worker that heard the signal first is no failure.
        if self.interrupt_signal:
            self.interrupt_children.clear()
        super().shutdown(exit_code)  # type: ignore[no-untyped-call]


def _answer(environment: Environment, greeting: Sequence[str]) -> None:
    server = _Server(
        "backcare.wsgi:application",
        address=environment[BIND],
        port=environment[PORT],
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=min(8, 2 * (os.cpu_count() or 1)),
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_DRAIN,
        log_level=LogLevels.warning,
    )
    this_process.tell(server.signal_handler_interrupt)
    server.serve(target_loader=partial(load, greeting=greeting), wrap_loader=False)


def load(*, greeting: Sequence[str]) -> Callable[..., Any]:
    """In the worker: load the site, then tell where it is."""
    end_at_sigterm()
    application: Callable[..., Any] = import_module("backcare.wsgi").application
    print(*greeting, sep="\n", flush=True)
    return application
