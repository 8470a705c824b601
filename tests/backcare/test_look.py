"""The look: what the style sheets promise, and what templates may not hold."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string

from tracker.vocabulary import AREAS

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "backcare" / "static" / "backcare"
BASE = (STATIC / "css" / "base.css").read_text()
PARTS = (STATIC / "css" / "parts.css").read_text()
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OURS = [*TEMPLATES, *sorted(STATIC.rglob("*.css")), *sorted(STATIC.rglob("*.js"))]

CHOSEN = ':root[data-theme="dark"] {'
PREFERRED = ':root:not([data-theme="light"]) {'


def tokens(start: str) -> dict[str, str]:
    """The custom properties of the first block after ``start``."""
    block = BASE[BASE.index(start) :].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


LIGHT = tokens(":root {")
THEMES = {"light": LIGHT, "dark": LIGHT | tokens(CHOSEN)}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


TEXT = [
    (ink, ground)
    for ground in ("ground", "surface", "sunken")
    for ink in ("ink", "ink-soft", "accent", "accent-strong", "urgent", "warn")
] + [
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("ink", "accent-soft"),
    ("ink-soft", "accent-soft"),
    ("accent", "accent-soft"),
    ("ink", "warn-soft"),
    ("ink-soft", "warn-soft"),
    ("warn", "warn-soft"),
    ("accent", "warn-soft"),
    ("ink", "urgent-soft"),
    ("ink-soft", "urgent-soft"),
    ("accent", "urgent-soft"),
    ("urgent", "urgent-soft"),
    ("urgent-ink", "urgent"),
    ("chart-text", "surface"),
]
ROLES = (
    "pain",
    "worst",
    "mean",
    "sleep",
    "water",
    "exercise",
    "breaks",
    "goal",
    "mark",
)
SIGNS = [("line-strong", "surface"), ("line-strong", "ground")] + [
    (f"chart-{role}", "surface") for role in ROLES
]


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read(theme: str) -> None:
    colours = THEMES[theme]
    weak = [pair for pair in TEXT if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
    assert weak == []


@pytest.mark.parametrize("theme", THEMES)
def test_controls_and_charts_can_be_seen(theme: str) -> None:
    colours = THEMES[theme]
    weak = [pair for pair in SIGNS if contrast(colours[pair[0]], colours[pair[1]]) < 3]
    assert weak == []


@pytest.mark.parametrize("theme", THEMES)
def test_more_pain_is_darker_and_its_number_readable(theme: str) -> None:
    colours = THEMES[theme]
    shades = [colours[f"pain-{score}"] for score in range(11)]
    for score, shade in enumerate(shades):
        rule = PARTS[PARTS.index(f".pain-{score}.pain-{score} {{") :].split("}", 1)[0]
        ink = re.search(r"color: var\(--(pain-ink-\w+)\)", rule)
        assert ink is not None
        assert contrast(colours[ink[1]], shade) >= 4.5, score
    brightness = [luminance(shade) for shade in shades]
    assert brightness == sorted(brightness, reverse=True)
    steps = [contrast(a, b) for a, b in pairwise(shades)]
    assert min(steps) > 1.08


def test_the_chosen_dark_theme_is_the_one_of_the_device() -> None:
    assert tokens(CHOSEN) == tokens(PREFERRED)


def test_every_colour_used_is_defined() -> None:
    scripts = "".join(
        (STATIC / "js" / name).read_text() for name in ("charts.js", "looks.js")
    )
    used = set(re.findall(r"var\(--([\w-]+)\)", BASE + PARTS))
    used |= set(re.findall(r'colour\("([\w-]+)"\)', scripts))
    local = set(re.findall(r"--(area-[\w-]+):", PARTS))
    assert used - set(LIGHT) - local == set()


FORBIDDEN = {
    "inline style": r"<[^>%]*\sstyle\s*=",
    "style element": r"<style\b",
    "inline script": r"<script(?![^>]*(\bsrc=|application/json))",
    "script attribute": r"<[^>%]*\son\w+\s*=",
    "htmx without data-": r"<[^>%]*\shx-",
    "htmx script attribute": r"data-hx-on|data-hx-vals=.js:|javascript:",
}


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_templates_hold_nothing_that_the_policy_blocks(path: Path) -> None:
    text = path.read_text()
    assert [name for name, what in FORBIDDEN.items() if re.search(what, text)] == []


def test_nothing_names_another_host() -> None:
    found = {
        path.name: hosts
        for path in OURS
        if (hosts := re.findall(r"(?:https?:)?//[\w-]+\.[\w.-]+", path.read_text()))
    }
    assert found == {}


def test_every_page_is_light() -> None:
    """Today may bring eight files and 80 KB with it; the page itself is counted too."""
    page = render_to_string("base.html")
    linked = re.findall(r'(?:src|href)="[^"]*static/([^"]+)"', page)
    assert len(linked) <= 7
    scripts = re.findall(r"backcare/(js/[^.\"]+)[^\"]*\.js", page)
    assert len(scripts) == 3
    files = [*STATIC.glob("css/*.css"), *(STATIC / f"{name}.js" for name in scripts)]
    ours = sum(len(gzip.compress(path.read_bytes())) for path in files)
    assert ours < 24_000


def page_of_map(checked: list[str]) -> str:
    context = {"areas": AREAS.values(), "checked": checked, "prefix": "test"}
    drawn = render_to_string("components/body_shapes.html")
    return drawn + render_to_string("components/body_map.html", context)


def test_body_map_has_a_labelled_checkbox_for_every_area() -> None:
    page = page_of_map(["lower_back-left"])
    boxes = re.findall(r'name="areas" value="([\w-]+)"', page)
    assert sorted(boxes) == sorted(AREAS)
    for code, area in AREAS.items():
        assert page.count(f'href="#body-{code}"') == 1
        assert page.count(f'<g id="body-{code}">') == 1
        assert f">{area.label}</span>" in page
    assert re.findall(r'value="([\w-]+)"[^>]* checked', page) == ["lower_back-left"]


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_body_map_is_mirrored_as_one_sees_it(area: object) -> None:
    """From behind your left is on the left; from the front it is on the right."""
    code, side, view = (getattr(area, name) for name in ("code", "side", "view"))
    found = re.search(
        rf'<g id="body-{code}">.*?shape" d="M(-?[\d.]+) ', page_of_map([])
    )
    assert found is not None
    if side != "middle":
        assert (float(found[1]) < 0) == ((side == "left") == (view == "back"))


class Sample(forms.Form):
    hours = forms.IntegerField(label="Hours", help_text="Of last night.", max_value=24)
    feels = forms.MultipleChoiceField(
        choices=[("dull", "Dull")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(label="Yes", required=False)


def test_a_field_is_tied_to_its_label_help_and_error() -> None:
    page = Sample({"hours": "30"}).as_div()
    assert '<label class="field-label" for="id_hours">Hours</label>' in page
    assert 'aria-describedby="id_hours_helptext id_hours_error"' in page
    assert 'aria-invalid="true"' in page
    assert '<div class="field-help" id="id_hours_helptext">Of last night.</div>' in page
    assert '<ul class="field-error" id="id_hours_error">' in page


def test_choices_are_large_and_grouped() -> None:
    page = Sample().as_div()
    assert '<legend class="field-label">Feels</legend>' in page
    assert '<label class="choice" for="id_feels_0">' in page
    assert '<label class="choice" for="id_agree">' in page
