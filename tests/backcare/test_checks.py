"""What is looked at before every start."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import override_settings

from backcare import checks


def test_a_whole_installation_has_nothing_to_say(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    for name in ("secret_key", "backcare.sqlite3"):
        (tmp_path / name).touch(mode=0o600)

    with override_settings(DATA_DIR=tmp_path):
        assert checks.data_are_private(None) == []
    assert checks.browser_libraries_are_there(None) == []


def test_a_folder_that_others_can_read_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    (tmp_path / "secret_key").touch(mode=0o604)
    (tmp_path / "secret_key").chmod(0o604)

    with override_settings(DATA_DIR=tmp_path):
        found = checks.data_are_private(None)

    assert [message.id for message in found] == ["backcare.W001", "backcare.W002"]
    assert [message.hint for message in found] == [
        f"chmod 700 {tmp_path}",
        f"chmod 600 {tmp_path}/secret_key",
    ]


def test_a_missing_chart_library_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finders, "find", lambda path: None)
    [message] = checks.browser_libraries_are_there(None)

    assert message.id == "backcare.E001"
    assert message.is_serious()
    assert message.hint
