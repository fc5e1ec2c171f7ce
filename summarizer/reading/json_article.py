"""JSON → `Document`: the contract's shape, the shape Kurir writes, and labelled articles. Pure.

Of labelled articles only what an article brings itself is read: its sentences and its reference
translation. Labels (gold points, noise) never reach the summarizer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from summarizer.article import SentenceKind
from summarizer.errors import NotAnArticleError, UnreadableError
from summarizer.reading.characters import clean, fold
from summarizer.reading.dates import parse_time
from summarizer.reading.document import Document, Paragraph
from summarizer.reading.plain import paragraphs


def read_json(text: str, *, name: str) -> Document:
    """Read one article.

    Raises:
        NotAnArticleError: it has neither text nor sentences.
        UnreadableError: not JSON, or a field has the wrong type.
    """
    data = _object(text, name)
    lines = _lines(data, name)
    sentences = _texts(data, "sentences", name)
    if not lines and not sentences:
        error = UnreadableError if "text" in data or "sentences" in data else NotAnArticleError
        raise error(name, 'it has no text: give "text" as a string')
    url = _text(data, "url", name)
    published = _text(data, "published", name)
    time, note = parse_time(published) if published else (None, None)
    if published and not time:
        raise UnreadableError(name, f'"published" is no ISO 8601 time: {published[:40]!r}')
    return Document(
        paragraphs=_given(data, sentences, lines, name) if sentences else [Paragraph(p) for p in lines],
        title=_text(data, "title", name),
        outlet=_text(data, "outlet", name),
        author=_text(data, "author", name),
        url=url,
        published=time,
        language=_text(data, "lang", name) or _text(data, "language", name),
        id=_text(data, "id", name),
        english=_english(data, name),
        english_title=_text(data, "title_en", name),
        notes=(*_texts(data, "notes", name), *((note,) if note else ())),
    )


def _object(text: str, name: str) -> Mapping[str, Any]:
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise UnreadableError(name, "its JSON is nested too deeply for an article") from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        where = f" at line {line}" if line else ""
        raise UnreadableError(name, f"it is not valid JSON: it is broken or cut short{where}") from error
    if isinstance(data, dict) and isinstance(data.get("article"), dict):
        data = data["article"]  # a line of `kurir brief --format json`
    if not isinstance(data, dict):
        raise NotAnArticleError(name, 'it is JSON but no article: give an object with "text"')
    return data


def _lines(data: Mapping[str, Any], name: str) -> list[str]:
    text = data.get("text")
    if text is not None and not isinstance(text, str):
        raise UnreadableError(name, '"text" must be a string')
    return paragraphs(clean(text)) if text else []


def _text(data: Mapping[str, Any], key: str, name: str) -> str | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableError(name, f'"{key}" must be a string')
    return fold(clean(value)) or None


def _texts(data: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    value = data.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise UnreadableError(name, f'"{key}" must be a list of strings')
    return tuple(fold(clean(v)) for v in value)


def _english(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    translations = data.get("translations")
    if translations is not None and not isinstance(translations, dict):
        raise UnreadableError(name, '"translations" must be an object of lists of strings')
    return _texts(translations or {}, "en", name)


def _given(
    data: Mapping[str, Any], sentences: Sequence[str], lines: Sequence[str], name: str
) -> list[Paragraph]:
    """Paragraphs that hold exactly the sentences that came with the article."""
    numbers = data.get("paragraphs")
    if numbers is None:
        numbers = _align(sentences, lines)
    elif not (
        isinstance(numbers, list) and all(type(n) is int for n in numbers) and len(numbers) == len(sentences)
    ):
        raise UnreadableError(name, '"paragraphs" must be a list of one number per sentence')
    kinds = _kinds(data, len(sentences), name)
    groups: list[list[int]] = []
    for i in range(len(sentences)):
        if groups and numbers[i] == numbers[i - 1]:
            groups[-1].append(i)
        else:
            groups.append([i])
    return [
        Paragraph(
            " ".join(sentences[i] for i in group),
            sentences=tuple(sentences[i] for i in group),
            kinds=tuple(kinds[i] for i in group) if kinds else None,
        )
        for group in groups
    ]


def _kinds(data: Mapping[str, Any], count: int, name: str) -> list[SentenceKind] | None:
    """The kinds that Kurir wrote itself, if these are its own articles."""
    given = data.get("not_evidence")
    if given is None:
        return None
    try:
        marked = {int(i): SentenceKind(kind) for i, kind in given.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise UnreadableError(name, '"not_evidence" must be an object of kinds by sentence') from error
    return [marked.get(i, SentenceKind.BODY) for i in range(count)]


def _align(sentences: Sequence[str], lines: Sequence[str]) -> list[int]:
    """The paragraph of each sentence, found by walking along the text with white space left out."""
    whole, ends = "", []
    for line in lines:
        whole += "".join(line.split())
        ends.append(len(whole))
    at, paragraph, numbers = 0, 0, []
    for sentence in sentences:
        squeezed = "".join(sentence.split())
        found = whole.find(squeezed, at, at + len(squeezed) + 5000)
        if found >= 0:
            while paragraph < len(ends) - 1 and ends[paragraph] <= found:
                paragraph += 1
            at = found + len(squeezed)
        elif not lines:
            paragraph += 1
        numbers.append(paragraph)
    return numbers
