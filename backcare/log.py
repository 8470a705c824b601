"""What a line of the log looks like."""

import logging
import re
from datetime import UTC, datetime

ONE_TIME_LINK = re.compile(r"(/(?:set-up|invitation|password/reset/key)/)[^/\s]+")


class UTCFormatter(logging.Formatter):
    """Times in UTC with their offset, so that they can be compared anywhere.

    One-time links are cut short: who reads the log must not get in by one that was
    opened and not finished yet.
    """

    def format(self, record: logging.LogRecord) -> str:
        return ONE_TIME_LINK.sub(r"\1...", super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat("T", "seconds")
