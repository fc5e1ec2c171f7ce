"""Pages are extracted in a process that can be killed."""

from __future__ import annotations

from collections.abc import Iterator

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
