"""TOML tables taken key by key, each value checked, the rest refused."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any, Final

from guides.errors import LibraryError, line_of
from guides.units import stray_braces


def read_text(path: Path) -> str:
    """The text of a file. Raises LibraryError where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LibraryError(path, 1, "is not UTF-8") from error


def parse_toml(path: Path, text: str, first_line: int = 1) -> dict[str, Any]:
    """The TOML of a text that begins on ``first_line`` of the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        line = first_line
        if "at line " in message:
            line += int(message.split("at line ")[1].split(",")[0]) - 1
        raise LibraryError(path, line, message.split(" (at ")[0]) from error


class Table:
    """A TOML table whose keys are taken one by one; what is left over is refused."""

    def __init__(
        self, path: Path, text: str, data: dict[str, Any], from_line: int = 1
    ) -> None:
        self.path = path
        self.text = text
        self.data = dict(data)
        self.from_line = from_line

    def fail(self, message: str, *words: str) -> LibraryError:
        return LibraryError(
            self.path, line_of(self.text, *words, from_line=self.from_line), message
        )

    def take(self, key: str, kind: type, default: Any = None) -> Any:
        """The value of ``key``, checked to be of ``kind``; required without default."""
        if key not in self.data:
            if default is None:
                raise self.fail(f"{key!r} is missing")
            return default
        value = self.data.pop(key)
        # bool is an int to Python, but never to a reader of these files.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fail(f"{key!r} must be {NAMES[kind]}", key)
        return value

    def text_of(self, key: str, default: str | None = None) -> str:
        value: str = self.take(key, str, default)
        if not value.strip() and default is None:
            raise self.fail(f"{key!r} is empty", key)
        return self._plain(key, value)

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        values = self.take(key, list, default)
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.fail(f"{key!r} must hold words", key)
            self._plain(key, value)
        return tuple(values)

    def _plain(self, key: str, value: str) -> str:
        if key in OWN_LANGUAGE:
            return value
        if "](" in value or "<" in value:
            raise self.fail(f"{key!r} must be plain text", value, key)
        if brace := stray_braces(value):
            raise self.fail(f"cannot read {brace!r} in {key!r}", brace, key)
        return value

    def words(
        self,
        key: str,
        known: Collection[str] | None = None,
        default: list[str] | None = None,
    ) -> tuple[str, ...]:
        """A list of words, each once and each of the closed list ``known``."""
        values = self.texts(key, default)
        if len(set(values)) < len(values):
            raise self.fail(f"{key!r} names something twice", key)
        for value in values:
            if known is not None and value not in known:
                raise self.fail(f"unknown {ONE_OF[key]} {value!r}", f'"{value}"')
        return values

    def one_of(self, key: str, known: Collection[str]) -> str:
        value = self.text_of(key)
        if value not in known:
            raise self.fail(f"unknown {key} {value!r}", f'"{value}"')
        return value

    def done(self) -> None:
        """Refuse the keys that nobody took."""
        for key in self.data:
            raise self.fail(f"unknown key {key!r}", f"{key} =", f"[{key}")


NAMES: Final = {
    str: "a text",
    list: "a list",
    bool: "true or false",
    int: "a whole number",
    date: "a date",
    dict: "a table",
}
OWN_LANGUAGE: Final = frozenset({"because", "when"})
"""Keys of rules, whose braces and signs ``rules`` reads."""

ONE_OF: Final = {
    "topics": "topic",
    "areas": "area",
    "tags": "tag",
    "not_when": "condition",
    "fits_in": "condition",
    "situations": "situation",
}
