"""``python -m backcare`` and the ``backcare`` command."""

import sys

from backcare.server.stopping import this_process


def main() -> None:
    """Ends the process with the command's exit code."""
    if sys.argv[1:2] in ([], ["serve"], ["demo"]):
        this_process.listen()  # loading what comes next takes a while
    from backcare.cli.main import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
