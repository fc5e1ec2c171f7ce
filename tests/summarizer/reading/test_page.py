"""Pages are extracted in a process that can be killed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.errors import UnreadableError
from summarizer.reading.page import Extractor


@pytest.fixture
def hasty() -> Iterator[Extractor]:
    """An extractor that waits hardly longer than the child takes to start."""
    extractor = Extractor(seconds=0.2)
    yield extractor
    extractor.close()


def test_a_page_that_takes_too_long_is_given_up(hasty: Extractor) -> None:
    """The child is killed, and the next page gets another one."""
    slow = "<script>" * 400_000
    for _ in range(2):
        with pytest.raises(UnreadableError, match=r"more than 0\.2 seconds"):
            hasty.extract(slow, "slow.html")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, which only Linux has")
def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hostile page that took the parser over would find none in its environment."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-s3cret")
    extractor = Extractor()
    assert extractor.extract("<html><body><article><p>" + "A bridge is open. " * 30, "a.html")
    assert extractor._child
    assert b"s3cret" not in Path(f"/proc/{extractor._child.pid}/environ").read_bytes()
    extractor.close()
