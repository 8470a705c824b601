"""Which command does what. Each is loaded only when it is called."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from backcare import __version__
from backcare.refusal import Refusal

HELP_WORDS = ("-h", "--help", "help")
VERSION_WORDS = ("--version", "version")


@dataclass(frozen=True)
class Command:
    """``module`` has a function ``run(arguments) -> exit code``; without a module it
    is a management command of Django of the same name."""

    name: str
    help: str
    module: str = ""

    def load(self) -> Callable[[Sequence[str]], int]:
        if self.module:
            run: Callable[[Sequence[str]], int] = import_module(self.module).run
            return run
        manage = import_module("backcare.cli.manage")
        return partial(manage.run, self.name.replace("-", "_"))


COMMANDS = (
    Command(
        "serve", "start the diary (what plain `backcare` does)", "backcare.cli.serve"
    ),
    Command(
        "demo", "start with an invented year, beside your own", "backcare.cli.demo"
    ),
    Command("setup-link", "print a new link that makes the first account"),
    Command(
        "user",
        "add, list, disable and enable accounts, reset passwords and second steps",
    ),
    Command("guides", "print which guide is offered when"),
    Command(
        "check",
        "look whether settings, files and diary are sound",
        "backcare.cli.check",
    ),
    Command(
        "health",
        "ask the running server; exit code 0 if it is well",
        "backcare.cli.health",
    ),
    Command("version", "print the version"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or 2 with one line for each reason to refuse."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _dispatch(words)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # as in `backcare guides | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Refusal as refusal:
        for line in refusal.lines:
            print(f"backcare: {line}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _dispatch(words: list[str]) -> int:
    name = words[0] if words else "serve"
    if name in HELP_WORDS:
        print(usage())
        return 0
    if name in VERSION_WORDS:
        print(f"BackCare {__version__}")
        return 0
    known = {command.name: command for command in COMMANDS}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" Do you mean {near[0]}?" if near else ""
        raise Refusal(f"There is no command {name}.{hint} See: backcare --help")
    return known[name].load()(words[1:])


def usage() -> str:
    """Every command with a line of help."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:<{width}}  {command.help}" for command in COMMANDS]
    return "\n".join(
        [
            "usage: backcare [command] [--help]",
            "",
            "A private diary for people with back pain, on your own computer.",
            "",
            *lines,
            "",
            "Settings are environment variables; the README lists them.",
        ]
    )


def refuse_arguments(name: str, help_text: str, words: Sequence[str]) -> bool:
    """For commands that take none: ``True`` if help was asked for and printed."""
    if any(word in HELP_WORDS for word in words):
        print(f"usage: backcare {name}\n\n{help_text}")
        return True
    if words:
        raise Refusal(
            f"backcare {name} takes no arguments. See: backcare {name} --help"
        )
    return False
