"""The data folder: private, writable, held by one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from backcare.refusal import Refusal
from backcare.server import folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_is_private(tmp_path: Path) -> None:
    new = tmp_path / "deep" / "data"

    folder.prepare(new)

    assert mode(new) == 0o700
    assert list(new.iterdir()) == []


def test_an_existing_folder_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)

    folder.prepare(tmp_path)

    assert mode(tmp_path) == 0o750


def test_a_path_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Refusal, match="cannot be written: Not a directory"):
        folder.prepare(tmp_path / "file" / "data")


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").touch()

    with pytest.raises(Refusal, match="cannot be written: a file stands in its place"):
        folder.prepare(tmp_path / "data")


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    key = folder.secret_key(tmp_path)

    assert len(key) >= 64
    assert mode(tmp_path / "secret_key") == 0o600
    assert folder.secret_key(tmp_path) == key


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 60])
def test_a_broken_secret_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret_key").write_bytes(content)

    with pytest.raises(Refusal, match="cannot be read or is too short"):
        folder.secret_key(tmp_path)


def test_one_process_holds_the_folder(tmp_path: Path) -> None:
    lock = folder.hold(tmp_path)

    with pytest.raises(Refusal, match=rf"in use .* \(process {os.getpid()}\)"):
        folder.hold(tmp_path)

    os.close(lock)
    os.close(folder.hold(tmp_path))
