"""Health: what whoever watches the server is told, and what it costs to ask."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from backcare.server import folder
from tests.backcare.conftest import Start, backcare

MIB = 1024 * 1024
FILLED = """
import sys
from pathlib import Path
from backcare.server import folder
data = Path(sys.argv[1])
print(folder.trouble(data))
try:
    (data / "filler").write_bytes(bytes(9_000_000))
except OSError:
    print(folder.trouble(data))
(data / "filler").unlink()
print(folder.trouble(data))
"""


def disk(free: int = 100 * MIB, blocks: int = 1_000_000, flags: int = 0) -> Any:
    """What the system says of a disk with so many free bytes."""
    count = free // 4096
    numbers = (4096, 4096, blocks, count, count, 1000, 500, 500, flags, 255)
    return os.statvfs_result(numbers)


def test_health_is_public_and_reads_no_database(client: Client) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.content == b"ok"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (disk(free=MIB // 2), "the disk is full"),
        (disk(flags=os.ST_RDONLY), "the data folder cannot be written"),
    ],
)
def test_health_says_that_nothing_can_be_saved_and_no_path(
    client: Client, monkeypatch: pytest.MonkeyPatch, found: Any, told: str
) -> None:
    monkeypatch.setattr(os, "statvfs", lambda path: found)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.content.decode() == f"degraded: {told}"
    monkeypatch.undo()
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("limits", [disk(), disk(free=0, blocks=0)])
def test_a_disk_with_room_or_without_limits_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: Any
) -> None:
    monkeypatch.setattr(os, "statvfs", lambda path: limits)
    assert folder.trouble(tmp_path) is None


@pytest.mark.parametrize("lost", ["", folder.DATABASE])
def test_what_belongs_to_somebody_else_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    (tmp_path / folder.DATABASE).touch()
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path / lost)
    assert folder.trouble(tmp_path) == "the data folder cannot be written"


def test_a_folder_that_went_away_is_told(tmp_path: Path) -> None:
    assert folder.trouble(tmp_path / "gone") == "the data folder cannot be read"


def test_a_disk_that_fills_and_empties(tmp_path: Path) -> None:
    if not shutil.which("unshare"):
        pytest.skip("unshare is not installed")
    inside = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    mount = f'mount -t tmpfs -o size=3m none "{tmp_path}"'
    if subprocess.run([*inside, mount], capture_output=True).returncode:
        pytest.skip("this process may not mount a file system")
    done = subprocess.run(
        [
            *inside,
            f'{mount} && exec "$@"',
            "sh",
            sys.executable,
            "-c",
            FILLED,
            tmp_path,
        ],
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines() == ["None", "the disk is full", "None"], done.stderr


def test_the_command_says_what_the_server_says(start: Start, data: Path) -> None:
    server = start(BACKCARE_DATA=str(data))
    data.rename(data.with_name("elsewhere"))
    done = backcare("health", BACKCARE_PORT=str(server.port))
    assert done.returncode == 1
    assert done.stderr == "backcare: degraded: the data folder cannot be read\n"
    data.with_name("elsewhere").rename(data)
    assert backcare("health", BACKCARE_PORT=str(server.port)).stdout == "ok\n"
