"""The library once more beside itself: what a library twice as large would cost."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

AGAIN: Final = "-again"
SHOWN: Final = re.compile(r"\{exercise: ([a-z0-9-]+)\}")
GUIDE: Final = re.compile(r'^guide = "([a-z0-9-]+)"$', re.MULTILINE)
ONLY_ONCE: Final = re.compile(r"^(?:easier|harder) = .*\n", re.MULTILINE)


def twice(content: Path, to: Path) -> Path:
    """Copy a folder of content, each guide, exercise and figure a second time.

    The second guides show the second exercises, with rules of their own.
    """
    shutil.copytree(content, to)
    for path in sorted(to.glob("*.md")):
        text = SHOWN.sub(rf"{{exercise: \1{AGAIN}}}", path.read_text(encoding="utf-8"))
        _beside(path, text)
    for path in sorted(to.glob("exercises/*.toml")):
        text = GUIDE.sub(rf'guide = "\1{AGAIN}"', path.read_text(encoding="utf-8"))
        _beside(path, ONLY_ONCE.sub("", text))
    for path in sorted(to.glob("figures/*.toml")):
        _beside(path, path.read_text(encoding="utf-8"))
    return to


def _beside(path: Path, text: str) -> None:
    path.with_stem(f"{path.stem}{AGAIN}").write_text(text, encoding="utf-8")
