"""English words of one meaning, or one a kind of the other, by WordNet; and which words are things."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from summarizer.gate.normalise.english import groups, lines, stem, supported


@dataclass(frozen=True)
class Support:
    """What a text's words say, so that another's can be looked up in it. Build it with `support`."""

    words: frozenset[str]
    stems: frozenset[str]
    groups: frozenset[int]
    meanings: frozenset[str]
    kinds: frozenset[str]

    def tells(self, word: str) -> bool:
        """Whether the text says what lower-case `word` says: itself, its synonym, or a kind of it.

        A thing must be there as such. Of anything else the special word may stand for the general one too,
        and a word with the same beginning for a form that is not listed.
        """
        mine = stem(word)
        meanings, kinds = _meanings(mine)
        if mine in self.stems or self.groups & groups(mine) or meanings & (self.meanings | self.kinds):
            return True
        return not is_thing(word) and (bool(kinds & self.meanings) or supported(word, self.words))


@lru_cache(maxsize=512)
def support(words: frozenset[str]) -> Support:
    """`words` with their meanings."""
    stems = frozenset(map(stem, words))
    return Support(
        words,
        stems,
        frozenset().union(*(groups(s) for s in stems)),
        frozenset().union(*(_meanings(s)[0] for s in stems)),
        frozenset().union(*(_meanings(s)[1] for s in stems)),
    )


def means(word: str) -> bool:
    """Whether lower-case `word` is one of the English words that have meanings here."""
    return any(map(bool, _meanings(stem(word))))


def is_thing(word: str) -> bool:
    """Whether lower-case `word`, singular or plural, means something that can be touched."""
    return any(w in _things() for w in (word, word.removesuffix("s"), word.removesuffix("es")))


@cache
def _things() -> frozenset[str]:
    return frozenset(" ".join(lines("things.txt")).split())


def _meanings(stemmed: str) -> tuple[frozenset[str], frozenset[str]]:
    return _related().get(stemmed, (frozenset(), frozenset()))


@cache
def _related() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Stem → its meanings and what they are kinds of."""
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for line in lines("related.txt"):
        word, _, numbers = line.partition(" ")
        own, kinds = (frozenset(part.split()) for part in numbers.split("|"))
        before = found.get(stem(word), (frozenset(), frozenset()))
        found[stem(word)] = (before[0] | own, before[1] | kinds)
    return found
