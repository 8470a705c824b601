"""What a line of the log looks like."""

import logging
from datetime import UTC, datetime


class UTCFormatter(logging.Formatter):
    """Times in UTC with their offset, so that they can be compared anywhere."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat("T", "seconds")
