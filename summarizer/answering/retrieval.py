"""The sentences of an article, ranked by how well they support an answer. Pure but for the embeddings.

Where the article is English, or has been translated, words are compared with words. Over languages
there are names, numbers, words that look alike ("project", "Projekt"), a small glossary of what is asked
for most, what the question wants (a number, a time, a person), and embeddings if they are installed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean, pstdev

from rapidfuzz import fuzz

from summarizer.answering.glossary import stems, times
from summarizer.answering.question import Question, Wanted, digits, fold, stem
from summarizer.article import Article
from summarizer.attribution import SpeakerKind, attribute

Similarity = Callable[[str, Sequence[str]], Sequence[float]]
"""How near each of some texts is to a query: `summarizer.semantic.similarity`."""

ALIKE = 82
"""How alike two words of different languages must look, in percent, to be taken for one: "association"
and "asociación" are 86, "council" and "counsel" 71."""
MENTION = 0.5
"""What a name counts that the sentence does not hold but its speaker bears."""


@dataclass(frozen=True, slots=True)
class Support:
    """How one sentence supports an answer.

    Attributes:
        index: which sentence.
        words: share of the question's words that it holds, rare ones counting more, 0 to 1.
        wanted: whether it holds what the question wants.
        nearness: standard deviations above the mean of the article's sentences by embeddings; 0 without.
    """

    index: int
    words: float
    wanted: bool
    nearness: float

    @property
    def score(self) -> float:
        return self.words + 0.35 * self.wanted + 0.3 * max(0.0, self.nearness)


def ranked(
    article: Article, question: Question, english: Mapping[int, str], similarity: Similarity | None
) -> list[Support]:
    """Every evidence sentence of `article`, best support first."""
    indexes = article.evidence
    near = _nearness(article, question, english, similarity)
    matches = {i: _matches(article, i, question, english.get(i)) for i in indexes}
    keys = (*question.names, *question.words, *question.numbers)
    weight = {k: log(1 + len(indexes) / (1 + sum(m[k] > 0 for m in matches.values()))) for k in keys}
    total = sum(weight.values()) or 1.0
    found = [
        Support(
            i,
            sum(weight[k] * m for k, m in matches[i].items()) / total,
            holds(article, i, question),
            near.get(i, 0.0),
        )
        for i in indexes
    ]
    return sorted(found, key=lambda s: -s.score)


def holds(article: Article, index: int, question: Question) -> bool:
    """Whether sentence `index` holds what `question` wants."""
    text = article.sentences[index].text
    match question.wanted:
        case Wanted.NUMBER:
            return bool(set(digits(text)) - set(question.numbers)) or _any_word(text, article, "number")
        case Wanted.TIME:
            return bool(re.search(r"\b(19|20)\d\d\b|\d{1,2}[.:]\d\d\b", text)) or _dated(text, article)
        case Wanted.PERSON:
            speakers = attribute(article).speakers
            return any(s.kind is not SpeakerKind.UNNAMED and index in s.mentions for s in speakers) or bool(
                re.search(r"(?<=\w )[^\W\d_a-zà-ÿ]\w+", text)
            )
        case _:
            return False


def _any_word(text: str, article: Article, concept: str) -> bool:
    known = stems(article.language).get(concept, ())
    return any(any(word.startswith(s) for s in known) for word in map(fold, re.findall(r"\w+", text)))


def _dated(text: str, article: Article) -> bool:
    words = {fold(w) for w in re.findall(r"[^\W\d_]+", text)}
    return bool(words & times(article.language)) or _any_word(text, article, "when")


def _matches(article: Article, index: int, question: Question, english: str | None) -> dict[str, float]:
    """How far sentence `index` holds each name and word of the question, 0 to 1."""
    text = article.sentences[index].text
    own = [fold(w) for w in re.findall(r"[^\W_]+", text)]
    translated = {stem(fold(w)) for w in re.findall(r"[^\W_]+", english or "")}
    speaker = attribute(article).sentences[index].speaker
    bearer = fold(speaker.name) if speaker else ""
    found = {n: 1.0 if _named(n, own) else MENTION * (n in bearer) for n in question.names}
    found |= {n: float(n in digits(text)) for n in question.numbers}
    known = stems(article.language)
    for word in question.words:
        foreign = known.get(word, ())
        held = word in translated or any(alike(word, w) for w in own)
        found[word] = float(held or any(w.startswith(s) for s in foreign for w in own))
    return found


def _named(name: str, words: Sequence[str]) -> bool:
    return any(w.startswith(name[: max(4, len(name) - 2)]) for w in words)


def alike(stemmed: str, word: str) -> bool:
    """Whether an English stem and a folded word of another language look like one word."""
    if stem(word) == stemmed or (len(stemmed) >= 5 and word.startswith(stemmed)):
        return True
    return len(stemmed) >= 5 and abs(len(word) - len(stemmed)) <= 4 and fuzz.ratio(stemmed, word) >= ALIKE


def _nearness(
    article: Article, question: Question, english: Mapping[int, str], similarity: Similarity | None
) -> dict[int, float]:
    indexes = article.evidence
    if similarity is None or not indexes:
        return {}
    texts = [english.get(i) or article.sentences[i].text for i in indexes]
    values = similarity(question.text, texts)
    mean, spread = fmean(values), pstdev(values) or 1.0
    return {i: (v - mean) / spread for i, v in zip(indexes, values, strict=True)}
