"""``backcare demo``: an invented year, in a folder of its own, for this machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from backcare import env
from backcare.cli.main import refuse_arguments
from backcare.refusal import Refusal
from backcare.server import folder
from backcare.server import run as server

NAME = "robin"
OTHER_NAME = "kim"
PASSWORD = "demo-back-care"

LEFT_OUT = tuple(
    f"{env.PREFIX}{name}" for name in ("DATA", "BIND", "URL", "HSTS", "SIGNUPS")
)
"""Settings of the real diary that do not hold for the demo."""

HELP = (
    "Start with an invented year of days, in a folder beside the real one, reachable "
    "from this machine alone. It prints the name and password to sign in with. What "
    "you add is thrown away on another day."
)


def run(words: Sequence[str]) -> int:
    """Runs until it is told to stop."""
    if refuse_arguments("demo", HELP, words):
        return 0
    data = demo_folder(env.read(os.environ)[env.DATA])
    _refuse_real_diary(data)
    for name in LEFT_OUT:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ[env.DATA.name] = str(data)
    os.environ[env.BIND.name] = "127.0.0.1"
    about = f"Sign in as {NAME} or {OTHER_NAME}, password {PASSWORD}"
    server.serve(env.read(os.environ), demo=True, about=about)
    return 0


def demo_folder(real: Path) -> Path:
    """The folder beside the real one."""
    return real.with_name(f"{real.name}-demo")


def _refuse_real_diary(data: Path) -> None:
    if data.is_dir() and any(data.iterdir()) and not _is_demo(data):
        raise Refusal(f"{data} holds files that are not a demo's. Move it away first.")


def _is_demo(data: Path) -> bool:
    return (data / folder.DEMO_MARK).exists()
