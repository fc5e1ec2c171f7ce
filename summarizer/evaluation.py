"""How good briefings are against labelled articles: who was heard, in which section, on what evidence.

The scores are those the labelled sets were made for:

- evidence F1: cited sentences against gold sentences, mean over the sections that have gold. A cited body
  sentence that no gold point uses is neutral in key claims, and beside a gold sentence in any section.
- speaker: share of points on gold evidence that name who said it; naming nobody is right where gold names
  no person.
- section: share of points on gold evidence that stand in an accepted section.
- empty: skeptics and expert view are there exactly when they should be.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from rapidfuzz import fuzz

from summarizer.article import Article
from summarizer.briefing import DraftPoint, Section

NAME_RATIO = 85.0
"""Similarity (0-100) from which two names are the same."""
_SAME_SENTENCE = 60.0
_FOLD = str.maketrans("øØæÆłŁđß", "oOaAlLds")


@dataclass(frozen=True, slots=True)
class Gold:
    """One labelled point."""

    section: Section
    accepted: frozenset[Section]
    evidence: frozenset[int]
    names: tuple[str, ...]
    is_person: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one article.

    Attributes:
        sentences: the article as its labeller numbered it.
        gold: the points a good briefing makes.
        noise: sentences that are no evidence.
    """

    sentences: tuple[str, ...]
    gold: tuple[Gold, ...]
    noise: frozenset[int]

    @property
    def annotated(self) -> frozenset[int]:
        return frozenset().union(*(g.evidence for g in self.gold))


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores between 0 and 1 of one article, and how sections were confused."""

    evidence_f1: float
    speaker: float
    section: float
    empty: float
    confusion: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Cited:
    """A point with its evidence in the labeller's numbering."""

    section: Section
    speaker: str
    evidence: frozenset[int]


def labels_from_json(data: Mapping[str, Any]) -> Labels:
    """The labels of an article in the JSON schema of the labelled sets.

    Raises:
        KeyError: `data` is not a labelled article.
    """
    persons = {e["name"] for e in data["entities"]}
    gold = tuple(
        Gold(
            section=section,
            accepted=frozenset({section, *map(Section, p.get("alt_sections", ()))}),
            evidence=frozenset(p["evidence"]),
            names=(p["speaker"], *p.get("speaker_aliases", ())),
            is_person=p["speaker"] in persons,
        )
        for section in Section
        for p in data["gold"][section]
    )
    noise = frozenset(data.get("noise", ())) | frozenset(data.get("injection", ()))
    return Labels(tuple(data["sentences"]), gold, noise)


def evaluate(article: Article, points: Iterable[DraftPoint], labels: Labels) -> Scores:
    """Score the points of a briefing of `article`."""
    numbers = _numbering(article, labels.sentences)
    cited = [
        _Cited(p.section, p.speaker or "", frozenset().union(*(numbers[i] for i in p.evidence)))
        for p in points
    ]
    if not cited:
        return Scores(0.0, 0.0, 0.0, 0.0, {})
    confusion = Counter(_confusion(c, labels.gold) for c in cited)
    matched = [c for c in cited if _overlapping(c, labels.gold)]
    named = [v for v in (_names_right(c, labels.gold) for c in matched) if v is not None]
    placed = [_section_right(c, labels.gold) for c in matched]
    return Scores(
        evidence_f1=_evidence_f1(cited, labels),
        speaker=fmean(named) if named else 0.0,
        section=fmean(placed) if placed else 0.0,
        empty=fmean(_presence_right(s, cited, labels.gold) for s in (Section.SKEPTICS, Section.EXPERT_VIEW)),
        confusion=dict(confusion),
    )


def mean_scores(scores: Sequence[Scores]) -> Scores:
    """The mean of every score, and all confusions together."""
    confusion: Counter[str] = Counter()
    for s in scores:
        confusion.update(s.confusion)
    return Scores(
        fmean(s.evidence_f1 for s in scores),
        fmean(s.speaker for s in scores),
        fmean(s.section for s in scores),
        fmean(s.empty for s in scores),
        dict(confusion),
    )


def _numbering(article: Article, sentences: Sequence[str]) -> list[frozenset[int]]:
    """For each sentence of `article`, the labelled sentences that it is, whatever the splitter."""
    folded = [_fold(s) for s in sentences]
    found = []
    for sentence in article.sentences:
        text = _fold(sentence.text)
        same = [i for i, f in enumerate(folded) if f == text]
        found.append(frozenset(same[:1]) or _containing(text, folded))
    return found


def _containing(text: str, folded: Sequence[str]) -> frozenset[int]:
    if len(text.split()) < 3:
        return frozenset()
    return frozenset(
        i for i, f in enumerate(folded) if len(f.split()) > 2 and _overlap(text, f) >= _SAME_SENTENCE
    )


def _overlap(a: str, b: str) -> float:
    """Longest common part of two sentences as a percentage of the shorter one."""
    match = fuzz.partial_ratio_alignment(a, b, score_cutoff=_SAME_SENTENCE)
    return match.score if match else 0.0


def _fold(text: str) -> str:
    """Lower case without accents or marks, words apart by one space."""
    plain = unicodedata.normalize("NFKD", text.translate(_FOLD))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.lower()))


def _overlapping(c: _Cited, gold: Sequence[Gold], share: float = 0.0) -> list[Gold]:
    """Gold points that share evidence with `c`, at least `share` of what the best one shares."""
    shared = [(len(c.evidence & g.evidence), g) for g in gold]
    best = max((n for n, _ in shared), default=0)
    return [g for n, g in shared if n and n >= share * best]


def _evidence_f1(cited: Sequence[_Cited], labels: Labels) -> float:
    return fmean(
        _section_f1(section, cited, labels)
        for section in Section
        if any(g.section is section for g in labels.gold)
    )


def _section_f1(section: Section, cited: Sequence[_Cited], labels: Labels) -> float:
    primary = _evidence_of(g for g in labels.gold if g.section is section)
    allowed = _evidence_of(g for g in labels.gold if section in g.accepted)
    told = frozenset().union(*(c.evidence for c in cited if c.section is section))
    found = sum(_is_told(i, section, cited, labels.gold) for i in primary)
    beside = {i + step for i in allowed for step in (-1, 1)}
    neutral = {
        i for i in told - labels.annotated - labels.noise if section is Section.KEY_CLAIMS or i in beside
    }
    counted = len(told - neutral)
    recall, precision = found / len(primary), (len(told & allowed) / counted if counted else 0.0)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _evidence_of(gold: Iterable[Gold]) -> frozenset[int]:
    return frozenset().union(*(g.evidence for g in gold))


def _is_told(i: int, section: Section, cited: Sequence[_Cited], gold: Sequence[Gold]) -> bool:
    """Whether gold sentence `i` of `section` is cited in a section that its points accept."""
    accepted = frozenset().union(*(g.accepted for g in gold if i in g.evidence and section in g.accepted))
    return any(i in c.evidence and c.section in accepted for c in cited)


def _names_right(c: _Cited, gold: Sequence[Gold]) -> bool | None:
    """Whether the speaker is right; None where neither side names a person."""
    near = _overlapping(c, gold, share=0.5)
    if not c.speaker.strip() and not any(g.is_person for g in near):
        return None
    return any(is_same_name(c.speaker, g.names, person=g.is_person) for g in near)


def is_same_name(name: str, accepted: Sequence[str], *, person: bool) -> bool:
    """Whether `name` is one of the `accepted`: by surname, or for a body by its words."""
    if not name.strip():
        return False
    return any(
        fuzz.ratio(_surname(name), _surname(other)) >= NAME_RATIO
        or (person and _surname(other) in _fold(name).split())
        or (not person and fuzz.token_set_ratio(_fold(name), _fold(other)) >= NAME_RATIO)
        for other in accepted
    )


def _surname(name: str) -> str:
    words = _fold(re.sub(r"\(.*?\)|,.*$", "", name).replace("-", "")).split()
    return words[-1] if words else ""


def _best(c: _Cited, gold: Sequence[Gold]) -> list[Gold]:
    return _overlapping(c, gold, share=1.0)


def _section_right(c: _Cited, gold: Sequence[Gold]) -> bool:
    return any(c.section in g.accepted for g in _best(c, gold))


def _confusion(c: _Cited, gold: Sequence[Gold]) -> str:
    best = _best(c, gold)
    if not best:
        return f"{c.section} > none"
    return f"{c.section} > {c.section if _section_right(c, gold) else best[0].section}"


def _presence_right(section: Section, cited: Sequence[_Cited], gold: Sequence[Gold]) -> bool:
    """Present exactly when gold has it; excused where every such point stands in another accepted section."""
    present = any(c.section is section for c in cited)
    wanted = [g for g in gold if g.section is section]
    if not wanted:
        return not present or any(section in g.accepted for g in gold)
    return present or all(_stands_elsewhere(g, cited) for g in wanted)


def _stands_elsewhere(g: Gold, cited: Sequence[_Cited]) -> bool:
    return len(g.accepted) > 1 and any(c.evidence & g.evidence and c.section in g.accepted for c in cited)
