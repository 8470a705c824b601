"""What a browser tells: bytes and requests of a page, layout shifts, Lighthouse."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from tests import chromium
from tests.bench.budgets import Figure
from tests.bench.server import FIRST_PAGE
from tests.bench.setting import Bench

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

LIGHTHOUSE: Final = "lighthouse@13.5.0"
LIGHTHOUSE_TRIES: Final = 3
RUN_AGAIN: Final = "Please run Lighthouse again"
CATEGORIES: Final = ("performance", "accessibility", "best-practices")
GUIDE: Final = "/guides/sleep-and-pillows/"
PAGES: Final = (
    "/",
    "/history/",
    "/search/",
    "/trends/?range=all",
    "/trends/?range=30",
    "/guides/",
    GUIDE,
    "/settings/",
)
FULL_DAY: Final = (
    ("a pain tap", "#pain-4"),
    ("Undo", "#pain-undo"),
    ("a glass", "#drink-1"),
    ("a break", "#break-add"),
    ("a longer night", "#sleep-more-button"),
    ("desk day", "#desk-yes"),
)
EMPTY_DAY: Final = (
    ("the first pain", "#pain-4"),
    ("the first night", "#sleep-300"),
    ("its quality", "#sleep-quality-3"),
    ("the first glass", "#drink-1"),
    ("the first exercise", "#exercise-save"),
    ("the first break", "#break-add"),
    ("the first desk day", "#desk-yes"),
    ("the first mark", "#mark-stress"),
    ("the first note", "#note-save"),
    ("pain corrected", "#pain-6"),
    ("both pains kept", "#pain-keep-both"),
)
TYPED: Final = {
    "#exercise-save": (("#exercise-activity", "walk"), ("#exercise-minutes", "20")),
    "#note-save": (("#note-text", "A quiet day."),),
}
WATCH: Final = """
window.__shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.__shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""


class NotThere(Exception):
    """A program that the measurement needs is missing."""


@dataclass
class Load:
    """What crossed the line while a page loaded, headers included."""

    requests: int = 0
    wire_bytes: int = 0

    def about(self) -> str:
        """Both in words."""
        return f"{self.requests} requests, {self.wire_bytes / 1000:.1f} KB on the line"


def loads(bench: Bench) -> dict[str, Figure]:
    """Bytes and requests of the first and the second load, as the server sends them."""
    with _chromium() as browser:
        with _context(bench, browser) as context:
            first, again = _load(bench, context, "/"), _load(bench, context, "/")
        with _context(bench, browser) as context:
            trends = _load(bench, context, "/trends/?range=all")
    return {
        "today-bytes": Figure(first.wire_bytes / 1000, first.about()),
        "today-requests": Figure(first.requests),
        "today-again": Figure(again.wire_bytes / 1000, again.about()),
        "trends-bytes": Figure(trends.wire_bytes / 1000, trends.about()),
    }


def _load(bench: Bench, context: BrowserContext, path: str) -> Load:
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    load = Load()

    def asked(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            load.requests += 1

    def arrived(event: dict[str, Any]) -> None:
        load.wire_bytes += int(event["encodedDataLength"])

    devtools.on("Network.requestWillBeSent", asked)
    devtools.on("Network.loadingFinished", arrived)
    devtools.send("Network.enable")
    page.goto(bench.server.address + path, wait_until="networkidle")
    page.close()
    return load


def shifts(bench: Bench) -> dict[str, Figure]:
    """The sum of layout shifts of every page and of every swap, input or not."""
    pages: dict[str, float] = {}
    swaps: dict[str, float] = {}
    with _chromium() as browser:
        for who, size in (("phone", chromium.PHONE), ("desk", chromium.DESK)):
            width = size["width"]
            with _context(bench, browser, viewport=size) as context:
                page = context.new_page()
                page.add_init_script(WATCH)
                for path in PAGES:
                    page.goto(bench.server.address + path, wait_until="networkidle")
                    page.wait_for_timeout(500)
                    pages[f"{path} at {width}"] = _shifted(page)
                page.goto(f"{bench.server.address}/", wait_until="networkidle")
                for name, selector in FULL_DAY:
                    swaps[f"{name} at {width}"] = _swap(page, selector)
            with _context(bench, browser, who, viewport=size) as context:
                page = context.new_page()
                page.add_init_script(WATCH)
                page.goto(f"{bench.server.address}/", wait_until="networkidle")
                pages[f"an empty day at {width}"] = _shifted(page)
                for name, selector in EMPTY_DAY:
                    swaps[f"{name} at {width}"] = _swap(page, selector)
    return {"shift-pages": _worst(pages), "shift-swaps": _worst(swaps)}


def _swap(page: Page, selector: str) -> float:
    for field, value in TYPED.get(selector, ()):
        if field.endswith("activity"):
            page.locator(field).select_option(value)
        else:
            page.locator(field).fill(value)
    target = page.locator(selector).first
    target.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.evaluate("window.__shifts.length = 0")
    with page.expect_response(lambda answer: "/entries/" in answer.url):
        target.click()
    page.wait_for_timeout(700)
    return _shifted(page)


def _shifted(page: Page) -> float:
    return float(page.evaluate("window.__shifts.reduce((sum, v) => sum + v, 0)"))


def _worst(found: dict[str, float]) -> Figure:
    shifted = {name: value for name, value in found.items() if value > 0}
    ordered = sorted(shifted, key=lambda name: -shifted[name])
    told = ", ".join(f"{name} {shifted[name]:.4f}" for name in ordered[:4])
    return Figure(max(found.values()), told or f"all {len(found)}")


def lighthouse(bench: Bench) -> dict[str, Figure]:
    """Lighthouse with its usual phone; the lowest of the three categories."""
    npx = shutil.which("npx")
    if npx is None:
        raise NotThere("npx is not installed")
    addresses = {
        "sign-in": FIRST_PAGE,
        "today": "/",
        "trends": "/trends/?range=all",
        "guide": GUIDE,
    }
    return {
        f"lighthouse-{name}": _lighthouse(bench, npx, path, signed_in=name != "sign-in")
        for name, path in addresses.items()
    }


def _lighthouse(bench: Bench, npx: str, path: str, *, signed_in: bool) -> Figure:
    scores: dict[str, list[float]] = {name: [] for name in CATEGORIES}
    short: set[str] = set()
    for _ in range(bench.size.lighthouse_runs):
        report = _report(bench, npx, path, signed_in=signed_in)
        for name in CATEGORIES:
            score = report["categories"][name]["score"]
            scores[name].append(100 * (score or 0))
            short |= _fell_short(report, name) if (score or 0) < 1 else set()
    points = {name: median(values) for name, values in scores.items()}
    about = ", ".join(f"{name} {value:.0f}" for name, value in points.items())
    if short:
        about += f"; below 1: {', '.join(sorted(short))}"
    return Figure(min(points.values()), about)


def _report(bench: Bench, npx: str, path: str, *, signed_in: bool) -> dict[str, Any]:
    """Asked again where the trace could not be recorded; a low score never is."""
    for _ in range(LIGHTHOUSE_TRIES - 1):
        try:
            return _asked(bench, npx, path, signed_in=signed_in)
        except NotThere as error:
            if RUN_AGAIN not in str(error):
                raise
    return _asked(bench, npx, path, signed_in=signed_in)


def _asked(bench: Bench, npx: str, path: str, *, signed_in: bool) -> dict[str, Any]:
    headers = bench.scratch / "headers.json"
    cookie = {"Cookie": f"sessionid={bench.sessions['ten']}"} if signed_in else {}
    headers.write_text(json.dumps(cookie))
    done = subprocess.run(
        [
            *(npx, "--yes", LIGHTHOUSE, bench.server.address + path),
            *("--output=json", "--quiet", f"--extra-headers={headers}"),
            "--no-enable-error-reporting",
            f"--only-categories={','.join(CATEGORIES)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ],
        env=os.environ | {"CHROME_PATH": _chromium_path(), "TZ": bench.time_zone},
        cwd=bench.scratch,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise NotThere(f"Lighthouse failed: {done.stderr.strip().splitlines()[-1:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _fell_short(report: dict[str, Any], category: str) -> set[str]:
    """The audits that cost points."""
    return {
        ref["id"]
        for ref in report["categories"][category]["auditRefs"]
        if ref["weight"] and (report["audits"][ref["id"]]["score"] or 0) < 1
    }


def _chromium_path() -> str:
    found = chromium.path()
    if found is None:
        raise NotThere("Chromium is not installed")
    return found


@contextmanager
def _chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium_path(), args=chromium.ARGUMENTS
        )
        yield browser
        browser.close()


@contextmanager
def _context(
    bench: Bench, browser: Browser, who: str = "ten", **options: Any
) -> Iterator[BrowserContext]:
    usual = {
        "viewport": chromium.PHONE,
        "locale": "en-GB",
        "timezone_id": bench.time_zone,
    }
    context = browser.new_context(**usual | options)
    session, address = bench.sessions[who], bench.server.address
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    yield context
    context.close()
