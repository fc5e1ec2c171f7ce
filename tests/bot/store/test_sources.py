"""Sources: what a look changes is stored whole, and only where the source still is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from builders import article

from bot.intake.polling import LookRecord
from bot.store import Store
from summarizer.sources import Entry, Hints, SeenEntry, Source, SourceKind, SourceState, source_id
from summarizer.sources.look import Reading
from summarizer.sources.packing import pack, unpack

NOW = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def source(address: str = "https://example.com/feed", **fields: Any) -> Source:
    return Source(id=source_id(address), address=address, added=NOW, **fields)


def seen(key: str, content_hash: str = "0", article_id: str | None = None) -> SeenEntry:
    marks = (f"id:{key}", "link:2")
    return SeenEntry(key=key, marks=marks, content_hash=content_hash, article_id=article_id, last_seen=NOW)


STATE = SourceState(
    etag='W/"1"', last_modified="yesterday", body_hash="ab", last_checked=NOW, last_success=NOW,
    next_due=NOW + HOUR, interval=900, failures=2, failing_since=NOW, cause="timed out", untrusted=("id",),
    hints=Hints(ttl=3600, skip_hours=frozenset({0, 5}), skip_days=frozenset({6})),
)  # fmt: skip


async def test_a_source_is_added_once(store: Store) -> None:
    """Adding it again keeps what is known of it."""
    followed = source(
        kind=SourceKind.PAGE, title="Ö", topics=("a", "b"), language="sv", owner="slack:C1", first=3
    )
    assert await store.sources.add(followed)
    assert not await store.sources.add(source(title="other"))
    assert await store.sources.source(followed.id) == (followed, SourceState())
    assert await store.sources.remove(followed.id)
    assert not await store.sources.remove(followed.id)
    assert await store.sources.source(followed.id) is None


async def test_a_source_that_was_given_up_is_looked_at_again(store: Store) -> None:
    """Once somebody says so; what was seen in it stays seen."""
    await store.sources.add(source())
    assert not await store.sources.revive(source().id)
    given_up = replace(STATE, disabled="It has failed for 8 days.")
    await store.sources.record_looks([LookRecord(source=source(), state=given_up, seen=(seen("k"),))])
    assert await store.sources.due_sources(NOW + HOUR) == []
    assert await store.sources.revive(source().id)
    ((_, state),) = await store.sources.due_sources(NOW)
    assert (state.failures, state.cause, state.disabled, state.etag) == (0, None, None, STATE.etag)
    assert await store.sources.seen_entries(source().id) == [seen("k")]


async def test_a_look_is_stored_whole(store: Store) -> None:
    """State and seen entries; entries that left the feed are forgotten."""
    await store.sources.add(source())
    await store.sources.record_looks(
        [LookRecord(source=source(), state=SourceState(), seen=(seen("k"), seen("l")))]
    )
    moved = replace(source(), address="https://example.com/new", title="New")
    record = LookRecord(
        source=moved,
        state=STATE,
        seen=(seen("k", "1", "a1"), seen("m")),
        forget=("l",),
    )
    await store.sources.record_looks([record])
    assert await store.sources.source(moved.id) == (moved, STATE)
    entries = sorted(await store.sources.seen_entries(moved.id), key=lambda e: e.key)
    assert entries == [seen("k", "1", "a1"), seen("m")]


async def test_an_entry_is_kept_as_it_came_until_it_is_read(store: Store) -> None:
    """And one that changed while it was read stays unread."""
    whole = Entry(
        native_id="g", url="https://example.com/1", title="Ö \ud800", published=NOW, updated=NOW + HOUR,
        author="A", html="<p>a\0</p>", summary="s", language="sv",
    )  # fmt: skip
    waiting = [replace(seen(key), unread=pack(replace(whole, title=key))) for key in "klm"]
    again = replace(waiting[0], unread=pack(whole))
    await store.sources.add(source())
    looked = LookRecord(source=source(), state=STATE, seen=(*waiting, seen("n")))
    await store.sources.record_looks([looked, replace(looked, seen=(again,))])
    assert await store.sources.unread_sources() == [source()]
    first = await store.sources.unread(source().id, after="", limit=2)
    assert first == [again, waiting[1]]
    assert unpack(first[0].unread or "") == whole
    assert await store.sources.unread(source().id, after="l", limit=2) == [waiting[2]]

    read = tuple(replace(e, unread=None, article_id="a1") for e in waiting[:2])
    changed = replace(waiting[1], content_hash="1")
    await store.sources.record_looks([replace(looked, seen=(changed,))])
    reading = Reading(source=source(), read=read, new=(article(),))
    await store.sources.record_reading(reading, now=NOW)
    assert await store.sources.unread(source().id, after="", limit=9) == [changed, waiting[2]]
    assert read[0] in await store.sources.seen_entries(source().id)
    stored = await store.articles.get("a1")
    assert stored is not None
    assert stored.stored == NOW


async def test_a_removed_source_does_not_come_back(store: Store) -> None:
    """A look that ends after the source was removed stores nothing."""
    await store.sources.record_looks([LookRecord(source=source(), state=STATE, seen=(seen("k"),))])
    await store.sources.record_reading(Reading(source=source(), new=(article(),)), now=NOW)
    assert await store.sources.all() == []
    assert await store.articles.get("a1") is None


async def test_odd_characters_of_a_server_break_nothing(store: Store) -> None:
    """Headers may hold any byte, titles any character."""
    odd = source(title="a\0b\ud800", topics=("x\0\ud800",))
    state = SourceState(etag='"\udc80"', cause="\0")
    await store.sources.add(odd)
    await store.sources.record_looks([LookRecord(source=odd, state=state, seen=(seen("k"),))])
    found = await store.sources.source(odd.id)
    assert found is not None
    assert (found[0].title, found[1].etag, found[1].cause) == ("ab", '""', "")


async def test_what_is_due(store: Store) -> None:
    """Never looked at first, then the longest due; not what is disabled or due later."""
    due = {"new": None, "late": NOW - HOUR, "now": NOW, "later": NOW + HOUR, "off": NOW - HOUR}
    for name, when in due.items():
        await store.sources.add(source(name, title=name))
        state = SourceState(next_due=when, disabled="gone" if name == "off" else None)
        await store.sources.record_looks([LookRecord(source=source(name, title=name), state=state)])
    assert [s.title for s, _ in await store.sources.due_sources(NOW)] == ["new", "late", "now"]
