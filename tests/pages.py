"""What a page says, with its spaces folded: where a line breaks does not matter."""

from __future__ import annotations

from typing import Any

from django.test import Client


def text(answer: Any) -> str:
    """What an answer says, markup included."""
    return " ".join(answer.content.decode().split())


def page_of(client: Client, address: str) -> str:
    """The same, of what stands at an address."""
    return text(client.get(address))
