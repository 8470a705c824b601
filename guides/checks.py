"""What the system checks hold the guides to before anything starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from guides.library import LibraryError, library
from guides.safety.questions import ScreenError, screen


@register("guides")
def library_is_whole(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """guides.E001: a file of content is broken; the hint has its name and line."""
    try:
        library()
    except LibraryError as error:
        return [
            Error(
                f"The guides cannot be shown: {error.message}.",
                hint=f"Mend {error.path}, line {error.line}.",
                id="guides.E001",
            )
        ]
    return []


@register("guides")
def screen_is_whole(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """guides.E002: the screen of warning signs is broken; the message names it."""
    try:
        screen()
    except ScreenError as error:
        words = f"The screen of warning signs cannot be shown: {error}."
        return [Error(words, id="guides.E002")]
    return []
