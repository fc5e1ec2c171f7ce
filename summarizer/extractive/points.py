"""From an article to draft points: sentences of one speaker that stand together make one point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.article import Article
from summarizer.attribution import Attribution, Attributions, Manner, Speaker
from summarizer.briefing import DraftPoint, Section
from summarizer.extractive.ranking import Candidate, choose, english_words, words_in_english

_LEAD = 2
_ENOUGH = 4  # attributed sentences from which on the article's own voice, after the lead, is left out
_HEADLINE_WORDS = 14  # of the headline that is made for a title nothing translates
_MAX_SENTENCES = 3
_CONSIDERED = 400
"""Sentences of a very long text that are ranked; a briefing has room for about ten."""
_QUOTE_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Group:
    """Chosen sentences that make one point."""

    section: Section
    speaker: Speaker | None
    indexes: tuple[int, ...]


def make_points(
    article: Article, attributions: Attributions, sections: dict[Speaker, Section], *, words: int
) -> tuple[DraftPoint, ...]:
    """The points of a briefing of at most `words` English words, headline included."""
    headline = words_in_english(article.english_title or article.title, article.language)
    budget = words - max(headline, _HEADLINE_WORDS)
    outlets = _only_outlets(attributions)
    candidates = list(_candidates(article, attributions, sections, outlets))
    chosen = choose(article, candidates, budget)
    groups = sorted(_groups(attributions, chosen), key=lambda g: list(Section).index(g.section))
    introduced: set[tuple[Section, Speaker | None]] = set()
    points = []
    for group in groups:
        key = (group.section, group.speaker)
        outlet = outlets.get(group.speaker.name) if group.speaker else None
        points.append(_point(article, attributions, group, outlet, introduce=key not in introduced))
        introduced.add(key)
    return tuple(points)


def _candidates(
    article: Article, attributions: Attributions, sections: dict[Speaker, Section], outlets: dict[str, str]
) -> Iterator[Candidate]:
    evidence = article.evidence[:_CONSIDERED]
    told = sum(attributions.sentences[i].speaker is not None for i in evidence)
    for place, i in enumerate(evidence):
        a = attributions.sentences[i]
        section = sections[a.speaker] if a.speaker else Section.KEY_CLAIMS
        name = f"{a.speaker.name} {outlets.get(a.speaker.name, '')}" if a.speaker else ""
        role = (a.speaker.role or "") if a.speaker else ""
        weight = _weight(a, place)
        if place < _LEAD or a.speaker or told < _ENOUGH:
            yield Candidate(
                index=i,
                section=section,
                speaker=a.speaker.name if a.speaker else None,
                cost=english_words(article, i),
                name_cost=words_in_english(name, article.language) if name else 0,
                role_cost=words_in_english(role, article.language),
                weight=weight,
            )


def _weight(a: Attribution, place: int) -> float:
    """Lead facts and what somebody says tell most; what the article says of a speaker, least."""
    if place == 0:
        return 9.0
    if a.manner is Manner.NARRATED or a.speaker is None:
        return 0.9 if place < _LEAD else 0.1
    return 0.4 if a.manner is Manner.ABOUT else 1.0


def _groups(attributions: Attributions, chosen: Sequence[Candidate]) -> Iterator[_Group]:
    run: list[Candidate] = []
    for c in chosen:
        if run and (
            c.index != run[-1].index + 1
            or c.speaker != run[0].speaker
            or c.section is not run[0].section
            or len(run) == _MAX_SENTENCES
        ):
            yield _group(attributions, run)
            run = []
        run.append(c)
    if run:
        yield _group(attributions, run)


def _group(attributions: Attributions, run: Sequence[Candidate]) -> _Group:
    indexes = tuple(c.index for c in run)
    return _Group(run[0].section, attributions.sentences[indexes[0]].speaker, indexes)


def _point(
    article: Article, attributions: Attributions, group: _Group, outlet: str | None, *, introduce: bool
) -> DraftPoint:
    speaker = group.speaker
    found = [attributions.sentences[i] for i in group.indexes]
    return DraftPoint(
        section=group.section,
        text=article.text(group.indexes),
        language=article.language,
        speaker=speaker.name if speaker else None,
        speaker_role=speaker.role if speaker and introduce else None,
        via=next((a.via for a in found if a.via), None) or outlet,
        evidence=_evidence(article, attributions, group),
        quote=_quote(found),
    )


def _only_outlets(attributions: Attributions) -> dict[str, str]:
    """For each speaker's name the outlet that they told everything to, as far as the article says."""
    found: dict[str, set[str]] = {}
    for a in attributions.sentences:
        if a.speaker and a.via:
            found.setdefault(a.speaker.name, set()).add(a.via)
    return {name: outlets.pop() for name, outlets in found.items() if len(outlets) == 1}


def _evidence(article: Article, attributions: Attributions, group: _Group) -> tuple[int, ...]:
    """The sentences told, and the one before them that says who "she" is."""
    first = group.indexes[0] - 1
    if group.speaker is None or first < 0 or not article.sentences[first].is_evidence:
        return group.indexes
    if attributions.sentences[first].speaker != group.speaker:
        return group.indexes
    return (first, *group.indexes)


def _quote(found: Sequence[Attribution]) -> str | None:
    spoken = [a.speech for a in found if a.speech and len(a.speech.split()) >= _QUOTE_WORDS]
    return max(spoken, key=len, default=None)
