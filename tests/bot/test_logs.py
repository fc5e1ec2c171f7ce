"""Logs are data, and hold no secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import HIDDEN, configure, get_logger, redact


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def _lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_own_and_library_logs_are_json_lines() -> None:
    stream = io.StringIO()
    configure("json", stream=stream)
    get_logger("bot.polling").info("source_disabled", source=3)
    logging.getLogger("aiohttp.client").warning("slow %s", "host")
    logging.getLogger("x").debug("not written")
    own, library = _lines(stream)
    assert (own["event"], own["source"], own["level"], own["logger"]) == (
        "source_disabled",
        3,
        "info",
        "bot.polling",
    )
    assert (library["event"], library["level"]) == ("slow host", "warning")


def test_known_secrets_are_hidden_at_any_depth_and_in_tracebacks() -> None:
    stream = io.StringIO()
    configure("json", stream=stream, secrets=["hunter2-hunter2"])
    try:
        raise ValueError("bad password hunter2-hunter2")
    except ValueError:
        get_logger("x").exception("failed", request={"headers": ["hunter2-hunter2"]})
    assert "hunter2" not in stream.getvalue()
    assert "ValueError" in stream.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "xoxb-123-456-abcDEF",
        "xapp-1-A0-123-abc",
        "sk-proj-abcdefghijklmnop1234",
        "MTA1NzE2NjE1MTU4NDcyNzA0.GhQ9xA.aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab",
        "postgresql://kurir:s3cret@db/kurir",
        "https://example.com/feed?access_token=s3cret&x=1",
        "https://hooks.example.com/services/T00/B00/s3cret",
        "Authorization: Bearer s3cret",
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str) -> None:
    cleaned = redact(text)
    assert HIDDEN in cleaned
    assert "s3cret" not in cleaned
    assert not any(part in cleaned for part in ("abcDEF", "abcdefghijkl", "aBcDeF", "123-abc"))


def test_ordinary_text_stays() -> None:
    text = "polled https://example.com/news?page=2 in 0.3 s; 12 new. The key is under the mat."
    assert redact(text) == text
