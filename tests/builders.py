"""Valid values with defaults: a test overrides the field it is about."""

from __future__ import annotations

from typing import Any

from summarizer import Article, DraftPoint, Section, Sentence


def article(*sentences: str, **fields: Any) -> Article:
    """An article with one paragraph per sentence."""
    texts = sentences or ("The mayor opened the bridge on Monday.", "It cost 12 million euros.")
    defaults: dict[str, Any] = {
        "id": "a1",
        "title": "Bridge opened",
        "language": "en",
        "sentences": tuple(Sentence(text, n) for n, text in enumerate(texts)),
    }
    return Article(**{**defaults, **fields})


def point(text: str = "The bridge is open.", **fields: Any) -> DraftPoint:
    """A key claim on the first sentence."""
    return DraftPoint(**{"section": Section.KEY_CLAIMS, "text": text, "evidence": (0,), **fields})
