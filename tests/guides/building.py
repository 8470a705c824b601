"""Small libraries of content, written to a folder for one test."""

from __future__ import annotations

from pathlib import Path

from guides.library import Library, load

FACTS = """
[sleep-long]
kind = "habit"
link_mode = "auto"
credibility = "plausible"
figures = [7, 8]

[stretch-child]
kind = "exercise"
link_mode = "auto"
credibility = "mixed"
figures = []

[other]
kind = "habit"
link_mode = "auto"
credibility = "plausible"
figures = []

[page-only]
kind = "claim"
link_mode = "page_only"
credibility = "plausible"
figures = [80]

[baking-soda]
kind = "claim"
link_mode = "never"
credibility = "unsupported"
figures = []

[backwards]
kind = "habit"
link_mode = "never"
credibility = "mixed"
figures = [30]

[unsound]
kind = "cause"
link_mode = "auto"
credibility = "unsupported"
figures = []
"""

EVIDENCE = """
title = "Sleep length and pain"
verdict = "mixed"
sentence = "Short nights and pain go together."

[[references]]
title = "Sleep and pain"
authors = "Doe J"
year = 2020
identifier = "doi:10.1000/1"
"""

EXERCISE = """
name = "Child's pose"
other_names = ["Resting kneel"]
kind = "exercise"
summary = "Rounds the back gently."
areas = ["lower_back"]
position = "kneeling"
steps = ["Kneel.", "Fold forward over {5 cm} of cushion."]
tags = ["stretch", "bend", "kneeling"]
not_when = []
when_not = ["Your knees hurt."]
stop = ["Stop if your knees hurt."]
evidence = "sleep"
guide = "sleeping"
covers = ["stretch-child"]

[dose]
hold_seconds = [10, 30]
times_a_day = 1
per_side = true
note = "Shorter is fine."
"""

HEAD = """title = "Sleeping"
summary = "How long."
reviewed = 2026-11-20
topics = ["sleep"]
areas = []
evidence = ["sleep"]
covers = ["sleep-long", "stretch-child"]
related = []

[[offer_when]]
id = "short-night"
because = "you slept {sleep_minutes}, below {sleep_target_minutes}"
when = ["sleep_minutes < sleep_target_minutes"]
facts = ["sleep-long"]
"""

BODY = """
Some words.

## How long

::: passage facts=sleep-long evidence=sleep
Aim for 7 to 8 hours. Drink {250 ml}.
:::

{exercise: child-pose}
"""


def page(head: str = HEAD, body: str = BODY) -> str:
    """The text of a page."""
    return f"+++\n{head}+++\n{body}"


def write(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write a sound library of one page, with ``files`` put over it by path."""
    content = {
        "facts.toml": FACTS,
        "evidence/sleep.toml": EVIDENCE,
        "exercises/child-pose.toml": EXERCISE,
        "sleeping.md": page(),
        **(files or {}),
    }
    for name, text in content.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def build(folder: Path, files: dict[str, str] | None = None) -> Library:
    """The library of such a folder."""
    return load(write(folder, files))
