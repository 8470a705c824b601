"""The week grid by keyboard alone, and charts that say what their tables say."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.waiting import wait_for
from tracker.access import entries
from tracker.models import Person
from tracker.recording import Draft, record
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


def today() -> Any:
    return datetime.now(ZoneInfo("Europe/Berlin")).date()


def log(person: Person, kind: str, ago: int, **values: Any) -> None:
    draft = Draft(kind, uuid4(), today() - timedelta(days=ago), None, values)
    record(person, draft, now=timezone.now())


def test_a_week_is_filled_in_by_keyboard_alone(phone: Page, person: Person) -> None:
    day = today()
    phone.goto(f"/weeks/{day}/")
    cell = phone.get_by_role("textbox", name=f"Pain, {day:%A} {day.day} {day:%B}")
    cell.focus()
    for typed in ("4", "7:30", "1250", "20", "3"):
        phone.keyboard.type(typed, delay=20)
        phone.keyboard.press("Tab")
    phone.keyboard.press("ArrowDown")  # desk day: yes
    phone.keyboard.press("Tab")
    wait_for(lambda: entries(person).count() == 6, phone)
    stored = {entry.kind: entry for entry in entries(person)}
    assert stored[Kind.PAIN].score == 4
    assert stored[Kind.SLEEP].sleep_minutes == 450
    assert stored[Kind.DRINK].volume_ml == 1250
    assert stored[Kind.EXERCISE].minutes == 20
    assert stored[Kind.BREAK].times == 3
    assert stored[Kind.ANSWER].answer == "yes"

    status = phone.locator("#status")
    wait_for(lambda: "Undo is there." in status.inner_text(), phone)
    wait_for(lambda: phone.get_by_role("button", name="Undo").count() == 6, phone)
    phone.locator(f"#undo-sleep-{day}").focus()
    phone.keyboard.press("Enter")
    wait_for(lambda: entries(person).count() == 5, phone)
    said = f"Sleep, {day:%A} {day.day} {day:%B}: not logged again. Undo is there."
    wait_for(lambda: status.inner_text() == said, phone)
    assert not entries(person).filter(kind=Kind.SLEEP).exists()
    phone.locator(f"#undo-sleep-{day}:focus", has_text="✓ undone").wait_for()


def test_what_cannot_stand_is_told_in_the_cell_and_kept(
    failing_phone: Page, person: Person
) -> None:
    page, day = failing_phone, today()
    page.goto(f"/weeks/{day}/")
    cell = page.get_by_role("textbox", name="Pain, ").last
    cell.fill("11")
    cell.press("Tab")
    page.get_by_text("Enter a whole number from 0 to 10.").first.wait_for()
    expect(cell).to_have_value("11")
    expect(cell).to_have_attribute("aria-invalid", "true")
    assert not entries(person).exists()


@pytest.mark.parametrize("span", ["30", "all"])
def test_a_charts_numbers_equal_its_table(
    phone: Page, person: Person, span: str
) -> None:
    for ago in (0, 1, 2, 3, 5, 9, 395, 396, 397, 400):
        log(person, Kind.PAIN, ago, score=ago % 11)
        log(person, Kind.SLEEP, ago, sleep_minutes=400 + ago % 60)
    log(person, Kind.MARK, 2, mark="flare")
    phone.goto(f"/trends/?range={span}")
    for key in ("pain", "sleep"):
        drawn = _drawn(phone, key)
        phone.locator(f"#numbers-{key} > summary").click()
        phone.locator(f"#table-{key}").wait_for()
        rows = phone.evaluate(
            """key => Array.from(document.querySelectorAll(`#table-${key} tbody tr`),
                row => Array.from(row.cells, cell => cell.textContent))""",
            key,
        )
        for column, values in enumerate(drawn, start=1):
            assert [_number(row[column]) for row in rows] == values, json.dumps(rows)
        assert any(value is not None for value in drawn[0])
        assert None in drawn[0]
    expect(phone.locator("#table-pain")).to_contain_text("Flare")
    expect(phone.locator("canvas").first).to_have_attribute("aria-hidden", "true")
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Picture of the chart: Pain").click()
    assert download.value.suggested_filename == "backcare-pain.png"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_wait_until_they_are_near_and_go_with_their_place(
    phone: Page, person: Person, theme: str
) -> None:
    for ago in range(6):
        for kind, values in (
            (Kind.PAIN, {"score": ago}),
            (Kind.SLEEP, {"sleep_minutes": 400}),
            (Kind.DRINK, {"volume_ml": 500}),
            (Kind.BREAK, {}),
        ):
            log(person, kind, ago, **values)
    phone.goto("/trends/?range=7")
    assert len(_drawn(phone, "pain")) == 3
    assert _is_drawn(phone, "breaks") is False
    with phone.expect_download() as download:
        phone.locator("[data-chart-png=breaks]").evaluate("button => button.click()")
    assert download.value.suggested_filename == "backcare-breaks.png"
    assert _is_drawn(phone, "breaks") is True
    assert _is_drawn(phone, "water") is False

    phone.evaluate(
        """theme => {
            document.documentElement.dataset.theme = theme;
            document.dispatchEvent(new CustomEvent("backcare:theme"));
        }""",
        theme,
    )
    wanted = phone.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--ground')"
    )
    colour = "Chart.getChart(document.querySelector('canvas'))?.options.plugins.tooltip"
    wait_for(lambda: phone.evaluate(f"{colour}?.bodyColor") == wanted, phone)

    phone.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert _is_drawn(phone, "water") is True
    phone.evaluate("htmx.swap('#water', '', {swapStyle: 'outerHTML'})")
    wait_for(lambda: phone.locator("#water").count() == 0, phone)
    assert phone.evaluate("Object.keys(Chart.instances).length") == 3


def test_zero_is_seen_and_a_gap_is_not(phone: Page, person: Person) -> None:
    for ago, times in ((0, 4), (2, 2)):
        log(person, Kind.BREAK, ago, times=times)
    log(person, Kind.ANSWER, 1, question="no-break", answer="yes")
    phone.goto("/trends/?range=7")
    assert _drawn(phone, "breaks") == [[None] * 4 + [2, 0, 4]]
    heights = phone.evaluate(
        """() => Chart.getChart(document.querySelector("[data-chart=breaks] canvas"))
            .getDatasetMeta(0).data.map(bar => bar.height)"""
    )
    assert [height > 0 for height in heights] == [False] * 4 + [True] * 3
    assert 2 <= heights[5] < heights[4] < heights[6]


def test_charts_are_printed_in_the_colours_of_the_light(
    phone: Page, person: Person
) -> None:
    for kind, values in (
        (Kind.PAIN, {"score": 4}),
        (Kind.BREAK, {}),
        (Kind.MARK, {"mark": "flare"}),
    ):
        log(person, kind, 1, **values)
    phone.emulate_media(color_scheme="dark")
    phone.goto("/trends/?range=7")
    _drawn(phone, "pain")
    drawn_in = """key => Chart.getChart(
        document.querySelector(`[data-chart=${key}] canvas`)
    )?.options.scales.x.ticks.color"""
    inks = {}
    for theme in ("dark", "light"):
        phone.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        for part, name in (("", "text"), ("-mark", "mark")):
            inks[theme + part] = phone.evaluate(
                """name => getComputedStyle(document.documentElement)
                    .getPropertyValue(`--chart-${name}`).trim()""",
                name,
            )
    phone.evaluate("delete document.documentElement.dataset.theme")
    assert phone.evaluate(drawn_in, "pain") == inks["dark"] != inks["light"]
    phone.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for key in ("pain", "breaks"):
        assert phone.evaluate(drawn_in, key) == inks["light"]
    assert phone.locator("html").get_attribute("data-theme") is None
    # Paper has another width, for which each chart is drawn again.
    strokes = phone.evaluate(
        """() => {
            const chart = Chart.getChart(document.querySelector("canvas"));
            const strokes = new Set();
            chart.ctx.stroke = () => strokes.add(chart.ctx.strokeStyle);
            chart.draw();
            delete chart.ctx.stroke;
            return [...strokes];
        }"""
    )
    assert inks["light-mark"] in strokes
    assert inks["dark-mark"] not in strokes
    phone.evaluate("window.dispatchEvent(new Event('afterprint'))")
    wait_for(lambda: phone.evaluate(drawn_in, "pain") == inks["dark"], phone)


def test_a_picture_has_room_for_its_days_on_a_phone(
    phone: Page, person: Person
) -> None:
    log(person, Kind.EXERCISE, 1, activity="walk", minutes=20)
    phone.add_init_script(
        """const write = CanvasRenderingContext2D.prototype.fillText;
        window.written = [];
        CanvasRenderingContext2D.prototype.fillText = function (words, x, ...more) {
            const ends = x + this.measureText(words).width;
            window.written.push([words, ends <= this.canvas.width]);
            write.call(this, words, x, ...more);
        };"""
    )
    phone.goto("/trends/?range=365")
    _drawn(phone, "exercise")
    with phone.expect_download() as download:
        phone.locator("[data-chart-png=exercise]").click()
    assert download.value.suggested_filename == "backcare-exercise.png"
    period = phone.locator("main p.muted").first.inner_text()
    assert re.fullmatch(r".* 20\d\d to .* 20\d\d", period)
    written = phone.evaluate("window.written")
    assert ["Exercise (minutes)", True] in written
    assert [period, True] in written


def _drawn(page: Page, key: str) -> Any:
    """The values of all lines of a chart, once it has come near and they are drawn."""
    canvas = f"[data-chart={key}] canvas"
    page.locator(canvas).scroll_into_view_if_needed()
    are_drawn = """key => {
        const source = document.getElementById("charts-data").textContent;
        const place = document.querySelector(`[data-chart=${key}] canvas`);
        const chart = window.Chart && Chart.getChart(place);
        const wanted = JSON.parse(source).charts[key].series.length;
        return Boolean(chart && chart.data.datasets.length === wanted);
    }"""
    wait_for(lambda: page.evaluate(are_drawn, key), page)
    return page.evaluate(
        """key => Chart
            .getChart(document.querySelector(`[data-chart=${key}] canvas`))
            .data.datasets.map(set => set.data)""",
        key,
    )


def _is_drawn(page: Page, key: str) -> Any:
    return page.evaluate(
        """key => Boolean(Chart.getChart(
            document.querySelector(`[data-chart=${key}] canvas`)))""",
        key,
    )


def _number(cell: str) -> float | None:
    if "not logged" in cell or "fewer" in cell:
        return None
    words = cell.split()
    if "h" in words or "min" in words:
        found = dict(zip(words[1::2], map(int, words[::2]), strict=True))
        return 60 * found.get("h", 0) + found.get("min", 0)
    return float(cell)


def test_weeks_search_and_tables_work_without_script(
    without_script: Page, person: Person
) -> None:
    page, day = without_script, today()
    log(person, Kind.NOTE, 1, text="Gartenübung")
    page.goto(f"/weeks/{day}/")
    page.locator(f"#pain-{day}").fill("3")
    page.locator(f"#row-{day} button").click()
    page.locator(f"#undo-pain-{day}").wait_for()
    expect(page.locator(f"#pain-{day}")).to_have_value("3")
    page.locator(f"#breaks-{day}").fill("2")
    page.locator(f"#row-{day} button").click()
    page.locator(f"#undo-breaks-{day}").wait_for()
    page.locator(f"#undo-pain-{day}").click()
    expect(page.locator(f"#pain-{day}")).to_have_value("")
    expect(page.locator(f"#breaks-{day}")).to_have_value("2")

    page.goto("/history/")
    page.get_by_label("Words in your notes").fill("GARTENÜBUNG")
    page.get_by_role("button", name="Search notes").click()
    expect(page.locator("mark")).to_have_text("Gartenübung")
    expect(page).to_have_url(re.compile("/search/$"))

    log(person, Kind.PAIN, 1, score=5)
    page.goto("/trends/?range=7")
    page.locator("#numbers-pain > summary").click()
    page.get_by_role("link", name="Show the table").click()
    expect(page.locator("#table-pain tbody tr")).to_have_count(7)
