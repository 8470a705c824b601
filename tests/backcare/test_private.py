"""Whatever makes files in the data folder: nobody else can read them."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.backcare.conftest import clean_environ

MANAGE = str(Path(__file__).parents[2] / "manage.py")


def open_to_others(folder: Path) -> list[str]:
    """What is in a folder that others could read, were the folder itself open."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["-m", "backcare", "user", "list"], id="the command"),
        pytest.param([MANAGE, "migrate", "sessions"], id="manage.py"),
    ],
)
def test_commands_make_files_for_their_owner_alone(
    tmp_path: Path, words: list[str]
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    done = subprocess.run(
        [sys.executable, *words],
        env=clean_environ() | {"BACKCARE_DATA": str(data)},
        capture_output=True,
        text=True,
        umask=0o022,
    )
    assert done.returncode == 0, done.stderr
    assert (data / "backcare.sqlite3").exists()
    assert open_to_others(data) == []
