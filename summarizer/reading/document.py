"""What every format reader gives: the paragraphs of an article and what it says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from summarizer.article import SentenceKind


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as the format gives it.

    Attributes:
        text: its text, cleaned.
        kind: what it is, where the format says so (an HTML heading), else None.
        sentences: its sentences, where they came with the article, else None.
        kinds: what these sentences are, where that came with the article.
    """

    text: str
    kind: SentenceKind | None = None
    sentences: tuple[str, ...] | None = None
    kinds: tuple[SentenceKind, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article before it is split and judged; fields as in `Article`, all optional but the text."""

    paragraphs: Sequence[Paragraph]
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: datetime | None = None
    language: str | None = None
    id: str | None = None
    english: tuple[str, ...] = ()
    english_title: str | None = None
    notes: tuple[str, ...] = ()
    title_in_text: bool = False  # the first paragraph may be the title
