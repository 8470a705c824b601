"""Takes the pictures of the README: ``python -m tests.browser.pictures``.

Needs Chromium. Starts ``backcare demo`` in a folder of its own, logs a morning, and
writes the pictures to ``backcare/docs/pictures``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import urlopen

from backcare.cli.demo import NAME, PASSWORD
from tests import chromium
from tests.backcare.conftest import free_port
from tests.browser.waiting import wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER: Final = Path(__file__).parents[2] / "backcare" / "docs" / "pictures"
PHONE: Final = {"width": 360, "height": 740}
DESK: Final = {"width": 1280, "height": 860}
PATIENCE_SECONDS: Final = 180


def take_all(address: str, browser: Browser) -> None:
    """Take every picture."""
    phone = _signed_in(browser, address, PHONE)
    for button in ("#pain-3", "#sleep-390", "#drink-1", "#drink-1"):
        card = button.split("-")[0]
        phone.locator(button).click()
        phone.locator(f"{card} .saved").wait_for()
    phone.goto("/")
    _take(phone, "today.png")
    phone.goto("/guides/sleep-and-pillows/")
    _take(phone, "guide.png")
    desk = _signed_in(browser, address, DESK)
    desk.goto("/trends/?range=90")
    desk.locator("canvas").first.wait_for()
    drawn = "window.Chart && Object.keys(window.Chart.instances).length"
    wait_for(lambda: desk.evaluate(drawn), desk)
    desk.wait_for_timeout(800)
    _take(desk, "trends.png")


def _signed_in(browser: Browser, address: str, size: dict[str, int]) -> Page:
    context = browser.new_context(
        base_url=address,
        viewport=size,  # type: ignore[arg-type]
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(NAME)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{address}/")
    return page


def _take(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / name, caret="initial")
    print(f"{FOLDER / name}")


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            with urlopen(f"{address}/healthz"):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise SystemExit("The demo did not start.")


def main() -> None:
    """Start the demo, take the pictures, stop it."""
    from playwright.sync_api import sync_playwright

    program = chromium.path()
    if program is None:
        raise SystemExit("Chromium is not installed.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = free_port()
    address = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory() as data:
        settings = {
            "BACKCARE_DATA": str(Path(data) / "backcare"),
            "BACKCARE_PORT": str(port),
        }
        command = [sys.executable, "-m", "backcare", "demo"]
        server = subprocess.Popen(command, env={**os.environ, **settings})
        try:
            _wait_for(address)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=program, args=chromium.ARGUMENTS
                )
                take_all(address, browser)
                browser.close()
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
