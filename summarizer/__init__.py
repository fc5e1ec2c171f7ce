"""Kurir's summarizer: news in, a checked `Briefing` out. Knows no chat, no schedule, no database.

The flow: ``reading`` (bytes → `Article`) → an `Engine` (`Article` → `Draft`) → ``gate``
(`Draft` → `Briefing`). `Summarizer` in ``pipeline`` is that flow on one screen; it is not imported here, so
that who needs only the values does not wait for the engines.
"""

from summarizer.article import Article, Sentence, SentenceKind
from summarizer.briefing import Briefing, Draft, DraftPoint, Point, Reason, Section, Verdict
from summarizer.errors import SummarizerError

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
    "SummarizerError",
    "Verdict",
]
