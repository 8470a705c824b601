"""What a line of the log looks like."""

import logging
import time
from datetime import UTC, datetime


class UTCFormatter(logging.Formatter):
    """Times in UTC with their offset, so that they can be compared anywhere."""

    converter = time.gmtime

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat("T", "seconds")
