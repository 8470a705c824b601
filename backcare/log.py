"""What a line of the log looks like."""

import logging
import re
from datetime import UTC, datetime

ONE_TIME_LINK = re.compile(
    r"(/(?:set-up|invitation|password/reset/key|confirm-email)/)[^/\s]+"
)


class UTCFormatter(logging.Formatter):
    """Times in UTC with their offset, so that they can be compared anywhere.

    One-time links are cut short: who reads the log must not get in by one that was
    opened and not finished yet.
    """

    def format(self, record: logging.LogRecord) -> str:
        if record.name == "django.security.DisallowedHost":
            record = _asked_by_another_name(record)
        return ONE_TIME_LINK.sub(r"\1...", super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat("T", "seconds")


def _asked_by_another_name(record: logging.LogRecord) -> logging.LogRecord:
    """One line instead of a page; every scan of the network brings some."""
    name = re.search(r"HTTP_HOST header: ('[^']*')", record.getMessage())
    told = logging.makeLogRecord(record.__dict__)
    told.msg = "Asked for under another name, %s: see BACKCARE_URL"
    told.args = (name[1][:80] if name else "which cannot be read",)
    told.exc_info = told.exc_text = None
    return told
