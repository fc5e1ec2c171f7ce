"""What `kurir doctor` looks at: each check says what it found and, if that is bad, what to do."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import socket
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.check import Check
from bot.errors import BotError, SettingsError
from bot.settings import Settings
from bot.subscription import Channel, Platform
from summarizer.english.models import is_installed, lock
from summarizer.errors import EngineError
from summarizer.llm.ports import Message, Request

SHOWN = 5
"""Subscriptions of the file that are told one by one."""
PATIENCE = 30.0
"""Seconds that one check may take; then it says so and the others go on."""
MANIFEST = Path(__file__).resolve().parents[2] / "config" / "slack-manifest.yaml"

PING = Request(
    (Message("user", 'Answer with this JSON: {"ok": true}'),),
    {
        "type": "object",
        "properties": {"ok": {"type": "boolean"}},
        "required": ["ok"],
        "additionalProperties": False,
    },
    "ping",
    200,
)


async def examine(settings: Settings, *, quick: bool = False) -> tuple[Check, ...]:
    """Everything there is to check, in the order of reading.

    Args:
        settings: what was loaded.
        quick: only whether data folder and database can be used, for a container's health check.
    """
    found = [check_data(settings.data)]
    file = settings.data / "kurir.db"
    if quick and not settings.secrets.kurir_database_url and file.exists():
        return (*found, check_file(file))
    found += await _in_time("database", check_database(settings))
    if quick:
        return tuple(found)
    found += [
        check_privacy(settings.data),
        check_zones(),
        check_subscriptions(settings),
        check_engine(settings),
        *check_models(settings),
    ]
    found.append(check_web(settings))
    asked = await asyncio.gather(
        _in_time("llm", check_llm(settings)),
        _in_time("slack", check_slack(settings)),
        _in_time("discord", check_discord(settings)),
    )
    return (*found, *(check for group in asked for check in group))


def refused(error: SettingsError) -> tuple[Check, ...]:
    """Settings that could not be loaded."""
    fix = "Mend it in the configuration file or the environment; see docs/configuration.md."
    return tuple(Check("settings", False, problem, fix) for problem in error.problems)


def check_data(folder: Path) -> Check:
    """Whether the data folder is there and may be written to."""
    if not folder.exists():
        parent = next(p for p in folder.parents if p.exists())
        fix = (
            "" if os.access(parent, os.W_OK) else f"Set KURIR_DATA to a folder that may be written: {parent}"
        )
        return Check("data", not fix, f"{folder} is not there yet; the first start makes it.", fix)
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return Check("data", False, f"{folder} may not be written to.", f"chown it to user {os.getuid()}.")
    return Check("data", True, f"{folder} is writable.")


def check_privacy(folder: Path) -> Check:
    """Whether others on this machine are kept out of the data folder and of what matters in it."""
    found = (folder, *sorted(folder.glob("*.db*")), *sorted(folder.glob("*.key")))
    open_ones = [p for p in found if p.exists() and p.stat().st_mode & 0o077]
    if open_ones:
        names = " ".join(map(str, open_ones))
        return Check(
            "privacy", False, "Others on this machine may read Kurir's data.", f"chmod go-rwx {names}"
        )
    return Check("privacy", True, "Only this user may read Kurir's data.")


async def check_database(settings: Settings) -> tuple[Check, ...]:
    """Whether the database answers, and what its schema is beside the one that this version knows."""
    from bot.store.migrate import newest

    try:
        name, found = await _schema(settings)
    except BotError as error:
        return (Check("database", False, _sentence(error), "Kurir starts when this is mended."),)
    if found is None:
        return (Check("database", True, f"{name} is not there yet; the first start makes it."),)
    if found > newest():
        detail = f"{name} was made by a newer Kurir: schema {found}, this one knows {newest()}."
        return (Check("database", False, detail, "Update Kurir, or put back a backup from before."),)
    later = "" if found == newest() else f"; the next start brings it to {newest()}"
    return (Check("database", True, f"{name} answers, schema {found or 'empty'}{later}."),)


def check_file(path: Path) -> Check:
    """Whether the SQLite file at `path` can be read, without the time that loading the whole store takes."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        return Check("database", False, f"{path} cannot be read ({error}).", "Run kurir doctor for more.")
    return Check("database", True, f"{path} can be read.")


async def _schema(settings: Settings) -> tuple[str, str | None]:
    """The database's name, and its schema's revision; None where there is no file yet. Changes nothing."""
    from bot.store import sqlite_url
    from bot.store.database import Database
    from bot.store.migrate import revision

    url = settings.secrets.kurir_database_url
    database = Database(url.get_secret_value() if url else sqlite_url(settings.data / "kurir.db"))
    if database.path and not database.path.exists():
        return database.name, None
    try:
        return database.name, await revision(database)
    finally:
        await database.close()


def check_zones() -> Check:
    """Whether time zones are known, with their daylight saving time."""
    try:
        summer, winter = (datetime(2026, month, 1, tzinfo=ZoneInfo("Europe/Stockholm")) for month in (7, 1))
    except ZoneInfoNotFoundError:
        return Check("time zones", False, "Time zone data is missing.", "pip install tzdata")
    works = summer.utcoffset() != winter.utcoffset()
    return Check("time zones", works, "Time zone data is here.", "" if works else "pip install -U tzdata")


def check_subscriptions(settings: Settings) -> Check:
    """Whether the subscriptions of the configuration file can be understood, and how."""
    from bot.commands.subscribing import understood
    from bot.configured import from_settings

    now = datetime.now(UTC)
    try:
        found = from_settings(settings, now)
    except SettingsError as error:
        return Check("subscriptions", False, f"{error}.", "Mend it in the configuration file.")
    missing = sorted({s.channel.platform for s in found} - _platforms(settings) - {Platform.TERMINAL})
    if missing:
        names = ", ".join(m.value for m in missing)
        fix = " and ".join(f"{_TOKEN[m]}" for m in missing)
        return Check("subscriptions", False, f"Some are for {names}, which has no token.", f"Set {fix}.")
    said = [f"{s.channel.key} {s.what or 'everything'} — {understood(s, now)}" for s in found[:SHOWN]]
    more = f" / and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    listed = f": {' / '.join(said)}{more}" if said else ""
    return Check("subscriptions", True, f"{len(found)} in the configuration file{listed}.")


_TOKEN = {Platform.SLACK: "SLACK_BOT_TOKEN", Platform.DISCORD: "DISCORD_TOKEN"}


def _platforms(settings: Settings) -> set[Platform]:
    given = {
        Platform.SLACK: settings.secrets.slack_bot_token,
        Platform.DISCORD: settings.secrets.discord_token,
    }
    return {platform for platform, token in given.items() if token}


def check_engine(settings: Settings) -> Check:
    """Which engine drafts, and why."""
    name, endpoint = settings.engine.name, settings.secrets.has_endpoint
    if name == "extractive":
        return Check("engine", True, "extractive, as engine.name says.")
    if endpoint:
        return Check("engine", True, f"llm: engine.name is {name}, and an endpoint is configured.")
    if name == "llm":
        fix = "Set OPENAI_API_KEY or OPENAI_BASE_URL, or engine.name to auto."
        return Check("engine", False, "engine.name is llm, and no endpoint is configured.", fix)
    return Check("engine", True, "extractive: engine.name is auto, and no endpoint is configured.")


def check_models(settings: Settings) -> tuple[Check, ...]:
    """Which languages are put into English on this machine."""
    here = [language for language in lock().models if is_installed(settings.models, language)]
    if not here:
        hint = "No translation model; other languages stay in the original. Fetch one: kurir models pull sv"
        return (Check("translation", True, f"{hint}."),)
    if find_spec("fxtranslate") is None:
        detail = f"There are models for {', '.join(here)}, but the library that runs them is missing."
        return (Check("translation", False, detail, "pip install -e '.[mt]' in Kurir's folder"),)
    return (Check("translation", True, f"On this machine from {', '.join(here)}."),)


def check_web(settings: Settings) -> Check:
    """Whether the archive's address is free, or is served by a Kurir that runs."""
    listen = settings.web.listen
    if not listen:
        return Check("web", True, "The archive is off: [web] listen is empty.")
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except (OSError, OverflowError) as error:
            if _is_kurir(host, int(port)):
                return Check("web", True, f"{listen} is served by a running Kurir.")
            fix = "Free it, or choose another in [web] listen."
            return Check("web", False, f"{listen} cannot be listened on ({error}).", fix)
    return Check("web", True, f"{listen} is free.")


def _is_kurir(host: str, port: int) -> bool:
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened on
    connection = http.client.HTTPConnection(here, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException, OverflowError):
        return False
    finally:
        connection.close()


async def check_slack(settings: Settings) -> tuple[Check, ...]:
    """Tokens, permissions and channels of Slack."""
    secrets = settings.secrets
    if secrets.slack_bot_token is None:
        return (Check("slack", True, "No SLACK_BOT_TOKEN; Slack is off."),)
    from bot.chat.slack import doctor

    manifest = MANIFEST.read_text(encoding="utf-8") if MANIFEST.exists() else ""
    return await doctor.check(
        secrets.slack_bot_token.get_secret_value(),
        app_token=secrets.slack_app_token.get_secret_value() if secrets.slack_app_token else "",
        over_http=bool(secrets.slack_signing_secret and settings.web.listen),
        api_url=secrets.slack_api_url,
        manifest=manifest,
        channels=await _channels(settings, Platform.SLACK),
    )


async def check_discord(settings: Settings) -> tuple[Check, ...]:
    """Token, gateway and channels of Discord."""
    secrets = settings.secrets
    if secrets.discord_token is None:
        return (Check("discord", True, "No DISCORD_TOKEN; Discord is off."),)
    from bot.chat.discord import doctor

    return await doctor.check(
        secrets.discord_token.get_secret_value(),
        api_url=secrets.discord_api_url,
        channels=await _channels(settings, Platform.DISCORD),
    )


async def _channels(settings: Settings, platform: Platform) -> Sequence[Channel]:
    """Channels of subscriptions that are active, where there is a database of this version already."""
    from bot.app import build_store
    from bot.store.migrate import newest

    try:
        if (await _schema(settings))[1] != newest():
            return ()
    except BotError:
        return ()  # said by `check_database`
    async with await build_store(settings) as store:
        every = [s.channel for s in await store.subscriptions.all() if s.active]
    return tuple(dict.fromkeys(c for c in every if c.platform is platform))


async def _in_time(name: str, check: Awaitable[tuple[Check, ...]]) -> tuple[Check, ...]:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check
    except TimeoutError:
        detail = f"There was no answer within {PATIENCE:.0f} s."
        return (Check(name, False, detail, "Check the address, the network and its proxy."),)


async def check_llm(settings: Settings) -> tuple[Check, ...]:
    """Whether the LLM endpoint that `settings` name can be reached, knows the model, and answers."""
    if not settings.secrets.has_endpoint:
        wanted = settings.engine.name == "llm"
        fix = "Set OPENAI_API_KEY or OPENAI_BASE_URL, or engine.name to auto." if wanted else ""
        return (Check("llm", not wanted, "No LLM endpoint is configured; briefings are extractive.", fix),)
    from bot.llm.engine import build_model

    model = build_model(settings)
    try:
        await model.prepare()
        offered = await _offered(model.models)
        started = monotonic()
        await model.complete(PING)
        took = monotonic() - started
    except EngineError as error:
        fix = "Until this is mended, the extractive engine writes, and each briefing says so."
        return (Check("llm", False, _sentence(error), fix),)
    finally:
        await model.close()
    listed = (
        "" if not offered or model.name in offered else " It does not list this model, but answers as it."
    )
    detail = f"{model.endpoint} answers as {model.name} in {took:.1f} s, output as {model.format}.{listed}"
    return (Check("llm", True, detail), *_money(settings, model.name))


async def _offered(models: Callable[[], Awaitable[tuple[str, ...]]]) -> tuple[str, ...]:
    """The models on offer; empty where the endpoint does not list them, as Azure's deployments."""
    try:
        return await models()
    except EngineError:
        return ()


def _money(settings: Settings, model: str) -> tuple[Check, ...]:
    """A budget counts nothing for a model without a price."""
    budget = settings.budget
    if budget.daily_usd is None and budget.channel_usd is None:
        return ()
    if any(p.model == model for p in settings.llm.prices):
        return (Check("llm budget", True, f"Calls of {model} are counted against the budget."),)
    detail = f"A budget is set, but {model} has no price, so nothing counts against it."
    return (Check("llm budget", False, detail, f'Add [[llm.prices]] with model = "{model}".'),)


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + "."
