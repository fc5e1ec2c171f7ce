"""The composition root: the only module that names concrete engines, stores and chats."""

from __future__ import annotations

from bot.settings import Settings
from summarizer.english import ReferenceTranslator
from summarizer.extractive import ExtractiveEngine
from summarizer.pipeline import Summarizer


def build_summarizer(settings: Settings, *, engine: str | None = None) -> Summarizer:
    """The summarizer that `settings` describe; `engine` overrides the one configured."""
    return Summarizer(engine=ExtractiveEngine(), translators=(ReferenceTranslator(),))
