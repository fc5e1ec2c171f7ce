"""When a feed wants to be asked again: ``<ttl>``, ``sy:``, skipHours and skipDays. Pure.

Read with regular expressions from what stands before the first and after the last item, since the fast
parser drops them; a hint that is missed only means the ordinary interval.
"""

from __future__ import annotations

import re

from summarizer.sources import Hints

PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_ITEM = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)
_END = (b"</item>", b"</entry>")
_BLOCK = r"<{0}\b[^>]*>(.*?)</{0}\s*>"


def read_hints(body: bytes) -> Hints:
    """The hints of an RSS document for all of it; RSS 2.0 and mod_syndication define them."""
    item = _ITEM.search(body)
    before = body[: min(item.start() if item else len(body), 65_536)]
    after = body[max(0, *map(body.rfind, _END), len(body) - 65_536) :] if item else b""
    head = re.sub(r"<!\[CDATA\[|\]\]>", "", (before + after).decode("latin-1"))
    written = _values(head, "skipHours", "hour")
    hours = (int(h) % 24 for h in written if re.fullmatch(r"[0-9]{1,2}", h) and int(h) <= 24)
    days = (DAYS.index(d) for d in map(str.lower, _values(head, "skipDays", "day")) if d in DAYS)
    return Hints(ttl=_ttl(head), skip_hours=frozenset(hours), skip_days=frozenset(days))


def _ttl(head: str) -> int | None:
    """Seconds; the longer one where both forms are given."""
    found = []
    if match := re.search(r"<ttl\b[^>]*>\s*(\d{1,6})\s*</", head, re.IGNORECASE):
        found.append(int(match[1]) * 60)
    if match := re.search(r"<\w+:updatePeriod\b[^>]*>\s*(\w+)\s*</", head, re.IGNORECASE):
        times = re.search(r"<\w+:updateFrequency\b[^>]*>\s*(\d{1,6})\s*</", head, re.IGNORECASE)
        period = PERIODS.get(match[1].lower())
        found += [period // max(int(times[1]) if times else 1, 1)] if period else []
    return max(found, default=0) or None


def _values(head: str, block: str, element: str) -> list[str]:
    outer = re.search(_BLOCK.format(block), head, re.IGNORECASE | re.DOTALL)
    inner = re.findall(_BLOCK.format(element), outer[1], re.IGNORECASE | re.DOTALL) if outer else []
    return [value.strip() for value in inner]
