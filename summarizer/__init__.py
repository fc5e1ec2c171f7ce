"""Kurir's summarizer: news in, a checked `Briefing` out. Knows no chat, no schedule, no database.

The flow: ``reading`` (bytes → `Article`) → an `Engine` (`Article` → `Draft`) → ``gate``
(`Draft` → `Briefing`). `Summarizer` in ``pipeline`` is that flow on one screen.
"""

from summarizer.article import Article, Sentence, SentenceKind
from summarizer.briefing import Briefing, Draft, DraftPoint, Point, Reason, Section, Verdict
from summarizer.errors import SummarizerError
from summarizer.pipeline import Summarizer

__all__ = [
    "Article",
    "Briefing",
    "Draft",
    "DraftPoint",
    "Point",
    "Reason",
    "Section",
    "Sentence",
    "SentenceKind",
    "Summarizer",
    "SummarizerError",
    "Verdict",
]
