"""What the documentation says is what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from backcare import env
from backcare.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()


def test_the_table_of_settings_is_the_code() -> None:
    rows = re.findall(r"^\| `(BACKCARE_\w+)` \| (.+?) \| (.+?) \|$", README, re.M)

    assert rows == [
        (setting.name, setting.default_in_words, setting.help)
        for setting in env.SETTINGS
    ]


def test_every_setting_that_is_mentioned_exists() -> None:
    known = {setting.name for setting in env.SETTINGS}
    mentioned = set(re.findall(r"BACKCARE_[A-Z_]+", README))
    of_tests = {name for name in mentioned if name.startswith(env.TEST_PREFIX)}

    assert mentioned - of_tests == known
    tests = "".join(path.read_text() for path in ROOT.glob("tests/**/*.py"))
    assert all(f'environ.get("{name}"' in tests for name in of_tests)


def test_every_command_that_is_mentioned_exists() -> None:
    known = {command.name for command in COMMANDS}
    mentioned = set(re.findall(r"(?:`|/)backcare ([a-z][\w-]*)", README))

    assert mentioned
    assert mentioned <= known


def test_ci_runs_the_test_line_of_the_readme() -> None:
    line = re.compile(r"^python3 -m venv \.venv-test .*pytest.*$", re.MULTILINE)

    assert len(line.findall(README)) == 1
    assert "README.md" in (ROOT / ".ci" / "run").read_text()


def test_every_path_that_is_mentioned_exists() -> None:
    mentioned = re.findall(
        r"`((?:backcare|tracker|guides|templates|tests)/[^`]*)`", README
    )
    pictures = re.findall(r'src="([^"]+)"', README)

    assert len(mentioned) > 15
    assert len(pictures) == 3
    missing = [path for path in mentioned + pictures if not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("line", (ROOT / "constraints.txt").read_text().splitlines())
def test_constraints_are_names_and_versions(line: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][\w.]*", line)


def test_the_lock_file_holds_hashes_and_no_addresses() -> None:
    text = (ROOT / "backcare" / "packaging" / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    fetched = {name: entry for name, entry in packages.items() if name}

    assert fetched
    assert all(entry["integrity"].startswith("sha512-") for entry in fetched.values())
    assert "resolved" not in text
    assert "://" not in text


def test_build_requirements_are_pinned() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    found = re.search(r"^requires = \[(.*)\]$", text, re.MULTILINE)

    assert found
    for requirement in found.group(1).split(","):
        assert re.fullmatch(r'\s*"[a-z-]+==[0-9.]+"', requirement)


def test_the_version_is_one() -> None:
    from backcare import __version__

    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert "## [Unreleased]" in changelog or f"## [{__version__}]" in changelog
