"""Static files are collected only when they or the version changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from backcare.server import static


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "page.css").write_text("main { color: inherit }")
    return folder


def collect(tmp_path: Path, source: Path) -> bool:
    (tmp_path / "data").mkdir(exist_ok=True)
    with override_settings(
        DATA_DIR=tmp_path / "data",
        STATIC_ROOT=tmp_path / "data" / "static",
        STATICFILES_DIRS=[source],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES=settings.STORAGES
        | {
            "staticfiles": {
                "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
            }
        },
    ):
        return static.collect_if_changed()


def test_collected_once(tmp_path: Path, source: Path) -> None:
    assert collect(tmp_path, source) is True
    assert collect(tmp_path, source) is False
    names = sorted(path.name for path in (tmp_path / "data" / "static").iterdir())
    assert names[-1] == "staticfiles.json"
    assert "page.css" in names


def test_collected_again_after_a_change(tmp_path: Path, source: Path) -> None:
    collect(tmp_path, source)
    (source / "page.css").write_text("main { color: red }")
    os.utime(source / "page.css", (1, 1))

    assert collect(tmp_path, source) is True
    collected = tmp_path / "data" / "static" / "page.css"
    assert collected.read_text() == "main { color: red }"


def test_what_is_gone_is_cleared(tmp_path: Path, source: Path) -> None:
    (source / "old.css").write_text("")
    collect(tmp_path, source)
    (source / "old.css").unlink()

    assert collect(tmp_path, source) is True
    assert not (tmp_path / "data" / "static" / "old.css").exists()


def test_collected_again_by_another_version(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(tmp_path, source)
    monkeypatch.setattr(static, "__version__", "99.0")

    assert collect(tmp_path, source) is True


def test_collected_again_after_it_was_cut_short(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(tmp_path, source)
    (source / "page.css").write_text("main {}")

    def fail(*args: object, **options: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(static, "call_command", fail)
        with pytest.raises(OSError, match="no space"):
            collect(tmp_path, source)

    assert collect(tmp_path, source) is True
