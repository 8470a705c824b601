"""What a screen reader is told, read from the browser's own accessibility tree."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from guides.safety.questions import screen
from tests.browser.filling import log
from tests.browser.waiting import open_all_parts, wait_for
from tracker.calendar import day_of
from tracker.dates import date_words
from tracker.forms.week import FIELDS
from tracker.models import Person
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class Node:
    """One thing that the browser tells a screen reader of."""

    role: str
    name: str
    properties: dict[str, Any]
    children: list[Node] = field(default_factory=list)

    def all(self, role: str, name: str = "") -> list[Node]:
        """Nodes below this one, in order; ``name`` is a pattern."""
        found = []
        for child in self.children:
            if child.role == role and re.search(name, child.name):
                found.append(child)
            found += child.all(role, name)
        return found

    def one(self, role: str, name: str = "") -> Node:
        """The only such node."""
        found = self.all(role, name)
        assert len(found) == 1, (role, name, [node.name for node in found])
        return found[0]

    @property
    def text(self) -> str:
        """Everything that is read out below this node."""
        own = [node.name for node in self.all("StaticText")]
        return " ".join(" ".join(own).split())


def tree_of(page: Page) -> Node:
    """The whole accessibility tree without what is hidden from it."""
    session = page.context.new_cdp_session(page)
    raw = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in raw}

    def build(node_id: str) -> list[Node]:
        node = by_id[node_id]
        below = [n for child in node.get("childIds", []) for n in build(child)]
        if node.get("ignored"):
            return below
        values = {p["name"]: p["value"].get("value") for p in node["properties"]}
        name = node.get("name", {}).get("value", "")
        return [Node(node["role"]["value"], name, values, below)]

    (root,) = build(raw[0]["nodeId"])
    return root


MONDAY = date(2026, 11, 16)


def today_of(person: Person) -> date:
    return day_of(timezone.now(), person)


def in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def week_in_words(day: date) -> str:
    """The Monday and the Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    words = date_words()
    return f"{words.full(monday)} to {words.full(sunday)}"


def test_a_polite_region_says_what_was_saved_and_that_undo_is_there(
    phone: Page, person: Person
) -> None:
    phone.goto("/")
    # Readers hear what changes in a region, not one that comes with its words.
    (region,) = tree_of(phone).all("status")
    assert (region.properties["live"], region.text) == ("polite", "")
    phone.evaluate("window.region = document.getElementById('status')")
    for tap, said in (
        ("#pain-4", r"^Pain 4.* saved\. Undo is there\.$"),
        ("#sleep-450", r"^Slept 7.h.30.min saved\. Undo is there\.$"),
        ("#drink-1", r"^Water, 250.ml saved\. Undo is there\.$"),
        ("#break-add", r"^.*reak.* saved\. Undo is there\.$"),
    ):
        phone.locator(tap).click()
        phone.locator("#status", has_text=re.compile(said)).wait_for()
        regions = [n for n in tree_of(phone).all("status") if n.text]
        assert [node.properties["live"] for node in regions] == ["polite"]
        assert re.search(said, regions[0].text)
        assert tree_of(phone).all("button", "^Undo$")
        assert phone.evaluate("window.region === document.getElementById('status')")


def test_the_eleven_buttons_are_one_group_that_says_the_last_reading(
    phone: Page, person: Person
) -> None:
    phone.goto("/")
    assert _scale(phone).name == "Pain now not logged"
    assert _scale(phone).all("button")[0].name == "0 no pain today"
    phone.locator("#pain-4").click()
    phone.locator("#pain .saved").wait_for()
    assert re.fullmatch(r"Pain now Last 4, \d\d?:\d\d.*", _scale(phone).name)
    buttons = [node.name.split()[0] for node in _scale(phone).all("button")]
    assert buttons == [str(score) for score in range(11)]
    assert _scale(phone).all("button")[10].name == "10 worst"


def _scale(page: Page) -> Node:
    return tree_of(page).one("group", "^Pain now")


def test_the_warning_screen_takes_focus_at_its_heading(
    phone: Page, person: Person
) -> None:
    phone.goto("/")
    phone.locator("#pain-9").click()
    phone.wait_for_url("**/warnings/**")
    phone.locator("h1:focus").wait_for()
    heading = tree_of(phone).one("heading", "warning signs")
    assert heading.properties["level"] == 1
    assert heading.properties["focused"] is True


def test_every_safety_question_is_a_named_group_under_a_named_heading(
    phone: Page, person: Person
) -> None:
    phone.goto("/safety-questions/?next=/")
    tree = tree_of(phone)
    rows = screen()
    assert len(tree.all("group")) == len(rows.full)
    regions = [region for region in tree.all("region") if region.all("group")]
    assert [region.name for region in regions] == [
        group.title for group in rows.groups if rows.full & set(group.questions)
    ]
    for group in tree.all("group"):
        boxes = [box.name for box in group.all("checkbox")]
        assert boxes[:2] == ["Yes", "Not sure"], group.name
        assert group.name.startswith(("I ", "My ", "One ", "Both ", "A", "B", "W", "J"))
    assert tree.one("button", "None of these")


def test_the_card_of_safety_questions_is_a_named_region(
    phone: Page, person: Person
) -> None:
    person.pain_since = today_of(person) - timedelta(days=20)
    person.save()
    phone.goto("/")
    card = tree_of(phone).one("region", "A few safety questions")
    assert card.one("link", "Answer the safety questions")
    assert card.one("button", "This episode is over")


def test_the_calendar_is_a_table_of_named_days(phone: Page, person: Person) -> None:
    today = today_of(person)
    last = today.replace(day=1) - timedelta(days=1)
    for day in (today, last):
        log(person, Kind.PAIN, day, score=4)
        log(person, Kind.NOTE, day, text="Quiet.")
    phone.goto(f"/history/{last:%Y-%m}/")
    table = tree_of(phone).one("table", f"{last:%B %Y}")
    headers = [header.name for header in table.all("columnheader")]
    assert headers == [f"{MONDAY + timedelta(days=n):%a}" for n in range(7)]
    days = [last - timedelta(days=ago) for ago in reversed(range(last.day))]
    assert [link.name for link in table.all("link")] == [
        f"{in_words(day)}, pain {'4.0, with a note' if day == last else 'not logged'}"
        for day in days
    ]
    phone.goto(f"/history/{today:%Y-%m}/")
    table = tree_of(phone).one("table", f"{today:%B %Y}")
    named = [link.name for link in table.all("link")]
    assert len(named) == today.day
    assert named[-1] == f"{in_words(today)}, today, pain 4.0, with a note"
    cells = [cell.text for cell in table.all("cell") + table.all("gridcell")]
    ahead = [text for text in cells if text and "not come yet" in text]
    assert len(ahead) == monthrange(today.year, today.month)[1] - today.day


def test_the_week_grid_is_a_table_whose_cells_say_day_field_and_gap(
    phone: Page, person: Person
) -> None:
    today = today_of(person)
    monday = today - timedelta(days=today.weekday())
    logged = {today, monday - timedelta(days=3)}
    for day in logged:
        log(person, Kind.PAIN, day, score=4)
    for first in (monday - timedelta(days=7), monday):
        phone.goto(f"/weeks/{first}/")
        _check_week(tree_of(phone).one("table"), first, today, logged)


def _check_week(table: Node, first: date, today: date, logged: set[date]) -> None:
    headers = [node.name for node in table.all("columnheader")]
    labels = [one.label for one in FIELDS.values()]
    assert all(
        head.startswith(word) for head, word in zip(headers[1:], labels, strict=True)
    )
    assert len(table.all("rowheader")) == 7
    fields = table.all("textbox") + table.all("combobox")
    named = {node.name for node in fields}
    cells = {cell.text for cell in table.all("cell") + table.all("gridcell")}
    come = 0
    for number in range(7):
        day = first + timedelta(days=number)
        come += day <= today
        for label in labels:
            gap = "" if day in logged and label == "Pain" else ", not logged"
            if day <= today:
                assert f"{label}, {in_words(day)}{gap}" in named
            else:
                assert f"{label}, {in_words(day)}, not come yet" in cells
    assert len(named) == len(labels) * come


def test_canvases_are_hidden_in_favour_of_sentence_and_table(
    phone: Page, person: Person
) -> None:
    today = today_of(person)
    for ago in (0, 1, 2, 4):
        log(person, Kind.PAIN, today - timedelta(days=ago), score=ago)
    phone.goto("/trends/?range=7&table=pain")
    phone.locator("canvas").scroll_into_view_if_needed()
    is_drawn = "Boolean(window.Chart?.getChart(document.querySelector('canvas')))"
    wait_for(lambda: phone.evaluate(is_drawn), phone)
    tree = tree_of(phone)
    assert phone.locator("canvas").count() == 1
    assert tree.all("Canvas") == []
    region = tree.one("region", "^Pain")
    assert re.search(r"\d", region.all("paragraph")[0].text)
    table = region.one("table", "^Pain")
    assert len(table.all("rowheader")) == 7


def test_the_title_names_the_day(phone: Page, person: Person) -> None:
    today = today_of(person)
    yesterday = today - timedelta(days=1)
    note = log(person, Kind.NOTE, yesterday, text="Quiet.")
    for path, title in (
        ("/", f"Today, {in_words(today)} {today.year}"),
        (f"/days/{yesterday}/", f"{in_words(yesterday)} {yesterday.year}"),
        (f"/entries/{note.pk}/edit/", f"Note of {in_words(yesterday)}"),
        (f"/history/{today:%Y-%m}/", f"History, {today:%B %Y}"),
        (f"/days/{yesterday}/pain/", f"Pain of {in_words(yesterday)} {yesterday.year}"),
        (f"/weeks/{yesterday}/", f"Week of {week_in_words(yesterday)}"),
    ):
        phone.goto(path)
        root = tree_of(phone)
        assert root.role == "RootWebArea"
        assert root.name.startswith(title), path
        assert root.name.endswith(" · BackCare")


@pytest.mark.parametrize(
    "path", ["/", "/history/", "/trends/", "/guides/", "/settings/"]
)
def test_every_control_has_a_name(phone: Page, person: Person, path: str) -> None:
    log(person, Kind.PAIN, today_of(person), score=4)
    phone.goto(path)
    open_all_parts(phone)
    tree = tree_of(phone)
    for role in ("button", "link", "textbox", "checkbox", "combobox", "spinbutton"):
        assert [node for node in tree.all(role) if not node.name.strip()] == []
    assert len(tree.all("main")) == 1
    headings = [node.properties["level"] for node in tree.all("heading")]
    assert headings.count(1) == 1
    steps = pairwise(headings)
    assert all(after <= before + 1 for before, after in steps)
