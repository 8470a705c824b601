"""How a broken file of safety is refused: by name and line, and in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from guides.errors import line_of
from guides.tables import NAMES

Read = TypeVar("Read")

KEYS: Final[Mapping[type, str]] = {
    bool: "each_day alone",
    int: "quiet_days rise high_pain pain days of_logged full_again_days weekly_from"
    " episode_asked_days low_pain low_days",
    list: "come_back questions with_any sensations marks words except before signs"
    " others having theirs hidden only hidden_offers topics pages stop_rules facts"
    " rows week_steps episode_days",
    str: "because title name do id section text tick why also then begins action to"
    " first at_once nobody_watches none_ticked carries reason instead disclaimer"
    " disclaimer_line soreness",
}
KINDS: Final = {key: kind for kind, keys in KEYS.items() for key in keys.split()}
"""What each key holds that is no table. Who reads them refuses keys not known."""

OF_TABLES: Final = frozenset({"questions", "groups", "raised", "follow_up"})
OF_NUMBERS: Final = frozenset({"week_steps", "episode_days"})
PAINS: Final = frozenset({"high_pain", "rise", "pain", "low_pain"})
AT_LINE: Final = re.compile(r" \(at line (\d+), .*\)$|$")
QUOTED: Final = re.compile(r"'([^']+)'")


class SafetyError(ValueError):
    """A file of safety, or what was answered, cannot be used.

    ``line`` and ``message`` are set where a file is broken.
    """

    line: int = 1
    message: str = ""


def load(
    path: Path, read: Callable[[dict[str, Any]], Read], kind: type[SafetyError]
) -> Read:
    """What ``read`` makes of a TOML file. Raises ``kind`` with the file's line."""
    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
        _check(data)
        return read(data)
    except tomllib.TOMLDecodeError as error:
        at = AT_LINE.search(str(error))
        line = int(at[1]) if at and at[1] else 1
        raise _located(kind, path, line, AT_LINE.sub("", str(error))) from error
    except KeyError as error:
        raise _located(kind, path, 1, f"missing key {error}") from error
    except (TypeError, ValueError) as error:
        raise _located(kind, path, _line(text, str(error)), str(error)) from error


def _located(
    kind: type[SafetyError], path: Path, line: int, message: str
) -> SafetyError:
    error = kind(f"{path}:{line}: {message}")
    error.line, error.message = line, message
    return error


def _line(text: str, message: str) -> int:
    """Where what a message names stands: its owner first, then what is quoted."""
    owner = message.split(":")[0]
    named = [*QUOTED.findall(message), message.rsplit(": ", 1)[-1]]
    tables = [f'id = "{owner}"', f"[triggers.{owner}]", f"[conditions.{owner}]"]
    start = line_of(text, *tables)
    found = line_of(text, *(f'"{word}"' for word in named), from_line=start)
    if found == start:
        keys = [f"{word} =" for word in named] + [f".{word}]" for word in named]
        found = line_of(text, *keys, from_line=start)
    return found


def _check(table: Mapping[str, Any]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _check(value)
        elif isinstance(value, list) and key in OF_TABLES and _holds(value, dict):
            for one in value:
                _check(one)
        elif key in KINDS:
            _check_value(key, value, KINDS[key])


def _check_value(key: str, value: object, kind: type) -> None:
    # bool is an int to Python, but never to a reader of these files.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{key!r} must be {NAMES[kind]}")
    if isinstance(value, list):
        of = int if key in OF_NUMBERS else str
        if not _holds(value, of):
            raise ValueError(f"{key!r} must hold {'numbers' if of is int else 'words'}")
    if isinstance(value, str) and not value.strip():
        raise ValueError(f"{key!r} is empty")
    if kind is int and not 0 <= int(str(value)) <= (10 if key in PAINS else 366):
        raise ValueError(f"{key!r} cannot be {value}")


def _holds(values: list[Any], kind: type) -> bool:
    return all(isinstance(one, kind) and one for one in values)
