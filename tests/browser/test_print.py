"""On paper: black on white, whatever the screen is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.looking import RUN
from tests.conftest import screened
from tests.tracker.diary import log
from tracker.models import Person
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Page

CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
PAGES = (
    "/",
    "/guides/swimming-and-gentle-activity/",
    "/guides/get-help-now/",
    "/guides/exercises/swim/",
    "/guides/programmes/core-strength/",
    "/settings/",
)


@pytest.mark.parametrize("theme", ["system", "dark"])
def test_everything_can_be_read_on_paper(
    phone: Page, person: Person, theme: str
) -> None:
    screened(person)
    Person.objects.filter(pk=person.pk).update(theme=theme)
    log(person, Kind.PAIN, score=4)
    wrong = []
    for address in PAGES:
        phone.emulate_media(color_scheme="dark")
        answer = phone.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        phone.emulate_media(media="print", color_scheme="dark")
        phone.evaluate(AXE_SCRIPT)
        wrong += [f"{address} {node}" for node in phone.evaluate(RUN, CONTRAST)]
    assert not wrong
