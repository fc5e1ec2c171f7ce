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
else, or most entries agree on it) or changes (most entries known otherwise come with another id than before,
or most ids come with other entries than before). Where most entries would be new, but nearly all of them have
a link or a title that is known, it is the rest that changes at every fetch: then link or title alone will do.
"""

from __future__ import annotations

from collections import Counter
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

MANY_MARKS = 14

MOST = 3
"""Entries, and half of a document, from which something is so of a feed and no accident."""


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
    found = {}
    if entry.native_id:
        found["id"] = _mark("id", entry.native_id)
    if link and title:
        found["lt"] = _mark("lt", link, title)
    if title and date:
        found["td"] = _mark("td", title, date)
    if link and date:
        found["ld"] = _mark("ld", link, date)
    if link and not title and not date:
        found["l"] = _mark("l", link)
    if title and not link and not date:
        found["t"] = _mark("t", title)
    found["all"] = _mark("all", entry.native_id or "", link, title, date, entry.content_hash)
    return found


def _loose(entry: Entry) -> tuple[str, ...]:
    """Link alone and title alone, as far as there are any: remembered, and looked at where all else fails."""
    link = canonical(entry.url) if entry.url else ""
    return tuple(_mark(kind, part) for kind, part in (("l", link), ("t", entry.title)) if part)


def _mark(kind: str, *parts: str) -> str:
    text = "\x1f".join(parts)  # no part holds a control character
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
    documents, loose = [its for _, its in marked], [_loose(e) for e, _ in marked]
    if index and _recycled(documents, loose, index):
        bad.add("id")
    known, changing = _recognise(documents, index, bad)
    if changing:
        bad.add("id")
    _recognise_loosely(loose, index, known)
    wanted = set(_first_wanted(source, entries)) if first_look else None
    new, changed, rest = [], [], []
    for (entry, its), links, old in zip(marked, loose, known, strict=True):
        its_all = tuple(dict.fromkeys((*its.values(), *links)))
        if old is None:
            fresh = SeenEntry(
                key=_key(its, bad),
                marks=its_all,
                content_hash=entry.content_hash,
                last_seen=now,
            )
            is_wanted = entry in wanted if wanted is not None else _recent(source, entry)
            (new.append(Found(entry, fresh)) if is_wanted else rest.append(fresh))
        elif old.content_hash != entry.content_hash:
            update = _remembered(old, its_all, entry, now)
            if old.article_id or old.unread:
                changed.append(Found(entry, update))
            elif _is_news(source, entry):
                new.append(Found(entry, update))
            else:
                rest.append(update)
        elif now - old.last_seen > REFRESH_AFTER or its["all"] not in old.marks:
            rest.append(_remembered(old, its_all, entry, now))
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
        if len(sharing) == 1:
            continue
        kind = mark.partition(":")[0]
        if len({its["all"] for its in sharing}) >= max(MOST, len(documents) / 2):
            bad.add(kind)
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


def _recycled(
    documents: list[dict[str, str]], loose: list[tuple[str, ...]], index: Mapping[str, SeenEntry]
) -> bool:
    """Whether ids name other entries than before: they are positions in the list, for example.

    Such an entry has another link and another title, or one that is known of another entry.
    """
    shared = Counter(m for its in loose for m in its)
    strange = 0
    for its, links in zip(documents, loose, strict=True):
        if (old := index.get(its.get("id", ""))) is None:
            continue
        others = [m for m in links if m not in old.marks]
        moved = any(shared[m] == 1 and m in index for m in others)
        strange += moved or (len(others) == 2 and all(_has_kind(old, m) for m in others))
    return strange >= MOST and strange * 2 >= len(documents)


def _has_kind(old: SeenEntry, mark: str) -> bool:
    return any(m.startswith(mark[:2]) for m in old.marks)


def _recognise_loosely(
    documents: list[tuple[str, ...]], index: Mapping[str, SeenEntry], known: list[SeenEntry | None]
) -> None:
    """Add to `known` what is known by its link or title alone, if that is so of most of the document."""
    shared = Counter(m for its in documents for m in its)
    for kind in ("l:", "t:"):
        found = {
            n: index[m]
            for n, its in enumerate(documents)
            for m in its
            if known[n] is None and m.startswith(kind) and shared[m] == 1 and m in index
        }
        if len(found) >= MOST and len(found) * 2 >= len(documents):
            for n, old in found.items():
                known[n] = old


def _has_other(old: SeenEntry, its: dict[str, str], kind: str) -> bool:
    """Whether `old` has marks of `kind`, and none is that of the entry."""
    before = [m for m in old.marks if m.startswith(kind + ":")]
    return bool(before) and its.get(kind) not in before


def _key(its: dict[str, str], bad: set[str]) -> str:
    return next(mark for kind, mark in its.items() if kind not in bad)


def _remembered(old: SeenEntry, its: tuple[str, ...], entry: Entry, now: datetime) -> SeenEntry:
    both = tuple(dict.fromkeys((*its, *old.marks)))[:MANY_MARKS]
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
