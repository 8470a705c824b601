"""axe on a page: narrow and wide, light and dark, with every part opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import Watched, cookies_of, open_context
from tests.browser.waiting import open_all_parts
from tests.world import confirmed
from tracker.models import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response
    from pytest_django.live_server_helper import LiveServer


RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    "resultTypes": ["violations"],
}
RUN = """rules => axe.run(document, rules).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}`)))"""
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")


class Looked:
    """A page of a browser, and what was wrong on every screen looked at."""

    def __init__(self, page: Page, own: str) -> None:
        self.page = page
        self.watched = Watched(page, own)
        self.wrong: list[str] = []
        self.seen = 0

    def go(self, path: str, status: int = 200) -> Response:
        """Open an address and look at it."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, path
        self.look(path)
        return answer

    def look(self, name: str) -> None:
        """axe at both widths and in both schemes, with every part opened."""
        page = self.page
        self.seen += 1
        page.wait_for_load_state()
        open_all_parts(page)
        page.evaluate(AXE_SCRIPT)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                found = page.evaluate(RUN, RULES)
                self.wrong += [f"{name} {width} {scheme} {node}" for node in found]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.wrong.append(f"{name} is {wide} px wide at {width}")

    def send(self, form: str, **values: str) -> None:
        """Send a form of the page as a browser without script would, changed."""
        with self.page.expect_navigation():
            self.page.evaluate(
                """([form, values]) => {
                    const found = document.querySelector(form);
                    for (const [name, value] of Object.entries(values)) {
                        let field = found.elements[name];
                        if (!field || !("form" in field) || field.type === "submit") {
                            field = document.createElement("input");
                            field.type = "hidden";
                            field.name = name;
                            found.append(field);
                        }
                        field.value = value;
                    }
                    HTMLFormElement.prototype.submit.call(found);
                }""",
                [form, values],
            )


@contextmanager
def looking(
    browser: Browser, live_server: LiveServer, person: Person | None
) -> Iterator[Looked]:
    """A signed-in page whose findings are none at the end."""
    context = open_context(browser, live_server.url, None)
    if person is not None:
        session = cookies_of(confirmed(person), live_server.url)
        context.add_cookies(session)  # type: ignore[arg-type]
    looked = Looked(context.new_page(), live_server.url)
    yield looked
    context.close()
    assert looked.wrong == []
    assert looked.watched.wrong == []
