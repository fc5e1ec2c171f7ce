"""Logs are data, and hold no secret."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.logs import HIDDEN, configure, get_logger, redact
from bot.settings import load_settings


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
    get_logger("bot.intake.polling").info("source_disabled", source=3)
    logging.getLogger("aiohttp.client").warning("slow %s", "host")
    logging.getLogger("x").debug("not written")
    own, library = _lines(stream)
    assert (own["event"], own["source"], own["level"], own["logger"]) == (
        "source_disabled",
        3,
        "info",
        "bot.intake.polling",
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


@pytest.mark.parametrize(("level", "shown"), [("INFO", False), ("DEBUG", True)])
def test_a_stack_trace_is_only_written_at_debug(level: str, shown: bool) -> None:
    stream = io.StringIO()
    configure("json", level, stream=stream)
    try:
        raise ValueError("a reason")
    except ValueError as error:
        get_logger("x").exception("failed")
        logging.getLogger("library").error("failed", exc_info=error)
    own, library = _lines(stream)
    for line in (own, library):
        assert "a reason" in str(line)
        assert ("Traceback" in str(line)) is shown
        assert shown or str(line["at"]).startswith("test_logs.py:")


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
        "https://hooks.slack.com/commands/T0/1234/s3cret",
        "wss://wss-primary.slack.com/link/?ticket=s3cret&app_id=1",
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


def test_settings_name_all_their_secrets_and_the_database_s_password() -> None:
    env = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "KURIR_DATABASE_URL": "postgresql://kurir:p%40ss-word@db/kurir",
        "OPENAI_BASE_URL": "https://user:proxy-pass@llm.example.com/v1",
    }
    hidden = load_settings(None, env=env).secrets.values
    assert {"xoxb-1", "p%40ss-word", "p@ss-word", "proxy-pass"} <= set(hidden)


def test_the_running_bot_logs_as_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "kurir.toml").write_text("[log]\nformat = 'json'\nlevel = 'DEBUG'\n", encoding="utf-8")
    env = {**os.environ, "KURIR_DATA": str(tmp_path / "data"), "KURIR_CONFIG": str(tmp_path / "kurir.toml")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run", "--once"], env=env, capture_output=True, text=True, check=True
    )
    assert [json.loads(line)["level"] for line in done.stderr.splitlines()]
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert {f.stat().st_mode & 0o777 for f in (tmp_path / "data").iterdir()} == {0o600}
