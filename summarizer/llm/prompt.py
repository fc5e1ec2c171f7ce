"""Article → messages. Pure.

The system message never changes, so that a provider's prompt cache hits; everything of one article
comes after it. What strangers wrote stands between marker lines that it cannot contain: the marker is
a hash of that very text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from summarizer.article import Article, digest
from summarizer.briefing import DraftPoint, Point, Section
from summarizer.llm.ports import Message, Request

BRIEFING, ANSWER, JUDGE = "briefing.v1", "answer.v1", "judge.v1"
"""The versions in use; a changed prompt is a new file, so that cached results stay true."""

ROOM = 1500
"""Tokens that a briefing of the default length may take: about four times what it needs."""
ANSWER_ROOM = 400
JUDGE_ROOM = 200

_STRING = {"type": "string"}
_NUMBERS = {"type": "array", "items": {"type": "integer"}}


def _object(**properties: Any) -> dict[str, Any]:
    """Strict mode wants every property required and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


BRIEFING_SCHEMA = _object(
    headline=_STRING,
    points={
        "type": "array",
        "items": _object(
            section={"enum": [s.value for s in Section], "type": "string"},
            text=_STRING,
            speaker=_STRING,
            role=_STRING,
            via=_STRING,
            evidence=_NUMBERS,
            quote=_STRING,
        ),
    },
)
ANSWER_SCHEMA = _object(answerable={"type": "boolean"}, answer=_STRING, evidence=_NUMBERS, quote=_STRING)
JUDGE_SCHEMA = _object(
    verdict={"type": "string", "enum": ["yes", "no", "unsure"]},
    unsupported={"type": "array", "items": _STRING},
)


@cache
def instructions(version: str) -> str:
    """The text of a prompt, for example ``briefing.v1``."""
    return (files(__package__) / "prompts" / f"{version}.md").read_text(encoding="utf-8").strip()


def briefing_request(article: Article, indexes: Sequence[int], *, words: int) -> Request:
    """Ask for a briefing of the sentences at `indexes`, `words` English words in all."""
    ask = f"The briefing has at most {words} words in all."
    body = f"{fenced(numbered(article, indexes))}\n{ask}"
    return _request(BRIEFING, body, BRIEFING_SCHEMA, room=max(ROOM, words * 10))


def revision_request(request: Request, points: Sequence[DraftPoint], rejected: Sequence[Point]) -> Request:
    """Ask again for the `rejected` ones of `points`, with the gate's reasons."""
    said = Message("assistant", fenced("\n".join(f"- {p.text} {list(p.evidence)}" for p in points)))
    wrong = "\n".join(f"- {p.text}\n  {'; '.join(r.detail for r in p.reasons)}" for p in rejected)
    ask = (
        f"These points are wrong, each for the reason below it:\n{fenced(wrong)}\n"
        "Give only corrected versions of these, in the same JSON; leave out what cannot be corrected."
    )
    return Request(
        (*request.messages, said, Message("user", ask)), request.schema, request.name, request.room
    )


def english_request(request: Request, text: str, foreign: Sequence[str]) -> Request:
    """Ask again because the texts `foreign` of the reply `text` are not English."""
    ask = (
        f"These are not in English:\n{fenced(chr(10).join(foreign))}\nGive the whole JSON again, in English."
    )
    messages = (*request.messages, Message("assistant", text), Message("user", ask))
    return Request(messages, request.schema, request.name, request.room)


def answer_request(article: Article, indexes: Sequence[int], question: str) -> Request:
    """Ask for the answer to `question` from the sentences at `indexes`."""
    body = f"{fenced(numbered(article, indexes))}\nThe question:\n{fenced(' '.join(question.split()))}"
    return _request(ANSWER, body, ANSWER_SCHEMA, room=ANSWER_ROOM)


def judge_request(article: Article, point: DraftPoint) -> Request:
    """Ask whether the evidence of `point` says what the point says."""
    who = f"{point.speaker}: " if point.speaker else ""
    sentences = "\n".join(article.sentences[i].text for i in point.evidence)
    body = f"The sentences:\n{fenced(sentences)}\nThe line:\n{fenced(who + point.text)}"
    return _request(JUDGE, body, JUDGE_SCHEMA, room=JUDGE_ROOM)


def numbered(article: Article, indexes: Iterable[int]) -> str:
    """Title, outlet and date, then the sentences with their numbers, a paragraph a line."""
    date = article.published.date().isoformat() if article.published else None
    lines = [" · ".join(x for x in (article.title, article.outlet, date) if x)]
    paragraph = None
    for i in indexes:
        sentence = article.sentences[i]
        text = f"[{i}] {sentence.text}"
        if sentence.paragraph == paragraph:
            lines[-1] += " " + text
        else:
            lines.append(text)
        paragraph = sentence.paragraph
    return "\n".join(lines)


def fenced(text: str) -> str:
    """`text` between two marker lines that do not occur in it."""
    marker = digest(text)[:12]
    while marker in text:  # pragma: no cover - a text with its own hash in it
        marker = digest(marker, text)[:12]
    return f"<<<{marker}\n{text}\n{marker}>>>"


def _request(version: str, body: str, schema: dict[str, Any], *, room: int) -> Request:
    messages = (Message("system", instructions(version)), Message("user", body))
    return Request(messages, schema, version.partition(".")[0], room)
