"""Who says what: the register of people in an article, and the speaker of each of its sentences.

Shared by the extractive engine (which builds points on it) and the gate (which holds every engine's
points against it). Pure: an article in, values out.
"""

from __future__ import annotations

from functools import lru_cache

from summarizer.article import Article
from summarizer.attribution.resolve import Reader
from summarizer.attribution.values import Attribution, Attributions, Manner, Speaker, SpeakerKind

__all__ = ["Attribution", "Attributions", "Manner", "Speaker", "SpeakerKind", "attribute"]


@lru_cache(maxsize=64)
def attribute(article: Article) -> Attributions:
    """Find the people and bodies of `article` and who says each sentence."""
    return Reader(article).read()
