"""Words of different languages that look like one word: "association", "asociación". Pure."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from rapidfuzz import fuzz

from summarizer.gate.lexicon import words
from summarizer.gate.normalise.english import stem

ALIKE = 82
"""How alike they must look, in percent: "association" and "asociación" are 86, "council" and "counsel" 71."""


@lru_cache(maxsize=16384)
def alike(word: str, other: str) -> bool:
    """Whether an English word and a folded word of another language look like one word."""
    stemmed = stem(word)
    if other == word or (len(stemmed) >= 5 and other.startswith(stemmed)):
        return True
    return any(len(w) >= 5 and fuzz.ratio(w, other) >= ALIKE for w in (word, stemmed))


def alike_any(word: str, text: str) -> bool:
    """Whether a word of `text` is `alike` the English `word`."""
    return any(alike(word, fold(w)) for w in words(text))


@cache
def fold(word: str) -> str:
    """`word` in lower case without accents, so that "Dubček" is "dubcek"."""
    word = word.translate(str.maketrans("øØæÆłŁđßŒœ", "oOaAlLdsOo"))
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
