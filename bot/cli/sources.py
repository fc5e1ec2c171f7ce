"""`kurir sources add|list|remove|import|export`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO, TypeVar

import click

from bot.app import build_fetcher, build_store
from bot.errors import BotError
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.subscription import Channel
from summarizer.sources import Source, SourceKind, SourceState, source_id
from summarizer.sources.adding import find_source
from summarizer.sources.opml import read_opml, write_opml
from summarizer.workers import Workers

T = TypeVar("T")


@click.group(name="sources")
def command() -> None:
    """What Kurir reads: feeds, web pages with lists of articles, folders, single addresses."""


@command.command()
@click.argument("address")
@click.option("--kind", type=click.Choice([k.value for k in SourceKind]), help="Do not look; it is this.")
@click.option("--title", help="What to call it.")
@click.option("--topic", "topics", multiple=True, help="File it under this topic; may be repeated.")
@click.option("--language", help="Its language, for example sv, where detection fails.")
@click.option("--first", type=click.IntRange(0, 100), help="Also read this many of its newest entries.")
@click.option("--owner", metavar="PLATFORM:CHANNEL", help="Channel that is told when it is given up.")
@click.pass_obj
def add(
    config: str | None,
    address: str,
    kind: str | None,
    title: str | None,
    topics: tuple[str, ...],
    language: str | None,
    first: int | None,
    owner: str | None,
) -> None:
    """Follow ADDRESS: a feed, a page (its feed is found), or a folder."""
    settings = load_settings(config)
    if owner:
        _channel(owner)
    source = asyncio.run(_find(settings, address, SourceKind(kind) if kind else None))
    source = replace(
        source,
        title=title or source.title,
        topics=topics,
        language=language,
        owner=owner,
        first=settings.sources.first if first is None else first,
    )
    state = _with_store(settings, partial(_follow, source))
    click.echo(f"Kurir {state} {source.title or source.address} ({source.kind}, {source.address}).")


async def _follow(source: Source, store: Store) -> str:
    """Follow `source`, unless it is followed, and say which; one that was given up is looked at again."""
    async with store.write():
        known = next((s for s, _ in await store.sources.all() if s.address == source.address), source)
        if await store.sources.add(known):
            return "follows"
        return "follows again" if await store.sources.revive(known.id) else "already follows"


@command.command(name="list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def list_(config: str | None, form: str) -> None:
    """Every source with its state."""
    found = _with_store(load_settings(config), lambda store: store.sources.all())
    if not found and form == "text":
        click.echo("Kurir follows nothing yet; add a source with: kurir sources add ADDRESS")
    for source, state in found:
        line = _as_json(source, state) if form == "json" else _as_text(source, state)
        click.echo(line)


@command.command()
@click.argument("address")
@click.pass_obj
def remove(config: str | None, address: str) -> None:
    """Follow ADDRESS (or the id of a source) no longer; its articles stay."""

    async def take_away(store: Store) -> bool:
        for source, _ in await store.sources.all():
            if address in (source.id, source.address) or source.id == source_id(address):
                return await store.sources.remove(source.id)
        return False

    if not _with_store(load_settings(config), take_away):
        raise BotError(f"{address} is not followed; see them with: kurir sources list")
    click.echo(f"Kurir follows {address} no longer.")


@command.command(name="import")
@click.argument("file", type=click.File("rb"))
@click.option("--owner", metavar="PLATFORM:CHANNEL", help="Channel that is told when one is given up.")
@click.pass_obj
def import_(config: str | None, file: BinaryIO, owner: str | None) -> None:
    """Follow every feed of an OPML FILE (- for standard input); folders become topics."""
    settings, now = load_settings(config), datetime.now(UTC)
    if owner:
        _channel(owner)
    outlines = read_opml(file.read(20_000_000), name=getattr(file, "name", "the file"))

    new = [
        Source(
            id=source_id(o.address),
            address=o.address,
            title=o.title,
            topics=o.topics,
            language=o.language,
            owner=owner,
            first=settings.sources.first,
            added=now,
        )
        for o in outlines
    ]

    async def follow(store: Store) -> int:
        async with store.write():
            known = {source.address for source, _ in await store.sources.all()}
            return sum([await store.sources.add(source) for source in new if source.address not in known])

    click.echo(f"{_with_store(settings, follow)} new of {len(outlines)} sources.")


@command.command()
@click.argument("file", type=click.File("wb"), default="-")
@click.pass_obj
def export(config: str | None, file: BinaryIO) -> None:
    """Write the feeds as OPML to FILE, or to standard output."""
    found = _with_store(load_settings(config), lambda store: store.sources.all())
    file.write(write_opml(source for source, _ in found) + b"\n")


async def _find(settings: Settings, address: str, kind: SourceKind | None) -> Source:
    async with build_fetcher(settings) as fetcher, Workers(size=1) as workers:
        return await find_source(address, fetcher, workers, now=datetime.now(UTC), kind=kind)


def _with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    async def run() -> T:
        async with await build_store(settings) as store:
            return await work(store)

    return asyncio.run(run())


def _as_text(source: Source, state: SourceState) -> str:
    topics = f" [{', '.join(source.topics)}]" if source.topics else ""
    health = state.disabled or (f"failing: {state.cause}" if state.cause else "")
    return f"{source.id}  {source.kind:<7} {source.title or '-'}{topics}  {source.address}  {health}".rstrip()


def _as_json(source: Source, state: SourceState) -> str:
    due, checked = state.next_due, state.last_checked
    return json.dumps(
        {
            "id": source.id,
            "kind": source.kind.value,
            "address": source.address,
            "title": source.title,
            "topics": list(source.topics),
            "language": source.language,
            "last_checked": checked.isoformat() if checked else None,
            "next_due": due.isoformat() if due else None,
            "cause": state.cause,
            "disabled": state.disabled,
        },
        ensure_ascii=False,
    )


def _channel(key: str) -> Channel:
    try:
        return Channel.from_key(key)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--owner") from error
