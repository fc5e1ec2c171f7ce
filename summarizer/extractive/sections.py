"""Which of the three questions a speaker answers, by what the article says of them.

A specialist from outside the story explains it; somebody who doubts, disputes or warns is a skeptic;
everybody else makes claims. Where the evidence is thin it stays a claim: no skeptic or expert is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from summarizer.article import Article, SentenceKind
from summarizer.attribution import Attributions, Speaker, SpeakerKind
from summarizer.attribution.lexicon import Lexicon, lexicon
from summarizer.attribution.tokens import tokenize
from summarizer.briefing import Section

_LEAD = 3  # sentences that tell what the story is about
_SKEPTIC = 1.0
_NEGATION = 0.25  # doubt is often a plain "not"; it only tips the balance
_FIRST_SPEAKER_SKEPTIC = 3.0
"""The first to speak usually stands for what the story is about, so it takes more to call them a skeptic."""
_ACADEMIC_TITLES = frozenset(
    {"prof", "professor", "professorin", "professeur", "professeure", "проф", "tri", "hab"}
)


@lru_cache(maxsize=4096)
def _tags(text: str, language: str) -> frozenset[str]:
    """All tags of the words outside quotation marks are not told apart here: one set for the text."""
    found: set[str] = set()
    for token in tokenize(text, lexicon(language)):
        found |= token.tags
    return frozenset(found)


def sections(article: Article, attributions: Attributions) -> dict[Speaker, Section]:
    """The section of every speaker of `article`."""
    said = _said_by(article, attributions)
    first = next((s for s in said if s.kind is SpeakerKind.PERSON), None)
    return {
        speaker: _section(article, speaker, indexes, speaker is first) for speaker, indexes in said.items()
    }


def _said_by(article: Article, attributions: Attributions) -> dict[Speaker, list[int]]:
    said: dict[Speaker, list[int]] = {}
    for i, a in enumerate(attributions.sentences):
        if a.speaker and article.sentences[i].is_evidence:
            said.setdefault(a.speaker, []).append(i)
    return said


def _section(article: Article, speaker: Speaker, indexes: Sequence[int], first: bool) -> Section:
    if speaker.kind is SpeakerKind.PERSON and is_outside_expert(article, speaker, indexes, first):
        return Section.EXPERT_VIEW
    needed = _FIRST_SPEAKER_SKEPTIC if first else _SKEPTIC
    return Section.SKEPTICS if doubt(article, speaker, indexes) >= needed else Section.KEY_CLAIMS


def is_outside_expert(article: Article, speaker: Speaker, indexes: Sequence[int], first: bool) -> bool:
    """Whether a specialist's role is stated and the story is not about their own work."""
    words = lexicon(article.language)
    tags = _tags(speaker.role or "", article.language)
    academic = any(w.strip(".,").lower() in _ACADEMIC_TITLES for w in (speaker.role or "").split())
    if not ("expert" in tags or academic or ("academia" in tags and "critic" not in tags)):
        return False
    intro = _tags(article.sentences[indexes[0]].text, article.language)
    if "outside" in tags | intro:
        return True
    return not (_is_own_work(article, words, first) or _is_own_house(article, speaker))


def _is_own_work(article: Article, words: Lexicon, first: bool) -> bool:
    """The story reports a study, and its first speaker is a scientist: the author, not a commentator."""
    lead = [article.sentences[i].text for i in article.evidence[:2]]
    return first and any("study" in words.tags(w.strip(".,").lower()) for t in lead for w in t.split())


def _is_own_house(article: Article, speaker: Speaker) -> bool:
    """The institution in their role is what the lead is about."""
    lead = " ".join(article.sentences[i].text for i in article.evidence[:_LEAD])
    if "academia" not in _tags(lead, article.language) & _tags(speaker.role or "", article.language):
        return False
    capitals = [w.strip(".,()") for w in (speaker.role or "").split() if w[0].isupper() and len(w) > 3]
    return bool(capitals) and all(w in lead for w in capitals)


def doubt(article: Article, speaker: Speaker, indexes: Sequence[int]) -> float:
    """How much speaks for `speaker` doubting what the story says: cues in role, sentences and lead-in."""
    role = _tags(speaker.role or "", article.language)
    score = 0.5 if "critic" in role else 0.0 if "official" in role else 0.25
    negations = 0.0
    for i in indexes:
        tags = _tags(article.sentences[i].text, article.language)
        negations += _NEGATION if "negation" in tags else 0.0
        if "denies" in tags:
            score -= 0.5
        elif "doubts" in tags:
            score += 1.0
        elif "skeptic" in tags:
            score += 0.75
    return score + min(negations, 2 * _NEGATION) + _lead_in(article, indexes[0])


def _lead_in(article: Article, index: int) -> float:
    """What the sentence and the subhead just before a speaker's first sentence announce."""
    score = 0.0
    for i in range(index - 1, max(-1, index - 3), -1):
        sentence = article.sentences[i]
        announces = bool(_tags(sentence.text, article.language) & {"skeptic", "doubts"})
        if sentence.kind is SentenceKind.SUBHEAD:
            return score + (0.75 if announces else 0.0)
        if i == index - 1 and announces:
            score += 1.0
    return score
