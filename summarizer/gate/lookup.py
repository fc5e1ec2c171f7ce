"""Evidence for points that name none: the sentences of the article that share most with them."""

from __future__ import annotations

from collections.abc import Mapping

from summarizer.article import Article
from summarizer.briefing import DraftPoint
from summarizer.gate.case import ENGLISH
from summarizer.gate.lexicon import concepts, words
from summarizer.gate.normalise.english import content_words, supported
from summarizer.gate.normalise.names import fold
from summarizer.gate.normalise.numbers import numbers
from summarizer.gate.people import matches, people

MOST = 3


def find_evidence(article: Article, point: DraftPoint, english: Mapping[int, str]) -> tuple[int, ...]:
    """Up to `MOST` sentences of `article` that support `point` best, all of its body if none stands out."""
    scores = {i: _score(article, i, point, english) for i in article.evidence}
    best = sorted((i for i in scores if scores[i] > 1), key=lambda i: -scores[i])[:MOST]
    return tuple(sorted(best)) or article.evidence


def _score(article: Article, index: int, point: DraftPoint, english: Mapping[int, str]) -> float:
    text = article.sentences[index].text
    values = {v for n in numbers(text, article.language) for v in n.values}
    score = 3.0 * sum(bool(n.values & values) for n in numbers(point.text, ENGLISH))
    shared = concepts(point.text, ENGLISH) & concepts(text, article.language)
    score += 0.5 * len(shared)
    mine = {fold(w)[:5] for w in words(point.text) if len(w) > 4}
    score += len(mine & {fold(w)[:5] for w in words(text)})
    if point.speaker and _is_said_by(point.speaker, article, index):
        score += 2.0
    translated = text if article.language == ENGLISH else english.get(index)
    if translated:
        known = frozenset(content_words(translated))
        score += 2.0 * sum(supported(w, known) for w in content_words(point.text))
    return score


def _is_said_by(speaker: str, article: Article, index: int) -> bool:
    if matches(speaker, article.sentences[index].text, article.language):
        return True
    return any(index in p.attributed and p.parts and p.parts[-1] in words(speaker) for p in people(article))
