"""Saying no in words."""


class Refusal(Exception):
    """A reason not to go on, for the person at the console.

    Each line stands alone; the ``backcare`` command prints them and ends with 2.
    """

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
