"""How a broken file of content is refused: by name and line."""

from __future__ import annotations

from pathlib import Path


class LibraryError(ValueError):
    """Content that cannot be used. ``line`` counts from 1."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line
        self.message = message


def line_of(text: str, *words: str, from_line: int = 1) -> int:
    """The first line from ``from_line`` on that holds the first word found.

    Where none of the words is found it is ``from_line`` itself.
    """
    lines = text.split("\n")
    for word in words:
        for number, line in enumerate(lines[from_line - 1 :], from_line):
            if word in line:
                return number
    return from_line
