"""Values to JSON and back, in the shapes of ``docs/briefing.schema.json``.

The shapes are `TypedDict`s, of which the published schema is made. `briefing_from_json` is the only way
besides the gate by which a `Briefing` comes to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,  # pydantic needs this one before Python 3.12
)

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from summarizer.article import Article, Sentence, SentenceKind
from summarizer.briefing import Briefing, Point, Reason, Section, Tokens, Translation, Verdict

STRICT = ConfigDict(extra="forbid")
PLAIN_FIELDS = ("text", "language", "translated", "speaker", "speaker_role", "via", "quote")


@with_config(STRICT)
class ReasonJSON(TypedDict):
    check: str
    detail: str


@with_config(STRICT)
class PointJSON(TypedDict):
    section: Literal["key_claims", "skeptics", "expert_view"]
    text: str
    language: Annotated[str, Field(description="Language of `text`; not `en` only where nothing translates.")]
    translated: Annotated[bool, Field(description="`text` is a translation of the evidence.")]
    speaker: str | None
    speaker_role: str | None
    via: str | None
    evidence: Annotated[list[int], Field(description="Indexes into `article.sentences`.")]
    quote: Annotated[str | None, Field(description="Verbatim from the evidence, in the original language.")]
    verdict: Literal["supported", "unverified", "rejected"]
    reasons: list[ReasonJSON]


@with_config(STRICT)
class TokensJSON(TypedDict):
    prompt: int
    completion: int
    cached: int


@with_config(STRICT)
class TranslationJSON(TypedDict):
    index: int
    text: str
    by: Annotated[str, Field(description="Who translated it: reference, on-device…")]


@with_config(STRICT)
class BriefingJSON(TypedDict):
    headline: str
    language: str
    engine: str
    model: str | None
    words: int
    key_claims: list[PointJSON]
    skeptics: list[PointJSON]
    expert_view: list[PointJSON]
    dropped: list[PointJSON]
    translations: Annotated[list[TranslationJSON], Field(description="English of cited sentences.")]
    notes: list[str]
    seconds: float
    tokens: TokensJSON
    cost_usd: float


@with_config(STRICT)
class ArticleJSON(TypedDict):
    id: str
    title: str
    outlet: str | None
    author: str | None
    url: str | None
    published: Annotated[str | None, Field(description="ISO 8601 with offset.")]
    language: str
    sentences: list[str]
    paragraphs: Annotated[list[int], Field(description="Paragraph number of each sentence.")]
    not_evidence: Annotated[
        dict[str, str],
        Field(description="Sentences that cannot be evidence: subhead, caption, question, boilerplate."),
    ]
    translations: NotRequired[Annotated[dict[str, list[str]], Field(description="Aligned by sentence.")]]
    title_en: NotRequired[str]
    notes: list[str]


@with_config(STRICT)
class RecordJSON(TypedDict):
    """An article and its briefing: one line of `kurir brief --format json`."""

    article: ArticleJSON
    briefing: BriefingJSON


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one line of `kurir brief --format json`."""
    schema = TypeAdapter(RecordJSON).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Kurir briefing", **schema}


def record_to_json(article: Article, briefing: Briefing) -> RecordJSON:
    """The JSON object for an article and its briefing."""
    return {"article": article_to_json(article), "briefing": briefing_to_json(briefing)}


def article_to_json(article: Article) -> ArticleJSON:
    out: ArticleJSON = {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "url": article.url,
        "published": _time_to_json(article.published),
        "language": article.language,
        "sentences": [s.text for s in article.sentences],
        "paragraphs": [s.paragraph for s in article.sentences],
        "not_evidence": {str(i): s.kind.value for i, s in enumerate(article.sentences) if not s.is_evidence},
        "notes": list(article.notes),
    }  # fmt: skip
    if article.english:
        out["translations"] = {"en": list(article.english)}
    if article.english_title is not None:
        out["title_en"] = article.english_title
    return out


def article_from_json(data: ArticleJSON) -> Article:
    kinds = data["not_evidence"]
    return Article(
        id=data["id"],
        title=data["title"],
        sentences=tuple(
            Sentence(text, paragraph, SentenceKind(kinds.get(str(i), "body")))
            for i, (text, paragraph) in enumerate(zip(data["sentences"], data["paragraphs"], strict=True))
        ),
        language=data["language"],
        outlet=data["outlet"],
        author=data["author"],
        url=data["url"],
        published=datetime.fromisoformat(data["published"]) if data["published"] else None,
        english=tuple(data.get("translations", {}).get("en", ())),
        english_title=data.get("title_en"),
        notes=tuple(data["notes"]),
    )


def briefing_to_json(briefing: Briefing) -> BriefingJSON:
    return {
        "headline": briefing.headline,
        "language": briefing.language,
        "engine": briefing.engine,
        "model": briefing.model,
        "words": briefing.words,
        "key_claims": [point_to_json(p) for p in briefing.section(Section.KEY_CLAIMS)],
        "skeptics": [point_to_json(p) for p in briefing.section(Section.SKEPTICS)],
        "expert_view": [point_to_json(p) for p in briefing.section(Section.EXPERT_VIEW)],
        "dropped": [point_to_json(p) for p in briefing.dropped],
        "translations": [{"index": t.index, "text": t.text, "by": t.by} for t in briefing.translations],
        "notes": list(briefing.notes),
        "seconds": briefing.seconds,
        "tokens": {
            "prompt": briefing.tokens.prompt,
            "completion": briefing.tokens.completion,
            "cached": briefing.tokens.cached,
        },
        "cost_usd": briefing.cost_usd,
    }


def briefing_from_json(data: BriefingJSON) -> Briefing:
    shown = (*data["key_claims"], *data["skeptics"], *data["expert_view"])
    return Briefing(
        headline=data["headline"],
        points=tuple(point_from_json(p) for p in shown),
        dropped=tuple(point_from_json(p) for p in data["dropped"]),
        translations=tuple(Translation(**t) for t in data["translations"]),
        engine=data["engine"],
        model=data["model"],
        notes=tuple(data["notes"]),
        tokens=Tokens(**data["tokens"]),
        cost_usd=data["cost_usd"],
        seconds=data["seconds"],
        language=data["language"],
    )


def point_to_json(point: Point) -> PointJSON:
    return {
        "section": point.section.value,
        "text": point.text,
        "language": point.language,
        "translated": point.translated,
        "speaker": point.speaker,
        "speaker_role": point.speaker_role,
        "via": point.via,
        "evidence": list(point.evidence),
        "quote": point.quote,
        "verdict": point.verdict.value,
        "reasons": [{"check": r.check, "detail": r.detail} for r in point.reasons],
    }


def point_from_json(data: PointJSON) -> Point:
    fields: Mapping[str, Any] = data
    return Point(
        **{k: fields[k] for k in PLAIN_FIELDS},
        section=Section(data["section"]),
        evidence=tuple(data["evidence"]),
        verdict=Verdict(data["verdict"]),
        reasons=tuple(Reason(r["check"], r["detail"]) for r in data["reasons"]),
    )


def _time_to_json(when: datetime | None) -> str | None:
    if when is None:
        return None
    text = when.isoformat()
    return text.removesuffix("+00:00") + "Z" if when.utcoffset() == UTC.utcoffset(None) else text


if __name__ == "__main__":
    import json
    from pathlib import Path

    target = Path(__file__).resolve().parents[1] / "docs" / "briefing.schema.json"
    target.write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
