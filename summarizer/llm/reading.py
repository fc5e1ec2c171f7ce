"""Reply → draft points, leniently: models miss schemas in many small ways. Pure.

Lenient in form only. What a point says is the gate's business.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from summarizer.briefing import DraftPoint, Section
from summarizer.errors import ReplyError

MOST_POINTS = 24
LONGEST = 600
"""Characters of one field; a model that loops writes more."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model proposes for an article, or for a part of it."""

    headline: str
    points: tuple[DraftPoint, ...]


def read_proposal(text: str) -> Proposal:
    """
    Raises:
        ReplyError: there is no JSON object in `text`, or no point in it.
    """
    data = read_object(text)
    points = tuple(p for p in map(_point, _listed(data)) if p is not None)[:MOST_POINTS]
    if not points:
        raise ReplyError("the LLM's answer holds no points")
    return Proposal(_text(data, "headline", "title"), points)


def read_object(text: str) -> dict[str, Any]:
    """The JSON object in `text`: bare, in a code fence, after a chain of thought, or amid prose.

    Raises:
        ReplyError: there is none.
    """
    text = re.sub(r"<think>.*?</think>", "", text, flags=re.DOTALL)
    start, end = text.find("{"), text.rfind("}")
    if 0 <= start < end:
        body = text[start : end + 1]
        for candidate in (body, re.sub(r",(?=\s*[}\]])", "", body)):
            try:
                data = json.loads(candidate, strict=False)
            except (ValueError, RecursionError):
                continue
            if isinstance(data, dict):
                return data
    raise ReplyError("the LLM's answer is not valid JSON")


def numbers(value: object) -> tuple[int, ...]:
    """Sentence numbers in any of the ways that models write them: 3, "3", "[3]", "3, 4"."""
    if isinstance(value, bool):
        return ()
    if isinstance(value, int):
        return (value,)
    if isinstance(value, str):
        return tuple(int(n) for n in re.findall(r"-?\d{1,6}", value))
    if isinstance(value, list):
        return tuple(sorted({n for item in value for n in numbers(item)}))
    return ()


def string(value: object) -> str:
    """A text on one line, at most `LONGEST` characters; empty for anything else."""
    if not isinstance(value, str):
        return ""
    text = " ".join(value.split())[:LONGEST]
    return "" if text.lower() in {"none", "null", "n/a", "…", "..."} else text


def _listed(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The points in ``points``, or in one list a section."""
    for item in _list(data.get("points")):
        if isinstance(item, dict):
            yield item
    for section in Section:
        for item in _list(data.get(section.value)):
            if isinstance(item, dict):
                yield {**item, "section": section.value}


def _point(data: Mapping[str, Any]) -> DraftPoint | None:
    text = _text(data, "text", "point", "claim")
    try:
        section = Section(_text(data, "section").lower().replace(" ", "_"))
    except ValueError:
        section = Section.KEY_CLAIMS
    if not text:
        return None
    return DraftPoint(
        section=section,
        text=text,
        speaker=_text(data, "speaker") or None,
        speaker_role=_text(data, "role", "speaker_role") or None,
        via=_text(data, "via") or None,
        evidence=numbers(data.get("evidence")),
        quote=_text(data, "quote") or None,
    )


def _text(data: Mapping[str, Any], *names: str) -> str:
    return next((t for n in names if (t := string(data.get(n)))), "")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
