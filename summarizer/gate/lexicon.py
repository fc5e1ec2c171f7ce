"""Words that mean a concept, per language: from the ``[gate.*]`` tables of `summarizer.languages`.

A table maps a concept to words separated by spaces. ``x*`` is any word beginning with x, ``*x`` any ending
with it, ``*x*`` any holding it, ``a_b`` is two words in a row, and ``a~b`` a
verb and its particle with other words between, "weist die Kritik zurück". ``!x`` and ``!x*`` are words that
do not mean the concept though another entry of it matches them: "fall* !fallacy". `words` is the one
splitter of all checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from summarizer.languages import table

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE_INSIDE = re.compile(r"(?<=[\u0400-\u04ff])['’ʼ`](?=[\u0400-\u04ff])")
_CONTRACTED = re.compile(r"\b(\w+?)n['’]t\b")


def plain(text: str) -> str:
    """`text` with apostrophes inside Cyrillic words removed and English ``n't`` written out, same case."""
    return _CONTRACTED.sub(r"\1 not", _APOSTROPHE_INSIDE.sub("", text))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Lower-case words of `text`, digits included, without punctuation."""
    return tuple(w.casefold() for w in _WORD.findall(plain(text)))


def listed(text: str) -> frozenset[str]:
    """The words of `text`, a list written as a sentence."""
    return frozenset(text.split())


LEAST_PART = 4
"""Letters of the shortest entry of the kind ``*x*``."""
REACH = 12
"""Words within which the particle of a verb follows it."""

_NONE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Lexicon:
    """Concepts by word. Build it with `lexicon`."""

    exact: dict[str, set[str]] = field(default_factory=dict)
    beginnings: dict[str, set[str]] = field(default_factory=dict)
    endings: dict[str, set[str]] = field(default_factory=dict)
    parts: dict[str, set[str]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[re.Pattern[str], ...], str]]] = field(default_factory=dict)
    split: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    but: dict[str, set[str]] = field(default_factory=dict)
    starred: bool = False
    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[tuple[str, str]]) -> Lexicon:
        """Of lines, each a concept and the entries that mean it, spaces between them."""
        made = cls()
        for concept, entries in lines:
            for entry in entries.split():
                made.add(concept, entry)
        return made

    def add(self, concept: str, entry: str) -> None:
        """Let `entry`, in the notation of the tables, mean `concept`."""
        entry = entry.casefold()  # as words of texts are: "ß" is "ss"
        if entry.startswith("!"):
            self.but.setdefault(entry[1:], set()).add(concept)
        elif "~" in entry:
            verb, particle = entry.split("~")
            self.split.setdefault(verb, []).append((particle, concept))
        elif "_" in entry:
            parts = entry.split("_")
            self.phrases.setdefault(parts[0], []).append((tuple(_pattern(w) for w in parts), concept))
            self.starred = self.starred or parts[0].endswith("*")
        elif entry.startswith("*"):
            table = self.parts if entry.endswith("*") else self.endings
            table.setdefault(entry.strip("*"), set()).add(concept)
        elif entry.endswith("*"):
            self.beginnings.setdefault(entry[:-1], set()).add(concept)
        else:
            self.exact.setdefault(entry, set()).add(concept)

    def of_word(self, word: str) -> frozenset[str]:
        """Concepts of one lower-case word."""
        found = self._known.get(word)
        if found is None:
            hits = set(self.exact.get(word, ()))
            for cut in range(len(word)):
                hits |= self.beginnings.get(word[: cut + 1], _NONE) | self.endings.get(word[cut:], _NONE)
                if self.parts:
                    for end in range(cut + LEAST_PART, len(word) + 1):
                        hits |= self.parts.get(word[cut:end], _NONE)
            for end in range(len(word) if self.but else 0):
                hits -= self.but.get(f"{word[: end + 1]}*", _NONE)
            found = frozenset(hits - self.but.get(word, _NONE))
            if len(self._known) < 50_000:  # text is untrusted: memory stays bounded
                self._known[word] = found
        return found

    def find(self, tokens: Sequence[str]) -> list[tuple[str, int]]:
        """Every (concept, index of its first word) in `tokens`."""
        return [(concept, start) for concept, start, _ in self.spans(tokens)]

    def spans(self, tokens: Sequence[str]) -> list[tuple[str, int, int]]:
        """Every (concept, index of its first word, index behind its last) in `tokens`."""
        hits = [(concept, i, i + 1) for i, word in enumerate(tokens) for concept in self.of_word(word)]
        for i, word in enumerate(tokens):
            for patterns, concept in self._phrases_from(word):
                rest = tokens[i : i + len(patterns)]
                if len(rest) == len(patterns) and all(map(re.Pattern.fullmatch, patterns, rest)):
                    hits.append((concept, i, i + len(patterns)))
            for particle, concept in self.split.get(word, ()):
                near = range(i + 1, min(i + REACH, len(tokens)))
                if any(tokens[n] == particle and self._ends(tokens, n) for n in near):
                    hits.append((concept, i, i + 1))
        return hits

    def _phrases_from(self, word: str) -> Iterable[tuple[tuple[re.Pattern[str], ...], str]]:
        """Phrases whose first word `word` is or begins."""
        yield from self.phrases.get(word, ())
        for end in range(3, len(word) + 1) if self.starred else ():
            yield from self.phrases.get(f"{word[:end]}*", ())

    def _ends(self, tokens: Sequence[str], i: int) -> bool:
        """Whether a clause may end with word `i`, where a particle stands and a preposition does not."""
        return i + 1 == len(tokens) or "joint" in self.of_word(tokens[i + 1])


def _pattern(entry: str) -> re.Pattern[str]:
    return re.compile(re.escape(entry).replace(r"\*", r"\w*"))


@cache
def lexicon(language: str, name: str) -> Lexicon:
    """The lexicon of table ``[gate.<name>]`` of `language`; empty where there is none."""
    entries: Mapping[str, str] = table(language, "gate").get(name, {})
    return Lexicon.of(entries.items())


@lru_cache(maxsize=4096)
def concepts(text: str, language: str, name: str = "words") -> frozenset[str]:
    """Concepts that occur in `text`."""
    return frozenset(c for c, _ in lexicon(language, name).find(words(text)))


def covers(language: str, name: str = "words") -> bool:
    """Whether anything is known of `language`: an absence means nothing where nothing is known."""
    return bool(table(language, "gate").get(name))


@cache
def introducing(language: str) -> frozenset[str]:
    """Words of `language` that introduce what is said or thought, "that"."""
    return frozenset(words(table(language, "attribution").get("that", "")))
