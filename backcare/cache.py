"""The cache in the database, which counts tries to sign in and keeps used codes."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections, router, transaction


class CountingCache(DatabaseCache):
    """Django's, but what cannot be written is not passed over in silence.

    A try that is not counted would be answered as one too many, whatever was typed:
    the page has to say that the disk is full instead.
    """

    def _base_set(
        self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT
    ) -> bool:
        database = router.db_for_write(self.cache_model_class)
        refused: list[OperationalError] = []

        def note(execute: Any, *arguments: Any) -> Any:
            try:
                return execute(*arguments)
            except OperationalError as error:
                refused.append(error)
                raise

        # Committing is left to the outer transaction, whose errors are heard.
        with (
            connections[database].execute_wrapper(note),
            transaction.atomic(using=database),
        ):
            done: bool = super()._base_set(  # type: ignore[misc]
                mode, key, value, timeout
            )
            if refused:
                raise refused[0]
        return done
