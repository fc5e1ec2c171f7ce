"""How well the gate tells faithful points from corrupted ones: rates per kind, per language, over all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from summarizer.article import Article
from summarizer.briefing import DraftPoint, Point, Section, Verdict
from summarizer.gate import find_evidence, judge


@dataclass(frozen=True, slots=True)
class Labelled:
    """A point of which it is known whether the article supports it.

    Attributes:
        id: its name.
        article: id of its article.
        kind: how it was corrupted, or ``faithful``.
        faithful: whether the article supports it.
        point: what the gate judges.
    """

    id: str
    article: str
    kind: str
    faithful: bool
    point: DraftPoint


@dataclass(frozen=True, slots=True)
class Rate:
    """Of `total` points, `rejected` were rejected and `marked` neither that nor supported."""

    rejected: int = 0
    marked: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """0 to 1; 0 where there is nothing."""
        return self.rejected / self.total if self.total else 0.0

    @property
    def unsupported(self) -> int:
        """How many were not supported."""
        return self.rejected + self.marked

    def plus(self, verdict: Verdict) -> Rate:
        """This and one more point."""
        return Rate(
            self.rejected + (verdict is Verdict.REJECTED),
            self.marked + (verdict is Verdict.UNVERIFIED),
            self.total + 1,
        )


def read_labelled(folder: Path) -> tuple[Labelled, ...]:
    """Points of every JSON file of `folder` that holds a list of them."""
    files = sorted(folder.glob("*.json"))
    lists = [data for file in files if isinstance(data := json.loads(file.read_text("utf-8")), list)]
    return tuple(_labelled(item) for items in lists for item in items)


def _labelled(item: Mapping[str, object]) -> Labelled:
    evidence = item.get("evidence")
    point = DraftPoint(
        section=Section(str(item["section"])),
        text=str(item["text"]),
        speaker=str(item["speaker"]) if item.get("speaker") else None,
        speaker_role=str(item["speaker_role"]) if item.get("speaker_role") else None,
        evidence=tuple(evidence) if isinstance(evidence, list) else (),
        quote=str(item["quote"]) if item.get("quote") else None,
    )
    return Labelled(str(item["id"]), str(item["article"]), str(item["kind"]), bool(item["faithful"]), point)


def translations(articles: Mapping[str, Article], folder: Path) -> dict[str, dict[int, str]]:
    """Reference English by article and sentence: what came with an article, and ``translations.json``.

    An English article needs none and is there with no sentences.
    """
    file = folder / "translations.json"
    more = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    own = {a.id: a.english for a in articles.values() if a.english or a.language == "en"}
    return {name: dict(enumerate(sentences)) for name, sentences in (own | more).items()}


def verdicts(
    labelled: Iterable[Labelled], articles: Mapping[str, Article], english: Mapping[str, Mapping[int, str]]
) -> list[tuple[Labelled, Point]]:
    """Every labelled point of a known article with what the gate says of it."""
    judged = []
    for one in labelled:
        if one.article not in articles:
            continue
        article, translated = articles[one.article], english.get(one.article, {})
        given = bool(one.point.evidence)
        point = one.point
        if not given:
            fields = {f: getattr(point, f) for f in DraftPoint.__dataclass_fields__}
            point = DraftPoint(**{**fields, "evidence": find_evidence(article, point, translated)})
        judged.append((one, judge(article, point, translated, given=given)))
    return judged


def rates(judged: Iterable[tuple[Labelled, Point]], articles: Mapping[str, Article]) -> dict[str, Rate]:
    """Share rejected by kind and per language: ``sv caught`` of corrupted, ``sv alarms`` of faithful."""
    found: dict[str, Rate] = {}
    for one, point in judged:
        side = "alarms" if one.faithful else "caught"
        for key in (one.kind, f"{articles[one.article].language} {side}", f"all {side}"):
            found[key] = found.get(key, Rate()).plus(point.verdict)
    return found
