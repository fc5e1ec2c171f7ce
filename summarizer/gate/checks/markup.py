"""Markup: the point holds nothing that a chat would act on: mentions, links, control characters."""

from __future__ import annotations

import re
import unicodedata

from summarizer.gate.case import Case, Finding

_LIVE = (
    (re.compile(r"@(?:everyone|here|channel)\b", re.I), "a mention of everybody"),
    (re.compile(r"<[@#!&:][^>]*>|<t:-?\d+"), "chat markup"),
    (re.compile(r"\[[^\]]*\]\([^)]*\)|<https?:[^>]*>"), "a link"),
    (re.compile(r"<\s*(?:script|iframe|img|a)\b", re.I), "HTML"),
)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']+", re.I)


def check(case: Case) -> tuple[Finding, ...]:
    if case.is_verbatim:
        return ()  # verbatim words of the article, which every chat shows escaped
    texts = [t for t in (case.point.text, case.point.speaker, case.point.speaker_role) if t]
    found = [Finding(f"the text holds {what}") for t in texts for pattern, what in _LIVE if pattern.search(t)]
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") and c != "\u00ad" for t in texts for c in t):
        found.append(Finding("the text holds control characters"))
    article = " ".join(s.text for s in case.article.sentences) + (case.article.url or "")
    found += [Finding("the text holds an address that is not in the article")
              for t in texts for url in _URL.findall(t) if url.rstrip(".,;:!?)") not in article]  # fmt: skip
    return tuple(found)
