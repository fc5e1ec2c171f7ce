"""What words of an article may mean in English, by a list of words for each language.

``dictionary/`` has a file a language. Its lines are ``word: entry entry``: a common English word, and how the
news of that language says it, in the notation of `summarizer.gate.lexicon`. The lists are wider and coarser
than `summarizer.answering.glossary`, where what words mean was chosen for questions.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, lru_cache
from importlib.resources import files

from summarizer.gate.lexicon import Lexicon, words
from summarizer.gate.normalise.english import stem
from summarizer.gate.normalise.names import COMPOUNDING

SHORTEST_PART = 4
"""Letters of the shortest part of a compound that is looked up."""


@lru_cache(maxsize=4096)
def meanings(text: str, language: str) -> frozenset[str]:
    """Stems of the English words that words of `text` may mean; none where there is no list of `language`."""
    tokens, lexicon = words(text), _lexicon(language)
    hits = lexicon.find(tokens)
    found = {word for word, _ in hits}
    if language in COMPOUNDING:
        known = {i for _, i in hits}
        found.update(*(_of_compound(t, lexicon) for i, t in enumerate(tokens) if i not in known))
    return frozenset(map(stem, found))


def _of_compound(word: str, lexicon: Lexicon) -> Collection[str]:
    """What the last part of a word means that languages like German write as one: the longest part known."""
    for start in range(SHORTEST_PART - 1, len(word) - SHORTEST_PART + 1):
        tail = word[start:]
        for end in range(len(tail), SHORTEST_PART - 1, -1):
            if found := lexicon.beginnings.get(tail[:end]):
                return found
        if found := lexicon.exact.get(tail):
            return found
    return ()


def has(word: str, language: str) -> bool:
    """Whether `meanings` would recognise the English `word` in texts of `language`."""
    return stem(word) in _stems(language)


@cache
def _stems(language: str) -> frozenset[str]:
    lexicon = _lexicon(language)
    entries = (*lexicon.exact.values(), *lexicon.beginnings.values(), *lexicon.endings.values())
    return frozenset(stem(word) for found in entries for word in found)


@cache
def _lexicon(language: str) -> Lexicon:
    made = Lexicon()
    name = {"nb": "no", "nn": "no"}.get(language, language)
    path = files(__package__) / "dictionary" / f"{name}.txt"
    if language.isalpha() and path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            word, _, entries = line.partition(": ")
            for entry in entries.split():
                made.add(word, entry)
    return made
