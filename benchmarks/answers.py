"""How well follow-up questions are answered without a model, on labelled questions.

    python -m benchmarks.answers FOLDER… [--questions FILE] [--semantic] [--show]

FOLDER holds labelled articles with questions in ``qa``; FILE has others, by article id. Reference
translations are left out: what counts is an English question over foreign sentences.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from summarizer import Article, semantic
from summarizer.answering import Answered, Answerer
from summarizer.extractive import ExtractiveEngine
from summarizer.pipeline import Summarizer
from summarizer.reading import read_article

Labelled = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled question and its answer.

    Attributes:
        cited: the answer's evidence in the labeller's numbering.
    """

    article: str
    question: Mapping[str, Any]
    answered: Answered
    cited: frozenset[int]

    @property
    def is_right(self) -> bool:
        """Whether it was answered or refused, as it should be."""
        return bool(self.answered.answerable == self.question["answerable"])

    @property
    def recall(self) -> float:
        """Share of its labelled evidence that was cited."""
        wanted = set(self.question["evidence"])
        return len(wanted & self.cited) / len(wanted)


def ask_all(articles: Iterable[Labelled], *, near: bool = False) -> list[Asked]:
    """All questions of `articles`, answered without a model; with embeddings if `near`."""
    answerer = Answerer(Summarizer(ExtractiveEngine()), None, semantic.similarity if near else None)
    return asyncio.run(_ask(answerer, articles))


async def _ask(answerer: Answerer, articles: Iterable[Labelled]) -> list[Asked]:
    asked = []
    for labelled in articles:
        plain = {k: v for k, v in labelled.items() if k not in ("translations", "title_en")}
        article = read_article(json.dumps(plain).encode(), name=f"{labelled['id']}.json")
        for question in labelled["qa"]:
            answered = await answerer.answer(article, question["q_en"])
            cited = _numbered(labelled, article, answered)
            asked.append(Asked(labelled["id"], question, answered, cited))
    return asked


def _numbered(labelled: Labelled, article: Article, answered: Answered) -> frozenset[int]:
    """The evidence in the labeller's numbering: splitters differ."""
    texts = [article.sentences[i].text for i in answered.evidence]
    return frozenset(n for n, s in enumerate(labelled["sentences"]) if any(s in t or t in s for t in texts))


def scores(asked: Sequence[Asked]) -> dict[str, float]:
    """Shares of questions answered or refused rightly, of unanswerable ones refused, of evidence cited."""
    return {
        "answerability": fmean(a.is_right for a in asked),
        "refused": fmean(a.is_right for a in asked if not a.question["answerable"]),
        "recall": fmean(a.recall for a in asked if a.question["answerable"]),
    }


def load(folder: Path, questions: Mapping[str, Any] | None = None) -> list[Labelled]:
    """The labelled articles in `folder`, with `questions` in place of their own."""
    articles = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(folder.glob("*.json"))]
    articles = [a for a in articles if isinstance(a, dict) and "sentences" in a]
    return [a | {"qa": questions[a["id"]]} for a in articles] if questions else articles


def main() -> None:
    """Print a line a folder; with ``--show`` each question that went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--semantic", action="store_true")
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    questions = json.loads(chosen.questions.read_text(encoding="utf-8")) if chosen.questions else None
    for folder in chosen.folders:
        asked = ask_all(load(folder, questions), near=chosen.semantic)
        print(folder, len(asked), *(f"{name} {value:.2f}" for name, value in scores(asked).items()))
        for a in asked if chosen.show else ():
            if not a.is_right or (a.question["answerable"] and a.recall < 1):
                wanted, cited = a.question["evidence"], sorted(a.cited)
                print(f"  {a.article}: {a.question['q_en']} {wanted} {cited} {a.answered.text[:120]}")


if __name__ == "__main__":
    main()
