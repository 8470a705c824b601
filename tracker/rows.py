"""Rows by fixed SQL, for the few questions that every page and every tap asks.

Django takes longer to put such a question together than the database to answer it.
Plain SQL that SQLite and PostgreSQL both read, values always bound; the names of
tables and columns come from the models. Only ``tracker.access`` and
``tracker.recording`` use it, and tests hold each question against Django's own form.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState

Model = TypeVar("Model", bound=models.Model)
PLAIN: Final = (int, bool)
"""Types that every database takes as they are."""


def select(model: type[models.Model], *names: str) -> str:
    """``SELECT ... FROM ...`` of the columns with these names, or of all of them."""
    by_name = _columns(model)
    columns = [by_name[name] for name in names or by_name]
    table = _quoted(model._meta.db_table)
    return f"SELECT {', '.join(map(_quoted, columns))} FROM {table}"


def select_text(model: type[models.Model], *names: str) -> str:
    """The same with every column as text, dates in ISO form: cheap where rows are many.

    SQLite's driver makes a date of each one otherwise.
    """
    by_name = _columns(model)
    texts = ", ".join(f"CAST({_quoted(by_name[name])} AS text)" for name in names)
    return f"SELECT {texts} FROM {_quoted(model._meta.db_table)}"


def _columns(model: type[models.Model]) -> dict[str, str]:
    return {field.name: str(field.column) for field in model._meta.concrete_fields}


def values(sql: str, *bound: object) -> list[tuple[Any, ...]]:
    """The rows as the database gives them: lists as JSON text, times without zone."""
    connection = connections[DEFAULT_DB_ALIAS]
    adapted = [_adapted(value, connection) for value in bound]
    with connection.cursor() as cursor:
        cursor.execute(sql, adapted)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def instances(model: type[Model], sql: str, *bound: object) -> list[Model]:
    """The rows of a question that begins with ``select(model)``, as models."""
    found = values(sql, *bound)
    if not found:
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    names, changes = _shape(model, connection)
    made = []
    for row in found:
        columns = list(row)
        for place, change, field in changes:
            if columns[place] is not None:
                columns[place] = change(columns[place], field, connection)
        made.append(_made(model, connection.alias, names, columns))
    return made


def _made(
    model: type[Model], alias: str, names: list[str], columns: list[Any]
) -> Model:
    """What ``from_db`` makes, without the signals that nobody here listens to."""
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding, row._state.db = False, alias
    row.__dict__.update(zip(names, columns, strict=True))
    return row


def insert(row: models.Model) -> None:
    """Write a new row and give it the key that the database chose."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(_insert(type(row)), _prepared(row, connection))
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias


def upsert(rows: Sequence[models.Model], unique: Sequence[str]) -> None:
    """Write rows of one model, each over the one that has its ``unique`` columns."""
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    sql = _upsert(type(rows[0]), tuple(unique))
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(sql, _prepared(row, connection))


def delete(model: type[models.Model], pk: int) -> None:
    """Erase the row with this key; for tables that no other one points to."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {_quoted(model._meta.db_table)} WHERE id = %s", [pk]
        )


def _prepared(row: models.Model, connection: BaseDatabaseWrapper) -> list[Any]:
    prepared = []
    for field, as_it_is in _written(type(row)):
        value = getattr(row, field.attname)
        if value is not None and type(value) not in as_it_is:
            value = field.get_db_prep_save(value, connection)
        prepared.append(value)
    return prepared


@lru_cache
def _written(model: type[models.Model]) -> list[tuple[Any, tuple[type, ...]]]:
    """The columns of a new row, each with the types it takes as they are."""
    words = (models.CharField, models.TextField)
    return [
        (field, (*PLAIN, str) if isinstance(field, words) else PLAIN)
        for field in model._meta.concrete_fields
        if not field.primary_key
    ]


@lru_cache
def _insert(model: type[models.Model]) -> str:
    key = _quoted(str(model._meta.pk and model._meta.pk.column))
    return f"{_into(model)} RETURNING {key}"


def _into(model: type[models.Model]) -> str:
    columns = [field.column for field, _ in _written(model)]
    names = ", ".join(map(_quoted, columns))
    marks = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({marks})"


@lru_cache
def _upsert(model: type[models.Model], unique: tuple[str, ...]) -> str:
    columns = [field.column for field, _ in _written(model)]
    changes = ", ".join(
        f"{_quoted(column)} = EXCLUDED.{_quoted(column)}"
        for column in columns
        if column not in unique
    )
    found = ", ".join(map(_quoted, unique))
    return f"{_into(model)} ON CONFLICT ({found}) DO UPDATE SET {changes}"


def _shape(
    model: type[models.Model], connection: BaseDatabaseWrapper
) -> tuple[list[str], list[tuple[int, Any, Any]]]:
    """The attributes of a model in the order of ``select``, and what changes which.

    The functions that change values belong to one connection, so it keeps them.
    """
    kept: dict[Any, Any] = connection.__dict__.setdefault("_backcare_shapes", {})
    if model not in kept:
        fields = model._meta.concrete_fields
        changes = [
            (place, change, field.cached_col)
            for place, field in enumerate(fields)
            for change in (
                *connection.ops.get_db_converters(field.cached_col),
                *field.get_db_converters(connection),
            )
        ]
        kept[model] = [field.attname for field in fields], changes
    shape: tuple[list[str], list[tuple[int, Any, Any]]] = kept[model]
    return shape


def _adapted(value: object, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_unknown_value(value)


def _quoted(name: str) -> str:
    return f'"{name}"'
