"""What words mean, over languages: concepts that an English question and a foreign sentence share.

``glossary/`` has a file a language: general words of the news, a line a concept, in the notation of
`summarizer.gate.lexicon`, accents folded. What the gate knows of each language is used besides: opposites,
roles.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from summarizer.answering.likeness import fold
from summarizer.gate.lexicon import Lexicon, concepts, words
from summarizer.gate.normalise.names import COMPOUNDING
from summarizer.languages import text_of

SHARED = frozenset(
    """
    rise fall accept reject allow ban open close begin end win lose better worse safe danger cheap costly
    early late hire fire join leave legal illegal guilty innocent build demolish majority minority keep scrap
    buy sell faster slower short trust doubt confirm
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""Concepts of the gate's ``[gate.words]`` that a question may be about; the others are grammar."""
SHORTEST_PART = 4
"""Letters that the second part of a compound must share with an entry: "kost" in "Baukosten"."""


@lru_cache(maxsize=4096)
def senses(text: str, language: str) -> frozenset[str]:
    """Concepts that occur in `text`, a sentence or a word."""
    folded = [fold(w) for w in words(text)]
    found = {concept for concept, _ in _lexicon(language).find(folded)}
    if language in COMPOUNDING:
        found.update(c for w in folded for c in _of_compound(w, language))
    found.update(f"gate:{c}" for c in concepts(text, language) & SHARED)
    found.update(f"role:{c}" for c in concepts(text, language, "roles"))
    return frozenset(found)


def knows(language: str) -> bool:
    """Whether `senses` has a glossary for `language`; where not, a missing concept means nothing."""
    return bool(_lexicon(language).beginnings)


@lru_cache(maxsize=16384)
def _of_compound(word: str, language: str) -> tuple[str, ...]:
    """Concepts of the later parts of a word that languages like German write as one."""
    found = later_parts(word, _lexicon(language)) if len(word) > 7 else ()
    return tuple(c for concepts_ in found for c in concepts_)


def later_parts(word: str, lexicon: Lexicon) -> Iterator[Collection[str]]:
    """Concepts of each part of `word` that is an entry of `lexicon`, the longest parts first."""
    for start in range(SHORTEST_PART - 1, len(word) - SHORTEST_PART + 1):
        tail = word[start:]
        for end in range(len(tail), SHORTEST_PART - 1, -1):
            if found := lexicon.beginnings.get(tail[:end]):
                yield found
        if found := lexicon.exact.get(tail):
            yield found


@cache
def _lexicon(language: str) -> Lexicon:
    lines = tomllib.loads(text_of(files(__package__) / "glossary", language, "toml"))
    return Lexicon.of((concept, fold(entries)) for concept, entries in lines.items())
