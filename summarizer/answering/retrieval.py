"""The sentences of an article, ranked by how well they support an answer. Pure but for the embeddings.

Where the article is English, or has been translated, words are compared with words. Over languages
there are names, numbers, words that look alike ("project", "Projekt"), the glossary's concepts and the
dictionary; a word that could be recognised and is nowhere speaks against an answer, one that could not says
nothing.
Embeddings help if they are installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean, pstdev

from summarizer.answering.dictionary import has, meanings
from summarizer.answering.glossary import knows, senses
from summarizer.answering.kinds import MEANING, fitness
from summarizer.answering.likeness import alike_any, fold
from summarizer.answering.question import Question, Wanted, digits
from summarizer.article import Article
from summarizer.attribution import attribute
from summarizer.gate.case import ENGLISH
from summarizer.gate.lexicon import words
from summarizer.gate.normalise.english import stem, supported
from summarizer.gate.normalise.names import code_of, local_forms, same_name

Similarity = Callable[[str, Sequence[str]], Sequence[float]]
"""How near each of some texts is to a query: `summarizer.semantic.similarity`."""

SPOKEN = 0.8
"""What a name counts that the sentence does not hold but its speaker bears."""
NEARBY, ELSEWHERE = 0.6, 0.3
"""What a word counts that stands not in the sentence but in the paragraph or just before it, or anywhere
else in the article: what is talked about is not named in each sentence."""
EXPRESSED = 0.6
"""What a word such as "cost" counts where there is a sum of money, but not the word."""
UNKNOWN = 0.08
"""What a word weighs that could not be recognised if it were there."""


@dataclass(frozen=True, slots=True)
class Support:
    """How one sentence supports an answer.

    Attributes:
        index: which sentence.
        words: share of the question's words that it and what is around it hold, rare ones counting more.
        own: the same of the sentence alone.
        wanted: how far it holds what the question wants, 0 to 1; 0 too if it lacks a word that it needs.
        nearness: standard deviations above the mean of the article's sentences by embeddings; 0 without.
    """

    index: int
    words: float
    own: float
    wanted: float
    nearness: float

    @property
    def score(self) -> float:
        return 0.5 * self.words + self.own + 0.5 * self.wanted + 0.3 * max(0.0, self.nearness)


def ranked(
    article: Article, question: Question, english: Mapping[int, str], similarity: Similarity | None
) -> list[Support]:
    """Every evidence sentence of `article`, best support first."""
    indexes = article.evidence
    near = _nearness(article, question, english, similarity)
    fits = {i: fitness(article, i, question) for i in indexes}
    held = {i: _held(article, i, question, english.get(i), fits[i]) for i in indexes}
    known = {k: _known(k, article, question, english) for k in question.keys}
    weights = _weights(held, known)
    total = sum(weights.values()) or 1.0
    around = _around(article, question, held)
    needed = [w for w in question.needed if known[w] == 1.0]
    counted = [w for w in question.words if w == question.counted and known[w] == 1.0]
    found = [
        Support(
            i,
            sum(weights[k] * max(held[i][k], around[i][k]) for k in weights) / total,
            sum(weights[k] * held[i][k] for k in weights) / total,
            fits[i] if all(held[i][w] for w in needed) and _near(counted, held[i], around[i]) else 0.0,
            near.get(i, 0.0),
        )
        for i in indexes
    ]
    return sorted(found, key=lambda s: -s.score)


def _near(counted: Sequence[str], held: Mapping[str, float], around: Mapping[str, float]) -> bool:
    """Whether what is counted is named in or beside a sentence; people go by many names."""
    return all(held[w] or around[w] >= NEARBY or "people" in senses(w, ENGLISH) for w in counted)


def _weights(held: Mapping[int, Mapping[str, float]], known: Mapping[str, float]) -> dict[str, float]:
    """What each key counts: rare ones more, those that could not be recognised little."""
    in_how_many = {k: sum(m[k] > 0 for m in held.values()) for k in known}
    return {k: known[k] * log(1 + len(held) / (0.5 + in_how_many[k])) for k in known}


def _known(key: str, article: Article, question: Question, english: Mapping[int, str]) -> float:
    """1 if `key` would be recognised where it stands, `UNKNOWN` if not."""
    if key not in question.words or english:
        return 1.0
    if has(key, article.language) or (knows(article.language) and senses(key, ENGLISH)):
        return 1.0
    return UNKNOWN


def _around(
    article: Article, question: Question, held: Mapping[int, Mapping[str, float]]
) -> dict[int, dict[str, float]]:
    """What the surroundings of each sentence hold of each key, at its discount."""
    title = _in_text(article.title, article.language, question, None)
    anywhere = {k: max([title[k], *(m[k] for m in held.values())]) for k in question.keys}
    in_paragraph: dict[int, dict[str, float]] = {}
    for i, found in held.items():
        best = in_paragraph.setdefault(article.sentences[i].paragraph, dict.fromkeys(question.keys, 0.0))
        best.update({k: max(best[k], found[k]) for k in question.keys})
    around = {}
    for i in held:
        beside = in_paragraph[article.sentences[i].paragraph]
        before = held.get(i - 1, {})
        around[i] = {
            k: max(ELSEWHERE * anywhere[k], NEARBY * max(beside[k], before.get(k, 0.0)))
            for k in question.keys
        }
    return around


def _held(
    article: Article, index: int, question: Question, english: str | None, fit: float
) -> dict[str, float]:
    """How far sentence `index` holds each name, word and number of the question, 0 to 1."""
    language = article.language
    found = _in_text(article.sentences[index].text, language, question, english)
    if speaker := attribute(article).sentences[index].speaker:
        bearer = f"{speaker.name} {speaker.role or ''}"
        for key, value in _in_text(bearer, language, question, None).items():
            found[key] = max(found[key], SPOKEN * value)
    if fit == 1.0 and question.wanted is Wanted.NUMBER:
        expressed = MEANING.get(question.measure, frozenset())
        for word in question.words:
            if senses(word, ENGLISH) & expressed:
                found[word] = max(found[word], EXPRESSED)
    return found


def _in_text(text: str, language: str, question: Question, english: str | None) -> dict[str, float]:
    own = words(text)
    meant = senses(text, language)
    told = meanings(text, language)
    translated = frozenset(words(english)) if english else frozenset()
    found = {n: float(_named(n, own, language)) for n in question.names}
    found |= {n: float(n in digits(text)) for n in question.numbers}
    for word in question.words:
        held = bool(senses(word, ENGLISH) & meant) or stem(word) in told or alike_any(word, text)
        found[word] = float(held or (bool(translated) and supported(word, translated)))
    return found


def _named(name: str, own: Sequence[str], language: str) -> bool:
    if any(same_name(name, w, language) for w in own):
        return True
    code = code_of(name)
    forms = local_forms(code, language) if code else ()
    return any(fold(w).startswith(f) for f in forms for w in own)


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
