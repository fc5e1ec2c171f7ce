"""Which entries of a feed are new, and which are old ones that changed. Pure.

Feeds lie about identity: one id for all entries, ids that change at every fetch, a link to the front page
everywhere, the same title every day. So an entry has several marks, each a hash of one *kind* of
evidence, and is known if any mark of a trusted kind is known:

========  ==========================================================
``id``    the feed's own id
``lt``    link and title
``td``    title and date
``ld``    link and date
``l t``   link alone, title alone: only where there is nothing else
``all``   everything together: trusted always, the last resort
========  ==========================================================

A kind is trusted until, in this feed, it repeats (two entries of one document agree on it and on nothing
else) or changes (most entries known otherwise come with another id than before).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import combinations

from summarizer.sources import Entry, SeenEntry, Source, SourceKind
from summarizer.sources.addresses import canonical

FORGET_AFTER = timedelta(days=60)
"""How long an entry that left the feed is remembered."""

REFRESH_AFTER = timedelta(days=1)
"""How stale `SeenEntry.last_seen` may get before it is written again: not at every look."""

GRACE = timedelta(days=2)
"""How much older than its subscription a later entry may claim to be: clocks and time zones are wrong."""

MANY_MARKS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with what is to be remembered of it."""

    entry: Entry
    seen: SeenEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one document means.

    Attributes:
        new: entries never seen, or never readable so far, that somebody wants to read, in the document's
            order.
        changed: entries that became articles, or still wait for it, and now say something else; `seen` has
            the article's id.
        seen: what to remember besides, of entries that are neither.
        forget: keys of entries that left the feed long ago.
        untrusted: kinds that are not to be trusted in this feed, sorted.
    """

    new: tuple[Found, ...] = ()
    changed: tuple[Found, ...] = ()
    seen: tuple[SeenEntry, ...] = ()
    forget: tuple[str, ...] = ()
    untrusted: tuple[str, ...] = ()


def marks(entry: Entry) -> dict[str, str]:
    """The marks of `entry` by kind, strongest first."""
    link = canonical(entry.url) if entry.url else ""
    title = entry.title
    date = entry.published.isoformat() if entry.published else ""
    evidence = {
        "id": (entry.native_id,),
        "lt": (link, title),
        "td": (title, date),
        "ld": (link, date),
        "l": (link,) if not title and not date else ("",),
        "t": (title,) if not link and not date else ("",),
    }
    found = {kind: _mark(kind, *parts) for kind, parts in evidence.items() if all(parts)}
    return found | {"all": _mark("all", entry.native_id, link, title, date, entry.content_hash)}


def _mark(kind: str, *parts: str | None) -> str:
    text = "\x1f".join([p or "" for p in parts])  # no part holds a control character
    return f"{kind}:{blake2b(text.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def decide(
    source: Source,
    entries: Sequence[Entry],
    seen: Iterable[SeenEntry],
    *,
    untrusted: Iterable[str] = (),
    first_look: bool,
    now: datetime,
) -> Decision:
    """What is new in `entries`, given what was `seen` in `source` before.

    Args:
        source: tells which entries of the first look are wanted.
        entries: one document.
        seen: all that is remembered.
        untrusted: kinds known not to be trusted.
        first_look: whether the source was never read before.
        now: when the document was fetched.
    """
    seen = list(seen)
    marked = [(e, marks(e)) for e in entries]
    bad = set(untrusted) | _repeating([m for _, m in marked])
    marked = _without_twins(marked, bad)
    index = {mark: s for s in seen for mark in s.marks}
    known, changing = _recognise([m for _, m in marked], index, bad)
    if changing:
        bad.add("id")
    wanted = _first_wanted(source, entries) if first_look else None
    new, changed, rest = [], [], []
    for (entry, its), old in zip(marked, known, strict=True):
        if old is None:
            fresh = SeenEntry(
                key=_key(its, bad), marks=tuple(its.values()), content_hash=entry.content_hash, last_seen=now
            )
            is_wanted = entry in wanted if wanted is not None else _recent(source, entry)
            (new.append(Found(entry, fresh)) if is_wanted else rest.append(fresh))
        elif old.content_hash != entry.content_hash:
            update = _remembered(old, its, entry, now)
            if old.article_id or old.unread:
                changed.append(Found(entry, update))
            elif _is_news(source, entry):
                new.append(Found(entry, update))
            else:
                rest.append(update)
        elif now - old.last_seen > REFRESH_AFTER or its["all"] not in old.marks:
            rest.append(_remembered(old, its, entry, now))
    present = {old.key for old in known if old}
    gone = tuple(s.key for s in seen if s.key not in present and now - s.last_seen > FORGET_AFTER)
    return Decision(
        new=tuple(new), changed=tuple(changed), seen=tuple(rest), forget=gone, untrusted=tuple(sorted(bad))
    )


def _without_twins(
    marked: list[tuple[Entry, dict[str, str]]], bad: set[str]
) -> list[tuple[Entry, dict[str, str]]]:
    """Each entry once, as it is listed first."""
    return list({_key(its, bad): (entry, its) for entry, its in reversed(marked)}.values())[::-1]


def _repeating(documents: list[dict[str, str]]) -> set[str]:
    """Kinds on which two entries of one document agree while they agree on nothing else."""
    by_mark: dict[str, list[dict[str, str]]] = {}
    for its in documents:
        for mark in its.values():
            by_mark.setdefault(mark, []).append(its)
    bad = set()
    for mark, sharing in by_mark.items():
        kind = mark.partition(":")[0]
        pairs = combinations(sharing[:4], 2) if kind not in bad and kind != "all" else ()
        if any(sum(a[k] == b.get(k) for k in a) == 1 for a, b in pairs):
            bad.add(kind)
    return bad


def _recognise(
    documents: list[dict[str, str]], index: Mapping[str, SeenEntry], bad: set[str]
) -> tuple[list[SeenEntry | None], bool]:
    """For each entry what it was seen as, and whether ids change in this feed."""
    known: list[SeenEntry | None] = []
    doubtful: dict[int, SeenEntry] = {}
    other_id = 0
    for n, its in enumerate(documents):
        old = next((index[m] for k, m in its.items() if k not in bad and m in index), None)
        if old and "id" in its and "id" not in bad and _has_other(old, its, "id"):
            other_id += 1
            if _has_other(old, its, "td") and _has_other(old, its, "ld"):
                doubtful[n] = (
                    old  # same link and title, other id, other date: a daily column, or ids that change
                )
                old = None
        known.append(old)
    changing = other_id >= 2 and other_id * 2 >= len(documents)
    if changing:
        for n, old in doubtful.items():
            known[n] = old
    return known, changing


def _has_other(old: SeenEntry, its: dict[str, str], kind: str) -> bool:
    """Whether `old` has marks of `kind`, and none is that of the entry."""
    before = [m for m in old.marks if m.startswith(kind + ":")]
    return bool(before) and its.get(kind) not in before


def _key(its: dict[str, str], bad: set[str]) -> str:
    return next(mark for kind, mark in its.items() if kind not in bad)


def _remembered(old: SeenEntry, its: dict[str, str], entry: Entry, now: datetime) -> SeenEntry:
    both = tuple(dict.fromkeys((*its.values(), *old.marks)))[:MANY_MARKS]
    return replace(old, marks=both, content_hash=entry.content_hash, last_seen=now)


def _recent(source: Source, entry: Entry) -> bool:
    """Whether a later entry is news: archives that reappear under new ids are not.

    A file that is moved into a watched folder keeps its old time, and is news.
    """
    is_file = source.kind is SourceKind.FOLDER
    return is_file or entry.dated is None or entry.dated >= source.added - GRACE


def _is_news(source: Source, entry: Entry) -> bool:
    """Whether a known entry that never became an article is news now that it changed: a file written at
    last, a page that could not be read. What was too old at the first look is not."""
    is_file = source.kind is SourceKind.FOLDER
    return is_file or (entry.dated is not None and entry.dated > source.added)


def _first_wanted(source: Source, entries: Sequence[Entry]) -> list[Entry]:
    """Of the first look: what is newer than the subscription, and the `source.first` newest."""
    dated = all(e.dated for e in entries)
    newest = sorted(entries, key=lambda e: e.dated or source.added, reverse=True) if dated else list(entries)
    return newest[: source.first] + [e for e in newest if e.dated and e.dated > source.added]
