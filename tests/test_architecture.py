"""Rules of the repository that hold across its parts."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("backcare", "tracker", "guides")
TOP_LEVEL = {
    *("README.md", "manage.py", "pyproject.toml", "backcare", "tracker", "guides"),
    *("templates", "tests", "LICENSE", "CHANGELOG.md", "constraints.txt"),
}
MOST_LINES = 400


def modules() -> list[Path]:
    return [path for part in PARTS for path in (ROOT / part).rglob("*.py")]


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout


def test_the_top_level_is_fixed() -> None:
    found = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith((".", "__")) and path.suffix != ".egg-info"
    }

    assert found - {"build", "dist", "htmlcov"} == TOP_LEVEL


def test_modules_fit_the_head() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in modules()
        if path.parent.name != "migrations"
        and (count := len(path.read_text().splitlines())) >= MOST_LINES
    }

    assert long == {}


def test_no_module_is_called_utils() -> None:
    vague = {"utils", "util", "helpers", "misc", "common"}

    assert [path for path in modules() if path.stem in vague] == []


def test_nothing_minified_is_kept() -> None:
    ours = ROOT / "backcare" / "static" / "backcare"

    assert [*ours.rglob("*.min.*"), *ours.rglob("*.map")] == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_migrations_have_names() -> None:
    numbered = [
        path.name
        for part in PARTS
        for path in (ROOT / part).rglob("migrations/*.py")
        if "_auto_" in path.name
    ]

    assert numbered == []
