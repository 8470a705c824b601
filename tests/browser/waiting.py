"""Waiting for what a page or the database comes to hold, on the slowest machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

PATIENCE_MS: Final = 60_000
STEP_MS: Final = 50

OPEN_ALL = """async () => {
    document.querySelectorAll("details").forEach(part => part.open = true);
    // What an opened part asks for, it asks for in a task that comes before this one.
    await new Promise(resolve => setTimeout(resolve, 50));
}"""


def wait_for(holds: Callable[[], object], page: Page) -> None:
    """Ask until something holds.

    For what a page must come to say, `lambda: page.evaluate(script)`: Playwright's
    `wait_for_function` asks again by `eval` in the page, which our CSP refuses, so that
    it passes only where the first answer is already the wanted one.
    """
    until = time.monotonic() + PATIENCE_MS / 1000
    while not holds():
        assert time.monotonic() < until, "it did not come true"
        page.wait_for_timeout(STEP_MS)


def hold_first(page: Page, pattern: str) -> list[Route]:
    """The first request to the addresses of a pattern waits: it comes to be listed.

    Those after it go through.
    """
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(pattern, hold)
    return held


def open_all_parts(page: Page) -> None:
    """Open every part of a page that can be opened, and wait for what is in them."""
    page.evaluate(OPEN_ALL)
    page.locator(".htmx-request").first.wait_for(state="detached")
