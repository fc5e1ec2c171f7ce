"""The article: one news text, its numbered sentences, and its identity."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

UNKNOWN_LANGUAGE = "und"
"""BCP 47's subtag for a language that could not be determined."""


class SentenceKind(StrEnum):
    """What a sentence is in the article. Only `BODY` can be evidence."""

    BODY = "body"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    QUESTION = "question"  # an interviewer's: it claims nothing
    BOILERPLATE = "boilerplate"  # bylines, "read more", comment fields, adverts


@dataclass(frozen=True)  # no slots: with them it takes three times as long to pickle
class Sentence:
    """A numbered piece of the article's own text: the unit of evidence.

    Its number is its index in `Article.sentences`; every line of the text keeps a number, also those
    that cannot be evidence, so that indexes mean the same to everyone who reads the article.

    Attributes:
        text: the sentence verbatim, white space folded, with its quotation marks or dash.
        paragraph: 0-based number of the paragraph it stands in.
        kind: whether it is body text.
    """

    text: str
    paragraph: int
    kind: SentenceKind = SentenceKind.BODY

    @property
    def is_evidence(self) -> bool:
        """Whether a point may rest on it."""
        return self.kind is SentenceKind.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news text, immutable; a new revision is another `Article` with the same `id`.

    Attributes:
        id: stable over revisions: given by the source, else made by `article_id`.
        title: headline as published, never empty (the first words of the text where none is given).
        sentences: all numbered sentences, in order.
        language: BCP 47 primary subtag of the whole article, `UNKNOWN_LANGUAGE` if undetermined.
        outlet: who published it, as it calls itself.
        author: byline.
        url: canonical address.
        published: aware; keeps the offset it was published with, since "on Monday" means local time.
        english: a reference translation that came with the article, one English sentence per sentence,
            or empty.
        english_title: the title in that translation.
        notes: what a reader should know about how this article was read (cut, odd encoding…).
    """

    id: str
    title: str
    sentences: tuple[Sentence, ...]
    language: str = UNKNOWN_LANGUAGE
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: datetime | None = None
    english: tuple[str, ...] = ()
    english_title: str | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.published is not None and self.published.tzinfo is None:
            raise ValueError("published must be aware")
        if self.english and len(self.english) != len(self.sentences):
            raise ValueError("a reference translation has one English sentence per sentence")

    @property
    def evidence(self) -> tuple[int, ...]:
        """Indexes of the sentences that can be evidence."""
        return tuple(i for i, s in enumerate(self.sentences) if s.is_evidence)

    def text(self, indexes: Iterable[int]) -> str:
        """The sentences at `indexes`, joined by a space."""
        return " ".join(self.sentences[i].text for i in indexes)

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) of what the article says: title and sentences. Equal hash, equal revision."""
        return digest(self.title, *(s.text for s in self.sentences))


def digest(*parts: str) -> str:
    """SHA-256 (hex) of `parts`, which cannot run into each other."""
    h = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        h.update(len(data).to_bytes(8, "big") + data)
    return h.hexdigest()


def article_id(*, url: str | None, title: str, text: str) -> str:
    """A stable id for an article that brings none: from its URL, else from its title and text."""
    return digest("url", url)[:16] if url else digest("text", title, text)[:16]
