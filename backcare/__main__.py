"""``python -m backcare`` and the ``backcare`` command."""

import sys

from backcare.cli.main import main as _main


def main() -> None:
    """Ends the process with the command's exit code."""
    sys.exit(_main())


if __name__ == "__main__":
    main()
