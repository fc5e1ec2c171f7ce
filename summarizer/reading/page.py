"""HTML → `Document`, through a child process that is killed when a page takes too long or too much.

The child is started with the first page and kept for the next ones, since starting it costs more
than half a second; it is replaced after a failure.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from pathlib import Path

from summarizer.article import SentenceKind
from summarizer.errors import UnreadableError
from summarizer.reading.characters import clean, fold
from summarizer.reading.dates import parse_time
from summarizer.reading.document import Document, Paragraph
from summarizer.reading.extraction import LARGEST, Extract
from summarizer.workers import ENVIRONMENT

SECONDS = 10.0
"""Longest time for one page; an ordinary one takes 10 ms, the first one 600 ms more."""

MEGABYTES = 1024
"""Address space of the child, where the system can limit it."""

_PROGRAM = str(Path(__file__).with_name("extraction.py"))
_LIMITED = (
    "import resource, runpy, sys; size = int(sys.argv[1]) << 20; "
    "resource.setrlimit(resource.RLIMIT_AS, (size, size)); runpy.run_path(sys.argv[2], run_name='__main__')"
)


def read_html(text: str, *, name: str) -> Document:
    """The article in a page.

    Raises:
        UnreadableError: there is none, or it took too long to find.
    """
    page = _EXTRACTOR.extract(text, name)
    if page is None:
        raise UnreadableError(name, "there is no article in this page")
    published, note = parse_time(page["published"]) if page["published"] else (None, None)
    cut = f"the page is large: only the first {LARGEST // 1_000_000} million characters were read"
    return Document(
        paragraphs=[
            Paragraph(fold(clean(t)), SentenceKind.SUBHEAD if kind == "subhead" else None)
            for kind, t in page["paragraphs"]
        ],
        title=_plain(page["title"]),
        outlet=_plain(page["outlet"]),
        author=_plain(page["author"]),
        url=_plain(page["url"]),
        published=published,
        language=page["language"],
        notes=tuple(n for n in (note, cut if page["cut"] else None) if n),
    )


def _plain(text: str | None) -> str | None:
    return (fold(clean(text)) or None) if text else None


class Extractor:
    """Runs `summarizer.reading.extraction` in a child process, one page at a time."""

    def __init__(self, *, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def extract(self, html: str, name: str) -> Extract | None:
        """What the child finds in `html`.

        Raises:
            UnreadableError: it was killed, for its time or its size.
        """
        with self._lock:
            child = self._child = self._child or self._start()
            alarm = threading.Timer(self._seconds, child.kill)
            alarm.start()
            try:
                answer = _ask(child, html.encode("utf-8", "replace"))
            finally:
                late = not alarm.is_alive()
                alarm.cancel()
            if not answer:
                self._stop()
                limit = f"more than {self._seconds:g} seconds" if late else f"more than {self._megabytes} MB"
                raise UnreadableError(name, f"finding the article in this page took {limit}")
        found: Extract | None = json.loads(answer)
        return found

    def close(self) -> None:
        """Stop the child, if it runs."""
        with self._lock:
            self._stop()

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: the modules beside the program must not hide those of the standard library.
        command = [sys.executable, "-P", _PROGRAM]
        if sys.platform != "win32":
            command = [sys.executable, "-P", "-c", _LIMITED, str(self._megabytes), _PROGRAM]
        return subprocess.Popen(  # noqa: S603 - our own program
            command,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _stop(self) -> None:
        if self._child:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _ask(child: subprocess.Popen[bytes], page: bytes) -> bytes:
    """The child's answer; empty if it died."""
    assert child.stdin is not None  # noqa: S101 - both are pipes
    assert child.stdout is not None  # noqa: S101
    try:
        child.stdin.write(b"%d\n" % len(page) + page)
        child.stdin.flush()
        return child.stdout.readline()
    except OSError:
        return b""


_EXTRACTOR = Extractor()
atexit.register(_EXTRACTOR.close)
