"""Waiting for what a page or the database comes to hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SECONDS = 10
STEP_MS = 50


def wait_for(holds: Callable[[], object], page: Page) -> None:
    """Ask until something holds.

    For what a page must come to say, `lambda: page.evaluate(script)`: Playwright's
    `wait_for_function` asks again by `eval` in the page, which our CSP refuses, so that
    it passes only where the first answer is already the wanted one.
    """
    for _ in range(SECONDS * 1000 // STEP_MS):
        if holds():
            return
        page.wait_for_timeout(STEP_MS)
    raise AssertionError("it did not come true")
