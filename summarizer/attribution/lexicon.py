"""The words that a language's ``[attribution]`` table lists, looked up by form.

Each key of the table is a tag, its value a comma-separated list. ``word*`` matches every word that begins
so, ``*word`` every word that ends so, ``*word*`` every word that has it (compounds), ``word~`` the forms of
a verb, which are it with each of the table's `endings`; several words in a row match as a phrase, whose tag
goes to its first word. A language without a table has an empty lexicon:
structure alone decides there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from summarizer.languages import table

_NONE: frozenset[str] = frozenset()
_REMEMBERED_WORDS = 50_000


class Lexicon:
    """Tags of words of one language."""

    def __init__(self, entries: dict[str, str], endings: Sequence[str] = ()) -> None:
        self._exact: defaultdict[str, set[str]] = defaultdict(set)
        self._prefix: defaultdict[str, set[str]] = defaultdict(set)
        self._suffix: defaultdict[str, set[str]] = defaultdict(set)
        self._inner: defaultdict[str, set[str]] = defaultdict(set)
        self._phrases: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._memo: dict[str, frozenset[str]] = {}
        for tag, listed in entries.items():
            for entry in listed.split(","):
                for form in _forms(entry.strip().lower(), endings):
                    self._add(tag, form)
        self._short = min((len(p) for p in self._prefix), default=1)
        self._shortest = min((len(p) for p in self._suffix), default=1)

    def _add(self, tag: str, entry: str) -> None:
        first, *rest = entry.split() or [""]
        if rest:
            self._phrases[first].append((tuple(rest), tag))
        elif entry.startswith("*") and entry.endswith("*"):
            self._inner[entry[1:-1]].add(tag)
        elif entry.endswith("*"):
            self._prefix[entry[:-1]].add(tag)
        elif entry.startswith("*"):
            self._suffix[entry[1:]].add(tag)
        elif entry:
            self._exact[entry].add(tag)

    def tags(self, word: str) -> frozenset[str]:
        """Tags of a lower-case word."""
        found = self._memo.get(word)
        if found is None:
            if len(self._memo) >= _REMEMBERED_WORDS:
                self._memo.clear()
            found = self._memo[word] = self._look_up(word)
        return found

    def _look_up(self, word: str) -> frozenset[str]:
        tags = set(self._exact.get(word, _NONE))
        for n in range(self._short, len(word) + 1):
            tags |= self._prefix.get(word[:n], _NONE)
        for n in range(len(word) - self._shortest + 1):
            tags |= self._suffix.get(word[n:], _NONE)
        for inner, its_tags in self._inner.items():
            if inner in word:
                tags |= its_tags
        return frozenset(tags)

    def annotate(self, words: list[str]) -> list[frozenset[str]]:
        """Tags of each of these lower-case words in a row; a phrase tags its first word."""
        tags = [self.tags(w) for w in words]
        for i, word in enumerate(words):
            for rest, tag in self._phrases.get(word, ()):
                following = words[i + 1 : i + 1 + len(rest)]
                if len(following) == len(rest) and all(map(_fits, following, rest)):
                    tags[i] |= {tag}
        return tags


def _forms(entry: str, endings: Sequence[str]) -> list[str]:
    return [entry[:-1] + e for e in endings] if entry.endswith("~") else [entry]


def _fits(word: str, entry: str) -> bool:
    return word.startswith(entry[:-1]) if entry.endswith("*") else word == entry


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of `language`, empty if nothing is known of it."""
    given = table(language, "attribution")
    tags = {tag: words for tag, words in given.items() if isinstance(words, str) and tag != "endings"}
    return Lexicon(tags, given.get("endings", "").split())
