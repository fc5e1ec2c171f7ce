"""The few words that questions about news ask for most, in the languages of the articles.

`glossary.toml` has a table a language: an English stem and how its counterparts begin, accents folded.
Times of day and year come from CLDR.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

from summarizer.answering.question import fold, stem


@cache
def stems(language: str) -> Mapping[str, tuple[str, ...]]:
    """English stem → beginnings of its counterparts in `language`; empty for an unknown one."""
    table = _tables().get({"nb": "no", "nn": "no"}.get(language, language), {})
    return {
        stem(fold(word)): tuple(fold(b) for b in beginnings.split())
        for words, beginnings in table.items()
        for word in words.split()
    } | {k: tuple(fold(b) for b in table[k].split()) for k in ("number", "when") if k in table}


@cache
def times(language: str) -> frozenset[str]:
    """Names of months and weekdays in `language`, folded."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    contexts = [c for kind in (locale.months, locale.days) for c in kind.values()]
    return frozenset(fold(name) for c in contexts for name in c.get("wide", {}).values())


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    text = (files(__package__) / "glossary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
