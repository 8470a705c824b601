"""What tests of guides use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from guides.rendering import Heading, _Page
from guides.shapes import Prose


@pytest.fixture(scope="module")
def read_once() -> Iterator[None]:
    """Each text is read as Markdown once for each set of anchors before it.

    For thousands of pages under other circumstances: those decide what is left out,
    never what a text says, and reading the same again took nearly all of the time.
    """
    read = _Page.html
    kept: dict[object, tuple[str, set[str], list[Heading]]] = {}

    def html(self: _Page, prose: Prose) -> str:
        known = (prose.markdown, self.units, frozenset(self.anchors))
        if known not in kept:
            before, length = set(self.anchors), len(self.contents)
            text = read(self, prose)
            kept[known] = text, self.anchors - before, self.contents[length:]
            return text
        text, anchors, contents = kept[known]
        self.anchors |= anchors
        self.contents += contents
        return text

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Page, "html", html)
        yield
