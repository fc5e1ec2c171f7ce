"""feedparser's own test documents through `read_feed`: no crash, no hang, the same entries.

    python -m benchmarks.feedparser_corpus DIR

DIR is the ``tests`` folder of a checkout of feedparser (BSD licence; not part of this repository).
"The same entries" means: as many, in the same order, each with the same id, address, title and dates as
`read_lenient` (feedparser itself, then our normalising) gives.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from time import perf_counter

from summarizer.errors import UnreadableError
from summarizer.sources import Entry, ParsedFeed
from summarizer.sources.feeds import read_feed
from summarizer.sources.feeds.lenient import read_lenient

URL = "http://127.0.0.1:8097/feed"
NOW = datetime(2100, 1, 1, tzinfo=UTC)


def main(folder: Path) -> int:
    """Print the figures and every difference; 1 if there is any."""
    counts: Counter[str] = Counter()
    slowest = 0.0
    for path in sorted(folder.rglob("*.xml")):
        body = path.read_bytes()
        start = perf_counter()
        try:
            ours = read_feed(body, url=URL, now=NOW)
        except UnreadableError:
            ours = None
        except Exception as error:
            counts["crashed"] += 1
            print(f"CRASH {path}: {error!r}")
            continue
        slowest = max(slowest, perf_counter() - start)
        part = path.relative_to(folder).parts[0]
        counts[f"{part} read"] += 1
        same = _keys(ours) == _keys(_feedparser(body))
        counts[f"{part} same" if same else f"{part} differ"] += 1
        if not same:
            print(f"DIFFER {path.relative_to(folder)}")
            for mine, theirs in zip_longest(_keys(ours), _keys(_feedparser(body))):
                print("   ours  ", mine, "\n   theirs", theirs)
    print(dict(counts), f"slowest {slowest * 1000:.0f} ms")
    return 1 if counts["crashed"] or counts["wellformed differ"] else 0


def _feedparser(body: bytes) -> ParsedFeed | None:
    try:
        return read_lenient(body, url=URL, now=NOW)
    except UnreadableError:
        return None


def _keys(feed: ParsedFeed | None) -> list[tuple[object, ...]]:
    return [_key(e) for e in feed.entries] if feed else []


def _key(e: Entry) -> tuple[object, ...]:
    return (e.native_id, e.url, e.title, e.published or e.updated)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
