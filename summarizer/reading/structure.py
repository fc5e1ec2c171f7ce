"""What each sentence of an article is: body, or something that is no evidence. Pure.

By shape first: a short line without a final full stop among longer paragraphs is a subhead, before
the first of them a byline or dateline, after the last of them a signature. Word lists (table
``[reading]`` of the language, and English, which sites use everywhere) second, for "read more",
comment fields, photo credits and newsletters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from summarizer.article import SentenceKind
from summarizer.languages import table
from summarizer.reading.characters import CLOSERS, DASHES, ends_sentence, is_spaceless

LONGEST_SUBHEAD = 12
"""Words. Longer lines without a full stop are taken to be sentences that lost it."""

LONGEST_TITLE = 22

_BODY, _SUBHEAD, _CAPTION = SentenceKind.BODY, SentenceKind.SUBHEAD, SentenceKind.CAPTION
_BOILERPLATE, _QUESTION = SentenceKind.BOILERPLATE, SentenceKind.QUESTION
_ASKS = re.compile(r"[^\W\d_][\w .&-]{0,30}:\s+[^?]*\S.*\?$")
_BULLET = re.compile(r"[•▪◦·*]\s|-\s")
_MOSTLY_LINK = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$|(?:https?://|www\.)\S+\s+@\w+")


def looks_like_title(first: str, following: Sequence[str]) -> bool:
    """Whether the first line of a bare text is its title: short, no final full stop, longer text after it."""
    longest = max((len(p) for p in following), default=0)
    stops = first.rstrip(CLOSERS + " ").endswith((".", "…", ":", ",", ";", "。", "।", "۔"))
    return not stops and len(first.split()) <= LONGEST_TITLE and len(first) <= min(200, longest)


def classify(paragraphs: Sequence[Sequence[str]], language: str) -> list[list[SentenceKind]]:
    """What each sentence is, in the shape of `paragraphs` (which hold sentences)."""
    words = _words(language)
    texts = [" ".join(p) for p in paragraphs]
    longest = [2] * (len(texts) - 1) + [1]  # sentences of a caption; at the end a credit may follow body text
    whole = [
        _by_words(t, words, may_be_caption=len(p) <= most) or _by_shape(p, t)
        for p, t, most in zip(paragraphs, texts, longest, strict=True)
    ]
    if sum(len(t) for t, k in zip(texts, whole, strict=True) if k is _BODY) < sum(map(len, texts)) * 0.3:
        whole = [k if k in (_BOILERPLATE, _CAPTION) else _BODY for k in whole]  # a text without full stops
    _mark_ends(whole, texts)
    _mark_comments(whole, texts, words)
    kinds = [
        [k if k is not _BODY else _sentence(s, words) for s in p]
        for p, k in zip(paragraphs, whole, strict=True)
    ]
    _mark_tail(kinds, paragraphs)
    return kinds


def byline(text: str, language: str) -> str | None:
    """The author that a byline ("By Ann Smith") names, or None where `text` is no byline."""
    found = _words(language).byline.match(text)
    name = text[found.end() :].strip(" ,.|–-") if found else ""
    parts = name.split()
    is_name = 2 <= len(parts) <= 5 and all(w[0].isupper() or len(w) <= 3 for w in parts)
    return name if is_name and not ends_sentence(text) else None


@dataclass(frozen=True, slots=True)
class _Words:
    read_more: re.Pattern[str]
    comments: re.Pattern[str]
    boilerplate: re.Pattern[str]
    photo: re.Pattern[str]
    byline: re.Pattern[str]


_NEVER = r"(?!)"


@cache
def _words(language: str) -> _Words:
    tables = [table(code, "reading") for code in dict.fromkeys((language, "en"))]

    def some(key: str) -> str:
        return "|".join(re.escape(w) for t in tables for w in t.get(key, ())) or _NEVER

    flags = re.IGNORECASE
    return _Words(
        read_more=re.compile(rf"[\W_]*(?:{some('read_more')})\b", flags),
        comments=re.compile(rf"\W*(?:\d+\s+)?(?:{some('comments')})\W*\d*\W*$", flags),
        boilerplate=re.compile(rf"\b(?:{some('boilerplate')})|©|^\W*@(?:everyone|here|channel)\W*$", flags),
        photo=re.compile(
            rf"(?:^\W*|[.\s(\[|])(?:{some('photo')})\s*[:/©]\s*\S|^\W*(?:{some('photo')})\.\s", flags
        ),
        byline=re.compile(rf"\s*(?:{some('byline')})\s+(?=\S)", flags),
    )


def _by_words(text: str, words: _Words, *, may_be_caption: bool) -> SentenceKind | None:
    count = len(text.split())
    if may_be_caption and count <= 60 and words.photo.search(text[-80:] if count > 12 else text):
        return _CAPTION
    if (words.read_more.match(text) and count <= 30) or _MOSTLY_LINK.search(text):
        return _BOILERPLATE
    return None


def _by_shape(sentences: Sequence[str], text: str) -> SentenceKind:
    if not any(c.isalnum() for c in text):
        return _BOILERPLATE
    spaceless = is_spaceless(text)
    short = len(text) <= 30 if spaceless else len(text.split()) <= LONGEST_SUBHEAD and len(text) <= 110
    if not short or len(sentences) > 1 or _BULLET.match(text) or (spaceless and text[0] <= "\u2fff"):
        return _BODY
    if not ends_sentence(text):
        return _SUBHEAD
    asks = text.rstrip().endswith("?") and text[0] not in DASHES + "\"“„«»”'‘"
    return _SUBHEAD if asks and ":" not in text else _BODY


def _mark_ends(kinds: list[SentenceKind], texts: Sequence[str]) -> None:
    """Lines that look like subheads but head nothing: bylines and datelines before, signatures after."""
    body = [i for i, k in enumerate(kinds) if k is _BODY]
    if not body:
        return
    for i, kind in enumerate(kinds):
        if kind is _SUBHEAD and ((i < body[0] and len(texts[i].split()) <= 8) or i > body[-1]):
            kinds[i] = _BOILERPLATE


def _mark_comments(kinds: list[SentenceKind], texts: Sequence[str], words: _Words) -> None:
    """A line that heads the comment field, and all that follows it."""
    for i, text in enumerate(texts):
        if i and len(text.split()) <= 4 and words.comments.match(text):
            kinds[i:] = [_BOILERPLATE] * (len(kinds) - i)
            return


def _sentence(text: str, words: _Words) -> SentenceKind:
    if words.boilerplate.search(text) or (words.read_more.match(text) and not ends_sentence(text)):
        return _BOILERPLATE
    if len(text.split()) <= 8 and words.photo.match(text):
        return _CAPTION
    if len(text) < 400 and _ASKS.match(text) and text[0] not in DASHES:
        return _QUESTION
    return _BODY


def _mark_tail(kinds: list[list[SentenceKind]], paragraphs: Sequence[Sequence[str]]) -> None:
    """What the site adds at the end: a short last line without a full stop, or the whole last paragraph."""
    for paragraph, sentences in zip(reversed(kinds), reversed(paragraphs), strict=True):
        if len(sentences) > 1 and not ends_sentence(sentences[-1]) and len(sentences[-1].split()) <= 8:
            paragraph[-1] = _BOILERPLATE if paragraph[-1] is _BODY else paragraph[-1]
        if paragraph.count(_BOILERPLATE) * 2 > len(paragraph):
            paragraph[:] = [_BOILERPLATE] * len(paragraph)
        elif paragraph:
            return
