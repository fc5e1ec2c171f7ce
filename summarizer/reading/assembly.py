"""`Document` → `Article`: title, language, sentences and their kinds. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summarizer.article import Article, Sentence, SentenceKind, article_id
from summarizer.errors import UnreadableError
from summarizer.reading.document import Document, Paragraph
from summarizer.reading.language import settle
from summarizer.reading.sentences import split
from summarizer.reading.structure import byline, classify, looks_like_title

MOST_SENTENCES = 2000
"""What is read of a longer text; the longest news features have a few hundred."""

MOST_CHARACTERS = 600_000

LONGEST_TITLE = 90  # characters of a title that is made from the first sentence


def assemble(document: Document, *, name: str, notes: Sequence[str] = (), url: str | None = None) -> Article:
    """The article that `document` is; `notes` are put before its own.

    Raises:
        UnreadableError: nothing in it can be evidence.
    """
    document = _with_title(document)
    paragraphs, cut = _shortened(document.paragraphs)
    language, wrong = settle(document.language, "\n".join(p.text for p in paragraphs[:40]))
    split_up = [p.sentences or tuple(split(p.text, language)) for p in paragraphs]
    kinds = _kinds(paragraphs, split_up, language)
    found = [
        Sentence(text, n, kind)
        for n, (texts, of) in enumerate(zip(split_up, kinds, strict=True))
        for text, kind in zip(texts, of, strict=True)
    ]
    if len(found) > MOST_SENTENCES:
        cut = f"it is long: only the first {MOST_SENTENCES:,} of {len(found):,} sentences were read"
        found = found[:MOST_SENTENCES]
    if not any(s.is_evidence for s in found):
        raise UnreadableError(name, "it holds no sentence that could be briefed")
    english, lost = _english(document, len(found))
    title = document.title or _made_title(found)
    return Article(
        id=document.id
        or article_id(url=document.url or url, title=title, text="\n".join(s.text for s in found)),
        title=title,
        sentences=tuple(found),
        language=language,
        outlet=document.outlet,
        author=document.author or _author(found, language),
        url=document.url or url,
        published=document.published,
        english=english,
        english_title=document.english_title,
        notes=tuple(n for n in (*notes, *document.notes, wrong, cut, lost) if n),
    )


def _with_title(document: Document) -> Document:
    """The first line of a bare text becomes its title if it looks like one."""
    texts = [p.text for p in document.paragraphs]
    if (
        document.title
        or not document.title_in_text
        or len(texts) < 2
        or not looks_like_title(texts[0], texts[1:])
    ):
        return document
    return replace(document, title=texts[0], paragraphs=document.paragraphs[1:])


def _shortened(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], str | None]:
    """Paragraphs within `MOST_CHARACTERS`, and a note if that left some out."""
    kept, size = [], 0
    for paragraph in paragraphs:
        room = MOST_CHARACTERS - size
        if len(paragraph.text) > room and paragraph.sentences is None:
            kept.append(replace(paragraph, text=paragraph.text[:room]))
            return kept, f"it is long: only the first {MOST_CHARACTERS:,} characters were read"
        kept.append(paragraph)
        size += len(paragraph.text)
    return kept, None


def _kinds(
    paragraphs: Sequence[Paragraph], sentences: Sequence[Sequence[str]], language: str
) -> list[Sequence[SentenceKind]]:
    """What the format says, else what the words and shapes say."""
    if all(p.kinds is not None for p in paragraphs):
        return [p.kinds or () for p in paragraphs]
    judged = classify(sentences, language)
    return [
        [p.kind] * len(of) if p.kind else of
        for p, of in zip(paragraphs, judged, strict=True)
    ]  # fmt: skip


def _english(document: Document, count: int) -> tuple[tuple[str, ...], str | None]:
    if not document.english or len(document.english) == count:
        return document.english, None
    note = f"its translation has {len(document.english)} sentences for {count} and was left out"
    return (), note


def _author(sentences: Sequence[Sentence], language: str) -> str | None:
    """Named by a line before the first body text."""
    for sentence in sentences[:6]:
        if sentence.is_evidence:
            return None
        if name := byline(sentence.text, language):
            return name
    return None


def _made_title(sentences: Sequence[Sentence]) -> str:
    """The first words of the body, whole ones."""
    text = next(s.text for s in sentences if s.is_evidence)
    if len(text) <= LONGEST_TITLE:
        return text
    head = text[:LONGEST_TITLE]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:–-") + "…"
