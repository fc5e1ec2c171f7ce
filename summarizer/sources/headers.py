"""What HTTP headers say, leniently read. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 7 * 86_400
"""Seconds; no server is obeyed that wants a longer wait, since most of those are mistakes."""


def media_type(value: str | None) -> str | None:
    """The media type of a Content-Type, lower case, without parameters."""
    return value.partition(";")[0].strip().lower() or None if value else None


def max_age(value: str | None) -> int | None:
    """Seconds for which a Cache-Control keeps a document fresh; None if it does not say or forbids it."""
    if not value or re.search(r"no-(?:cache|store)", value, re.IGNORECASE):
        return None
    match = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", value, re.IGNORECASE)
    return min(int(match[1]), LONGEST) if match else None


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After (RFC 9110, 10.2.3: seconds or a date); None if none or unreadable."""
    if not value:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", value):
        return float(min(int(value), LONGEST))
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), float(LONGEST))
