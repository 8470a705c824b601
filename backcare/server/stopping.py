"""Ending on SIGTERM, Ctrl+C and a closed terminal, whenever they come. No Django here.

A handler of signals runs between two lines of whatever the main thread does, and the
next signal interrupts it in its turn: locks that it shares with those lines are then
waited for for ever. So the signals are blocked, in the main thread before there is
any other, and one thread takes them, one after the other.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from subprocess import Popen
from typing import Any, Final

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Bell(threading.Event):
    """An event that loses nothing: what rings while it is cleared is still heard."""

    def __init__(self) -> None:
        super().__init__()
        self._rings = threading.Semaphore(0)

    def set(self) -> None:
        """Ring."""
        self._rings.release()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the next ring that was not heard yet."""
        return self._rings.acquire(timeout=timeout)

    def clear(self) -> None:
        """Nothing: a ring ends by being heard."""


class Stopping:
    """Whether this process was told to end, and whom it tells in its turn."""

    def __init__(self) -> None:
        self.asked = False
        self._tell: Callable[[], Any] = _leave
        self._lock = threading.Lock()
        self._listens = False

    def listen(self) -> None:
        """Take the signals from here on; for the main thread, before anything else.

        Until ``tell`` says whom to tell, there is nothing to bring to its end, and the
        first signal ends the process. Processes that are started later have them
        blocked too: see ``end_at_sigterm`` and ``unblock``.
        """
        if self._listens:
            return
        self._listens = True
        # Whoever starts with nohup wants it to outlive the terminal. Blocked all the
        # same: the server would take a closed terminal for a wish to load anew.
        detached = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        heard = set(SIGNALS) - ({signal.SIGHUP} if detached else set())
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        threading.Thread(target=self._take, args=[heard], daemon=True).start()

    def _take(self, heard: set[signal.Signals]) -> None:
        while True:
            signal.sigwait(heard)
            with self._lock:
                self.asked = True
                self._tell()

    def tell(self, somebody: Callable[[], Any]) -> None:
        """Call this at each signal, and now if one came already."""
        with self._lock:
            self._tell = somebody
            if self.asked:
                somebody()

    def output_of(self, program: list[str], **options: Any) -> tuple[int, str]:
        """Run a program to its end, which comes at once when this one is told to end.

        Returns its exit code and what it printed.
        """
        with Popen(program, text=True, **options) as child:
            self.tell(child.terminate)
            output, _ = child.communicate()
            self.tell(nobody)
        return child.returncode, output


def _leave() -> None:
    os._exit(0)


def nobody() -> None:
    """To be told where somebody looks at ``asked`` by themselves."""


this_process: Final = Stopping()


def unblock() -> None:
    """In a process that was started here: SIGTERM ends it as it ends any other.

    Ctrl+C, which a terminal sends to every process, stays with the one that started.
    """
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def end_at_sigterm() -> None:
    """In a worker, before it loads anything: let one SIGTERM end it, now or later.

    The server's own handler is called once, as soon as there is one; until then the
    process just ends.
    """
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_end_at_sigterm, daemon=True).start()


def _end_at_sigterm() -> None:
    signal.sigwait({signal.SIGTERM})
    handler = signal.getsignal(signal.SIGTERM)
    if callable(handler):
        handler(signal.SIGTERM, None)
    else:
        os._exit(0)
