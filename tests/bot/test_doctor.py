"""`kurir doctor` finds what is wrong, says what to do, and keeps secrets."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from fakes.discord_server import ERROR as REFUSED
from fakes.discord_server import DiscordServer
from fakes.slack_server import ERROR, SlackServer

from bot.chat.slack.doctor import check_scopes, scopes
from bot.cli import cli
from bot.doctor import examination
from bot.doctor.check import Check
from bot.doctor.examination import (
    check_database,
    check_engine,
    check_file,
    check_models,
    check_privacy,
    check_web,
    examine,
)
from bot.settings import Settings, load_settings
from bot.store import open_store, sqlite_url
from bot.subscription import Channel, Platform, Subscription

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-secret-bot", "SLACK_APP_TOKEN": "xapp-secret-app"}
MANIFEST = """
oauth_config:
  scopes:
    bot:
      - chat:write   # posting
      # the command
      - commands
settings:
  - other:thing
"""


def settings(home: Path, toml: str = "", **env: str) -> Settings:
    file = home / "kurir.toml"
    file.write_text(toml, encoding="utf-8")
    return load_settings(str(file), env={"KURIR_DATA": str(home / "data"), **env})


def put(database: Path, chosen: Settings) -> Path:
    """A database where `chosen` looks for it."""
    chosen.data.mkdir()
    return Path(shutil.copy(database, chosen.data / "kurir.db"))


def named(checks: tuple[Check, ...], name: str) -> Check:
    return next(c for c in checks if c.name == name)


async def test_a_new_machine_is_in_order(tmp_path: Path) -> None:
    checks = await examine(settings(tmp_path))
    assert [c for c in checks if not c.ok] == []
    assert "extractive" in named(checks, "engine").detail
    assert not (tmp_path / "data").exists()


def test_exit_code_and_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURIR_DATA", str(tmp_path / "data"))
    good = CliRunner().invoke(cli, ["doctor", "--json"])
    assert good.exit_code == 0
    assert {"name", "ok", "detail", "fix"} == set(json.loads(good.output)[0])
    quick = CliRunner().invoke(cli, ["doctor", "--quick", "--format", "json"])
    assert [c["name"] for c in json.loads(quick.output)] == ["settings", "data", "database"]
    (tmp_path / "kurir.toml").write_text("[engine]\nname = 'magic'\n[web]\nlisten = 'x'\n", encoding="utf-8")
    bad = CliRunner().invoke(cli, ["--config", str(tmp_path / "kurir.toml"), "doctor"])
    assert bad.exit_code == 1
    assert bad.output.count("wrong") == 2
    assert "engine.name" in bad.output


async def test_a_database_of_a_newer_kurir_and_a_broken_one_are_named(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings(tmp_path)
    put(sqlite_template, chosen)
    assert (await check_database(chosen))[0].ok
    monkeypatch.setattr("bot.store.migrate.newest", lambda: "0000")
    assert "newer Kurir" in (await check_database(chosen))[0].detail
    (chosen.data / "kurir.db").write_bytes(b"no database at all" * 100)
    assert "damaged" in (await check_database(chosen))[0].detail


def test_the_quick_look_reads_the_file(tmp_path: Path, sqlite_template: Path) -> None:
    file = put(sqlite_template, settings(tmp_path))
    assert check_file(file).ok
    file.write_bytes(b"no database at all" * 100)
    assert not check_file(file).ok


async def test_the_database_s_password_is_not_shown(tmp_path: Path) -> None:
    chosen = settings(tmp_path, KURIR_DATABASE_URL="postgresql://kurir:hunter22@127.0.0.1:9/kurir")
    (check,) = await check_database(chosen)
    assert not check.ok
    assert "hunter22" not in repr(check)


def test_data_that_others_may_read_is_wrong(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert check_privacy(tmp_path).ok
    (tmp_path / "kurir.db").touch(mode=0o644)
    check = check_privacy(tmp_path)
    assert not check.ok
    assert check.fix == f"chmod go-rwx {tmp_path / 'kurir.db'}"


def test_models_without_their_library_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(tmp_path)
    assert "kurir models pull" in check_models(chosen)[0].detail
    (chosen.models / "sv-en").mkdir(parents=True)
    (chosen.models / "sv-en" / "model").touch()
    assert check_models(chosen)[0].detail.endswith("from sv.")
    monkeypatch.setattr(examination, "find_spec", lambda _name: None)
    assert ".[mt]" in check_models(chosen)[0].fix


def test_an_engine_that_is_asked_for_and_not_there_is_wrong(tmp_path: Path) -> None:
    assert not check_engine(settings(tmp_path, "[engine]\nname = 'llm'\n")).ok
    assert "endpoint" in check_engine(settings(tmp_path, OPENAI_API_KEY="k")).detail


def test_an_address_that_somebody_else_listens_on_is_wrong(tmp_path: Path) -> None:
    assert check_web(settings(tmp_path)).ok
    assert check_web(settings(tmp_path, "[web]\nlisten = '127.0.0.1:0'\n")).ok
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(5)
        threading.Thread(target=lambda: other.accept()[0].close(), daemon=True).start()
        port = other.getsockname()[1]
        taken = check_web(settings(tmp_path, f"[web]\nlisten = '127.0.0.1:{port}'\n"))
    assert not taken.ok
    assert "[web] listen" in taken.fix


def test_subscriptions_for_a_platform_without_a_token_are_wrong(tmp_path: Path) -> None:
    check = examination.check_subscriptions(settings(tmp_path, "[[subscriptions]]\nchannel = 'slack:C1'\n"))
    assert not check.ok
    assert "SLACK_BOT_TOKEN" in check.fix


def test_subscriptions_of_the_file_are_told_as_they_are_understood(tmp_path: Path) -> None:
    file = "[[subscriptions]]\nwhat = 'ukraine'\ntimes = ['08:00']\nweekdays = 'weekdays'\n" * 7
    check = examination.check_subscriptions(settings(tmp_path, file))
    assert check.ok
    assert check.detail.count("terminal:screen ukraine — Weekdays at 08:00 UTC; next: ") == 5
    assert "7 in the configuration file" in check.detail
    assert "and 2 more" in check.detail


def test_scopes_are_compared_with_the_manifest() -> None:
    assert scopes(MANIFEST) == ("chat:write", "commands")
    assert check_scopes("commands, chat:write,users:read", MANIFEST).ok
    assert "commands" in check_scopes("chat:write", MANIFEST).detail


async def test_slack_in_order(tmp_path: Path) -> None:
    async with SlackServer() as server:
        checks = await examination.check_slack(settings(tmp_path, SLACK_API_URL=server.url, **TOKENS))
    assert "T1" in checks[0].detail
    assert named(checks, "slack socket").ok


async def test_a_channel_that_the_bot_is_not_in_is_named(tmp_path: Path, sqlite_template: Path) -> None:
    chosen = settings(tmp_path, **TOKENS)
    put(sqlite_template, chosen)
    async with await open_store(sqlite_url(chosen.data / "kurir.db")) as store:
        for number, channel in enumerate(("C1", "C9")):
            subscription = Subscription(
                id=f"s{number}",
                number=1,
                channel=Channel(Platform.SLACK, channel),
                since=datetime(2026, 11, 23, tzinfo=UTC),
            )
            await store.subscriptions.put(subscription)
    async with SlackServer() as server:
        checks = await examination.check_slack(settings(tmp_path, SLACK_API_URL=server.url, **TOKENS))
    assert named(checks, "slack C1").ok
    assert not named(checks, "slack C9").ok
    assert "/invite" in named(checks, "slack C9").fix


@pytest.mark.parametrize(
    ("method", "error", "name", "says"),
    [
        ("auth.test", "invalid_auth", "slack", "xoxb"),
        ("auth.test", "token_revoked", "slack", "install"),
        ("apps.connections.open", "not_allowed_token_type", "slack socket", "connections:write"),
    ],
)
async def test_tokens_that_slack_refuses(
    tmp_path: Path, method: str, error: str, name: str, says: str
) -> None:
    async with SlackServer() as server:
        server.faults[method].append(ERROR + error)
        checks = await examination.check_slack(settings(tmp_path, SLACK_API_URL=server.url, **TOKENS))
    check = named(checks, name)
    assert not check.ok
    assert says in check.detail + check.fix
    assert "secret" not in repr(checks)


async def test_a_bot_that_hears_nothing_is_wrong(tmp_path: Path) -> None:
    async with SlackServer() as server:
        checks = await examination.check_slack(
            settings(tmp_path, SLACK_API_URL=server.url, SLACK_BOT_TOKEN="xoxb-secret-bot")
        )
    assert "SLACK_APP_TOKEN" in named(checks, "slack socket").fix


async def test_discord_s_token_is_tried(tmp_path: Path) -> None:
    async with DiscordServer() as server:
        chosen = settings(tmp_path, DISCORD_API_URL=server.url, DISCORD_TOKEN="secret-token")
        assert "kurir" in (await examination.check_discord(chosen))[0].detail
        server.faults["GET users"].append(f"{REFUSED}401/0")
        (check,) = await examination.check_discord(chosen)
    assert "DISCORD_TOKEN" in check.detail
    assert "secret-token" not in repr(check)


async def test_a_check_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "PATIENCE", 0.01)

    async def hangs() -> tuple[Check, ...]:
        await asyncio.Event().wait()
        return ()

    (check,) = await examination._in_time("slow", hangs())
    assert not check.ok
