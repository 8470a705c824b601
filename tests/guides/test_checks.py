"""What stands between the guides and the rest: the start, the command, the rows."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from guides import checks
from guides.errors import LibraryError
from guides.library import library
from guides.models import GuideMark
from tracker.models import Person

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_sound_library_passes_the_system_check() -> None:
    assert checks.library_is_whole(None) == []


def test_broken_file_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise LibraryError(Path("content/water.md"), 7, "unknown topic 'naps'")

    monkeypatch.setattr(checks, "library", broken)
    (error,) = checks.library_is_whole(None)
    assert error.id == "guides.E001"
    assert error.msg == "The guides cannot be shown: unknown topic 'naps'."
    assert error.hint == "Mend content/water.md, line 7."
    assert error.is_serious()


def test_command_prints_every_rule() -> None:
    out = StringIO()
    call_command("guides", stdout=out)
    lines = out.getvalue().split("\n")
    for guide in library().guides.values():
        assert guide.slug in lines or f"{guide.slug}: no rule" in lines
        for rule in guide.rules:
            urgent = ", urgent" if rule.urgent else ""
            assert f"  {rule.id} (fit {rule.fit}{urgent})" in lines
            assert f"    because  {rule.because}" in lines


def put(person: Person, kind: str, guide: str = "water") -> None:
    with transaction.atomic():
        GuideMark.objects.create(person=person, guide=guide, kind=kind, made_at=NOW)


def test_database_keeps_one_opinion_a_guide(person: Person) -> None:
    put(person, "read")
    put(person, "helped")
    put(person, "not-for-me", guide="desk-setup")
    with pytest.raises(IntegrityError):
        put(person, "did-not-help")
    with pytest.raises(IntegrityError):
        put(person, "read")
    assert str(GuideMark.objects.get(kind="read")) == "water: Read"


def test_database_knows_no_other_mark(person: Person) -> None:
    with pytest.raises(IntegrityError):
        put(person, "loved")


def test_two_people_mark_the_same_guide(person: Person, other_person: Person) -> None:
    put(person, "helped")
    put(other_person, "not-for-me")
    assert GuideMark.objects.count() == 2
