"""Quotes: a quotation is verbatim in the evidence, or marked as a translation of it."""

from __future__ import annotations

import re

from summarizer.briefing import Verdict
from summarizer.gate.case import Case, Finding
from summarizer.gate.lexicon import words

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,})[\"“”„«»]|(?<!\w)[‘']([^‘’']{2,}?)[’'](?!\w)")
_MARKED = re.compile(r"\b(translat\w+|in translation)\b", re.I)
SHORT = 3
"""Words up to which quotation marks may only set a term apart."""


def check(case: Case) -> tuple[Finding, ...]:
    found = []
    if case.point.quote and not _is_verbatim(case.point.quote, case):
        found.append(Finding("the quote is not verbatim in the evidence"))
    if case.is_verbatim or case.point.translated or _MARKED.search(case.point.text):
        return tuple(found)
    for match in _QUOTED.finditer(case.point.text):
        quoted = (match.group(1) or match.group(2)).strip()
        if _is_verbatim(quoted, case):
            continue
        if len(words(quoted)) <= SHORT and case.language != "en" and _has_quotation(case):
            found.append(Finding(f'"{quoted}" is not marked as a translation', Verdict.UNVERIFIED))
        else:
            found.append(Finding(f'"{quoted}" is not a quotation from the evidence'))
    return tuple(found)


def _is_verbatim(quote: str, case: Case) -> bool:
    wanted = words(quote)
    return any(_within(wanted, words(text)) for text in (" ".join(case.sentences),))


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def _has_quotation(case: Case) -> bool:
    return any(re.search(r"[\"“”„«»]|^\s*[–—-]\s|''", s) for s in case.sentences)
