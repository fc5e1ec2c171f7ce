"""What a labelled article must satisfy, whichever set it belongs to."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent
SECTIONS = ("key_claims", "skeptics", "expert_view")
Labelled = dict[str, Any]


def load(path: Path) -> Any:
    """A JSON file of a data set."""
    return json.loads(path.read_text(encoding="utf-8"))


def points(article: Labelled) -> list[Labelled]:
    """Every gold point of an article."""
    return [point for section in SECTIONS for point in article["gold"][section]]


def paragraphs_of(article: Labelled) -> list[str]:
    """The text rebuilt from its sentences: each line takes the sentences it consists of."""
    rest, lines = list(article["sentences"]), []
    for line in article["text"].split("\n"):
        taken = [rest.pop(0)]
        while len(" ".join(taken)) < len(line) and rest:
            taken.append(rest.pop(0))
        lines.append(" ".join(taken))
    return [*lines, *rest]


def faults(article: Labelled) -> list[str]:
    """Everything wrong with the form of a labelled article, in words."""
    indexes = range(len(article["sentences"]))
    questions = article["qa"]
    checks = {
        "sentences do not reassemble the text": paragraphs_of(article) == article["text"].split("\n"),
        "a sentence is empty or untrimmed": all(s and s == s.strip() for s in article["sentences"]),
        "translations are not aligned": len(article["translations"]["en"]) == len(indexes),
        "a translation is empty": all(article["translations"]["en"]),
        "the English title or headline is missing": bool(
            article["title_en"] and article["gold"]["headline_en"]
        ),
        "the publication time has no zone": datetime.fromisoformat(article["published"]).tzinfo is not None,
        "the address is not an example": article["url"].startswith("https://example.com/"),
        "a point lacks speaker, role or text": all(
            p["speaker"] and p["speaker_role"] and p["text_en"] for p in points(article)
        ),
        "evidence is missing or out of range": all(
            p["evidence"] and set(p["evidence"]) <= set(indexes) for p in points(article)
        ),
        "noise or an injection is used as evidence": not any(
            set(p["evidence"]) & {*article["noise"], *article["injection"]} for p in points(article)
        ),
        "an alternative section is unknown": all(
            set(p.get("alt_sections", [])) <= set(SECTIONS) for p in points(article)
        ),
        "there are no key claims": bool(article["gold"]["key_claims"]),
        "there is nothing it must not say": bool(article["gold"]["must_not"]),
        "there are not five questions, one of them unanswerable": [
            len(questions),
            sum(not q["answerable"] for q in questions),
        ]
        == [5, 1],
        "a question's evidence does not fit": all(
            bool(q["evidence"]) == q["answerable"] and set(q["evidence"]) <= set(indexes) for q in questions
        ),
        "it is not marked as synthetic": article["synthetic"] is True,
    }
    return [fault for fault, fine in checks.items() if not fine]


def words(article: Labelled) -> int:
    """Words of the running text."""
    return len(re.findall(r"\S*\w\S*", article["text"]))
