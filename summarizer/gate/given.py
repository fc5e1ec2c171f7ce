"""Points as other programs give them to `kurir check`: JSON in, draft points out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from summarizer.article import Article
from summarizer.briefing import DraftPoint, Section
from summarizer.gate.lexicon import words
from summarizer.gate.lookup import find_evidence


class BadPointsError(ValueError):
    """The points cannot be read; the message says what is wrong, as a clause."""


@dataclass(frozen=True, slots=True)
class Given:
    """A point with its name and the evidence it names: indexes, sentences, or nothing."""

    id: str
    point: DraftPoint
    evidence: tuple[int | str, ...]


def read_points(text: str) -> list[Given]:
    """The points of a JSON list of ``{"id", "section", "text", "speaker"?, "evidence"?}``.

    Raises:
        BadPointsError: `text` is something else.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadPointsError("it is not valid JSON; give a list of points") from error
    if not isinstance(data, list):
        raise BadPointsError("it is not a list of points")
    return [_given(item, number) for number, item in enumerate(data)]


def _given(item: object, number: int) -> Given:
    if not isinstance(item, dict):
        raise BadPointsError(f"entry {number} is not an object with id, section and text")
    name = item.get("id", number)
    if not isinstance(name, str | int) or isinstance(name, bool):
        raise BadPointsError(f"entry {number}: id is not a string")
    try:
        section = Section(str(item.get("section")))
    except ValueError:
        allowed = ", ".join(s.value for s in Section)
        raise BadPointsError(f"entry {number}: section is not one of {allowed}") from None
    point = DraftPoint(
        section=section,
        text=_string(item, "text", number) or "",
        speaker=_string(item, "speaker", number),
        speaker_role=_string(item, "speaker_role", number),
        quote=_string(item, "quote", number),
        translated=item.get("translated") is True,
    )
    if not point.text.strip():
        raise BadPointsError(f"entry {number}: text is missing")
    return Given(str(name), point, _evidence(item.get("evidence"), number))


def _string(item: Mapping[str, object], key: str, number: int) -> str | None:
    value = item.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise BadPointsError(f"entry {number}: {key} is not a string")


def _evidence(value: object, number: int) -> tuple[int | str, ...]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(v, int | str) and not isinstance(v, bool) for v in listed):
        raise BadPointsError(f"entry {number}: evidence is not a list of indexes or sentences")
    return tuple(listed)


def with_evidence(article: Article, given: Given, english: Mapping[int, str]) -> tuple[tuple[int, ...], bool]:
    """Indexes of the evidence of `given`, and whether it named them; if it named none, they are looked up."""
    if not given.evidence:
        return find_evidence(article, given.point, english), False
    found: list[int] = []
    for item in given.evidence:
        found += [item] if isinstance(item, int) else _sentences(article, item)
    return tuple(sorted(set(found))), True


def _sentences(article: Article, text: str) -> list[int]:
    """Sentences that `text` is, holds, or is part of; -1, which is no sentence, if the article lacks it."""
    wanted = words(text)
    joined = f" {' '.join(wanted)} "
    hits = []
    for i, sentence in enumerate(article.sentences):
        own = f" {' '.join(words(sentence.text))} "
        if own == joined:
            return [i]
        if len(wanted) > 2 and (joined in own or (own in joined and len(own) > 12)):
            hits.append(i)
    if hits or not wanted:
        return hits or [-1]
    return _similar(article, wanted)


def _similar(article: Article, wanted: tuple[str, ...]) -> list[int]:
    scores = {
        i: SequenceMatcher(None, wanted, words(s.text), autojunk=False).ratio()
        for i, s in enumerate(article.sentences)
    }
    best = max(scores, key=lambda i: scores[i], default=-1)
    return [best if scores.get(best, 0) >= 0.6 else -1]
