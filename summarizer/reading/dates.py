"""Times as articles and pages write them. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def parse_time(text: str) -> tuple[datetime | None, str | None]:
    """The aware time that `text` means (ISO 8601 or RFC 2822), and a note where its zone was assumed.

    A date alone is its midnight. None if it is no time.
    """
    text = text.strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            time = parse(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if time.tzinfo is not None:
            return time, None
        note = None if len(text) <= 10 else "its time of publication has no zone and was taken to be UTC"
        return time.replace(tzinfo=UTC), note
    return None, None
