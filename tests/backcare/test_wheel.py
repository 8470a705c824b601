"""The wheel: built from clean sources, installed where nothing else is, started."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backcare.conftest import SECONDS_TO_ANSWER, Running, clean_environ, free_port

ROOT = Path(__file__).resolve().parents[2]
NOT_SOURCES = (".git", ".venv*", ".*_cache", "__pycache__", "vendor", "tests", ".ci")
CHART = "vendor/chart.umd.min.js"


def run(*program: str | Path, cwd: Path) -> None:
    done = subprocess.run(
        list(map(str, program)),
        cwd=cwd,
        env=clean_environ(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by pip as for anybody, with npm bringing the browser's libraries."""
    place = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, place / "source", ignore=shutil.ignore_patterns(*NOT_SOURCES))
    build = (sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", place)
    run(*build, place / "source", cwd=place)
    [built] = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Iterator[Running]:
    """A server from the wheel, in an environment of its own."""
    place = wheel.parent
    # A pip in it, and bytecode of what is never imported, would take most of the time.
    run(sys.executable, "-m", "venv", "--without-pip", place / "venv", cwd=place)
    pip = (sys.executable, "-m", "pip", "--python", place / "venv", "install")
    how = ("-q", "--no-compile", "-c", ROOT / "constraints.txt")
    run(*pip, *how, wheel, cwd=place)
    environ = {"BACKCARE_DATA": str(place / "data"), "PYTHONPATH": ""}
    program = [str(place / "venv/bin/backcare")]
    server = Running(program, free_port(), place / "server.log", environ)
    try:
        yield server.wait()
    finally:
        server.kill()


def sources(folder: str, *patterns: str) -> set[str]:
    """Files of the checkout that must be in the wheel, as paths below the root."""
    return {
        str(path.relative_to(ROOT))
        for pattern in patterns
        for path in (ROOT / folder).rglob(pattern)
    }


def test_it_holds_everything_that_runs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    wanted = {f"backcare/{name}" for name in sources("templates", "*.*")}
    wanted |= sources("backcare/static", "*.*")
    wanted |= sources("guides/content", "*.md", "*.toml")
    wanted |= sources("tracker", "*.py") | sources("guides", "*.py")
    wanted |= {n for n in sources("backcare", "*.py") if "/packaging/" not in n}
    wanted -= {"backcare/static/vendor/.fingerprint"}
    assert len(wanted) > 100
    assert wanted - names == set()


def test_it_holds_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "backcare",
        "tracker",
        "guides",
    }
    left_out = re.compile(r"backcare/packaging/|__pycache__|secret|\.sqlite3|/\.")
    assert [name for name in names if left_out.search(name)] == []


def test_it_starts_and_shows_the_sign_in_page(installed: Running) -> None:
    address = f"{installed.address}/accounts/login/"
    with urllib.request.urlopen(address, timeout=SECONDS_TO_ANSWER) as answer:
        page = answer.read().decode()

    assert "<title>Sign in" in page
    assert str(ROOT) not in installed.output


def test_it_serves_chart_js(installed: Running, wheel: Path) -> None:
    manifest = wheel.parent / "data" / "static" / "staticfiles.json"
    name = json.loads(manifest.read_text())["paths"][CHART]
    request = urllib.request.Request(
        f"{installed.address}/static/{name}", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]
        script = gzip.decompress(answer.read()).decode()

    assert "Chart.js v4" in script
    assert script.rstrip().endswith(".map")
