"""What words of an article may mean in English, by a list of words for each language.

``dictionary/`` has a file a language. Its lines are ``word: entry entry``: a common English word, and how the
news of that language says it, in the notation of `summarizer.gate.lexicon`. The lists are wider and coarser
than `summarizer.answering.glossary`, where what words mean was chosen for questions.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from summarizer.answering.glossary import later_parts
from summarizer.gate.lexicon import Lexicon, words
from summarizer.gate.normalise.english import stem
from summarizer.gate.normalise.names import COMPOUNDING
from summarizer.languages import text_of


@lru_cache(maxsize=4096)
def meanings(text: str, language: str) -> frozenset[str]:
    """Stems of the English words that words of `text` may mean; none where there is no list of `language`."""
    tokens, lexicon = words(text), _lexicon(language)
    hits = lexicon.find(tokens)
    found = {word for word, _ in hits}
    if language in COMPOUNDING:
        known = {i for _, i in hits}
        strange = (t for i, t in enumerate(tokens) if i not in known)
        found.update(*(next(later_parts(t, lexicon), ()) for t in strange))
    return frozenset(map(stem, found))


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
    lines = text_of(files(__package__) / "dictionary", language, "txt").splitlines()
    return Lexicon.of((word, entries) for word, _, entries in (line.partition(": ") for line in lines))
