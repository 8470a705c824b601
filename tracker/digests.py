"""Digests: by which it is noticed that something is not what it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tracker import rules

if TYPE_CHECKING:
    from tracker.models import Entry


def of(content: object) -> str:
    """A digest of plain values, 32 hexadecimal digits."""
    text = json.dumps(content, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def of_values(values: Mapping[str, Any], moment: datetime | None) -> str:
    """A digest of the columns of an entry and its moment; empty ones do not count."""
    said = {n: value for n, value in values.items() if value not in (None, "", [])}
    return of([moment and moment.astimezone(UTC), said])


def of_entry(entry: Entry) -> str:
    """A digest of what an entry says."""
    held = {name: getattr(entry, name) for name in rules.COLUMNS[entry.kind]}
    return of_values(held, entry.moment)
