"""Translation on this machine. Only importer of fxtranslate (extra ``mt``), once a model is there."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from summarizer.article import Article
from summarizer.english.models import is_installed, model_folder

LONGEST = 45
"""Words that are translated in one go: beyond its context the model cuts a text off without a word."""

Translate = Callable[[str], str]
"""Puts one piece of text into English."""

_SENTENCE = re.compile(r"(?<=[.!?…])[”“\"»’]*\s+(?=[^\W\d_a-zà-ÿа-я]|[–—„“«»\"])")
_CLAUSE = re.compile(r"(?<=[,;:–—])\s+")


class OnDeviceTranslator:
    """Translates with the models in a folder; says nothing for languages that have none there.

    Models are loaded once, sentences translated once, in a thread, one at a time.
    """

    name = "on-device"

    def __init__(self, folder: Path, *, load: Callable[[Path], Translate] | None = None) -> None:
        self._folder = folder
        self._load = lru_cache(maxsize=4)(load or load_model)
        self._sentence = lru_cache(maxsize=10_000)(self._uncached)
        self._lock = threading.Lock()

    async def translate(self, article: Article, indexes: Sequence[int]) -> Mapping[int, str]:
        texts = {i: article.sentences[i].text for i in indexes}
        found = await self._all(article.language, list(texts.values()))
        return {i: english for i, english in zip(texts, found, strict=True) if english}

    async def translate_title(self, article: Article) -> str | None:
        return (await self._all(article.language, [article.title]))[0]

    async def _all(self, language: str, texts: list[str]) -> list[str | None]:
        if not is_installed(self._folder, language):
            return [None] * len(texts)
        return await asyncio.to_thread(lambda: [self._sentence(language, t) for t in texts])

    def _uncached(self, language: str, text: str) -> str | None:
        """English of `text`; None if the model is broken or fxtranslate is not installed."""
        with self._lock:
            try:
                translate = self._load(model_folder(self._folder, language))
                english = " ".join(translate(piece).strip() for piece in pieces(text))
            except (OSError, ValueError, RuntimeError, ImportError):
                return None
        return english.strip() or None


def pieces(text: str) -> list[str]:
    """`text` in pieces of at most `LONGEST` words, cut between sentences, else clauses, else words."""
    found = []
    for sentence in _SENTENCE.split(text):
        found += _short([sentence], _CLAUSE.split(sentence))
    return found


def _short(whole: list[str], clauses: list[str]) -> list[str]:
    if len(whole[0].split()) <= LONGEST:
        return whole
    out: list[list[str]] = [[]]
    for clause in clauses:
        words = clause.split()
        if len(out[-1]) + len(words) > LONGEST and out[-1]:
            out.append([])
        out[-1] += words
    return [" ".join(o[i : i + LONGEST]) for o in out for i in range(0, len(o), LONGEST)]


def load_model(folder: Path) -> Translate:
    """The model in `folder`.

    Raises:
        ImportError: the extra ``mt`` is not installed.
        ValueError, OSError: the model is broken or incomplete.
    """
    from fxtranslate import Translator

    vocabulary = (folder / "vocabulary").read_bytes()
    model, shortlist = (folder / "model").read_bytes(), (folder / "shortlist").read_bytes()
    return Translator(model, vocabulary, vocabulary, shortlist).translate
