"""Which of the three questions a speaker answers, by what the article says of them.

A specialist from outside the story explains it; somebody who doubts, disputes or warns is a skeptic;
everybody else makes claims. Where the evidence is thin it stays a claim: no skeptic or expert is made up.
"""

from __future__ import annotations

from functools import lru_cache

from summarizer.article import Article, SentenceKind
from summarizer.attribution import Attributions, Manner, Speaker, SpeakerKind
from summarizer.attribution.lexicon import lexicon
from summarizer.attribution.tokens import tokenize
from summarizer.briefing import Section

_LEAD = 3  # sentences that tell what the story is about
_SKEPTIC = 0.75
_OFFICIAL_SKEPTIC = 1.0
_CONTRAST = 0.5
_NO_ROLE = 0.25
_NEGATION = 0.25  # doubt is often a plain "not"; it only tips the balance
_LIKELIEST_SKEPTIC = 0.25  # enough where nobody else in the article doubts
_FIRST_SPEAKER_SKEPTIC = 3.0
"""The first to speak usually stands for what the story is about, so it takes more to call them a skeptic."""
_ROLES = frozenset({"expert", "academia", "critic", "official"})
_ACADEMIC_TITLES = frozenset(
    {"prof", "professor", "professorin", "professeur", "professeure", "проф", "tri", "hab"}
)


@lru_cache(maxsize=4096)
def _tags(text: str, language: str) -> frozenset[str]:
    """The tags of all words of `text`."""
    found: set[str] = set()
    for token in tokenize(text, lexicon(language)):
        found |= token.tags
    return frozenset(found)


def sections(article: Article, attributions: Attributions) -> dict[Speaker, Section]:
    """The section of every speaker of `article`."""
    return _Judge(article, attributions).all()


class _Judge:
    """Weighs what one article says of its speakers."""

    def __init__(self, article: Article, attributions: Attributions) -> None:
        self.article = article
        self.attributions = attributions
        self.said: dict[Speaker, list[int]] = {}
        for i, a in enumerate(attributions.sentences):
            if a.speaker and article.sentences[i].is_evidence:
                self.said.setdefault(a.speaker, []).append(i)
        self.first = next((s for s in self.said if s.kind is SpeakerKind.PERSON and " " in s.name), None)

    def all(self) -> dict[Speaker, Section]:
        found = {speaker: self._section(speaker) for speaker in self.said}
        if Section.SKEPTICS not in found.values():
            doubts = {s: self._sign_of_doubt(s) for s in found if self._may_object(s, found[s])}
            likeliest = max(doubts, key=lambda s: doubts[s], default=None)
            if likeliest and doubts[likeliest] >= _LIKELIEST_SKEPTIC:
                found[likeliest] = Section.SKEPTICS
        return found

    def _sign_of_doubt(self, speaker: Speaker) -> float:
        """The doubt there is a sign of: without what somebody of no known role is given on trust."""
        role = self._role(speaker)
        return self._doubt(speaker, role) - (0.0 if role & {"critic", "official"} else _NO_ROLE)

    def _may_object(self, speaker: Speaker, section: Section) -> bool:
        """A named person who makes claims, after somebody else made the first."""
        named = speaker.kind is SpeakerKind.PERSON and " " in speaker.name
        return named and section is Section.KEY_CLAIMS and speaker is not self.first

    def _section(self, speaker: Speaker) -> Section:
        role = self._role(speaker)
        doubt = self._doubt(speaker, role)
        if self._is_outside_expert(speaker, role) and not ("critic" in role and doubt >= _OFFICIAL_SKEPTIC):
            return Section.EXPERT_VIEW
        return Section.SKEPTICS if doubt >= self._needed(speaker, role) else Section.KEY_CLAIMS

    def _needed(self, speaker: Speaker, role: frozenset[str]) -> float:
        if speaker is self.first and "skeptic" not in self._around_speech(self.said[speaker][0]):
            return _FIRST_SPEAKER_SKEPTIC
        return _OFFICIAL_SKEPTIC if "official" in role and "critic" not in role else _SKEPTIC

    def _tags(self, i: int) -> frozenset[str]:
        return _tags(self.article.sentences[i].text, self.article.language)

    def _around_speech(self, i: int) -> frozenset[str]:
        """Tags of what the article itself says in sentence `i`."""
        text = self.article.sentences[i].text
        speech = self.attributions.sentences[i].speech
        return _tags(text.replace(speech, "") if speech else text, self.article.language)

    def _role(self, speaker: Speaker) -> frozenset[str]:
        """Tags of the role; of the sentence that introduces the speaker where that names no role."""
        tags = _tags(speaker.role or "", self.article.language)
        first = self.said[speaker][0]
        if not tags & _ROLES and self.attributions.sentences[first].manner is Manner.ABOUT:
            tags |= self._tags(first) & _ROLES
        return tags

    def _is_outside_expert(self, speaker: Speaker, role: frozenset[str]) -> bool:
        """Whether a specialist's role is stated and the story is not about their own work."""
        titles = {w.strip(".,").lower() for w in (speaker.role or "").split()}
        if speaker.kind is not SpeakerKind.PERSON:
            return False
        if not (role & {"expert", "academia"} or titles & _ACADEMIC_TITLES):
            return False
        if "outside" in role | self._tags(self.said[speaker][0]):
            return True
        return not (self._is_own_work(speaker) or self._is_own_house(speaker, role))

    def _is_own_work(self, speaker: Speaker) -> bool:
        """The story reports a study, and its first speaker is a scientist: the author, no commentator."""
        return speaker is self.first and any("study" in self._tags(i) for i in self.article.evidence[:2])

    def _is_own_house(self, speaker: Speaker, role: frozenset[str]) -> bool:
        """The institution in their role is what the lead is about."""
        lead = self.article.text(self.article.evidence[:_LEAD])
        if "academia" not in role & _tags(lead, self.article.language):
            return False
        capitals = [w.strip(".,()") for w in (speaker.role or "").split() if w[0].isupper() and len(w) > 3]
        return bool(capitals) and all(w in lead for w in capitals)

    def _doubt(self, speaker: Speaker, role: frozenset[str]) -> float:
        """How much speaks for `speaker` doubting what the story says: role, sentences and lead-in."""
        score = 0.5 if "critic" in role else 0.0 if "official" in role else _NO_ROLE
        negations = 0.0
        for i in self.said[speaker]:
            tags = self._tags(i)
            negations += _NEGATION if "negation" in tags else 0.0
            if "denies" in tags:
                score -= 0.5
            elif "doubts" in tags:
                score += 1.0
            elif "skeptic" in tags:
                score += 0.75
        return score + min(negations, 2 * _NEGATION) + self._lead_in(self.said[speaker][0])

    def _lead_in(self, index: int) -> float:
        """What the narration and the subhead just before a speaker's first sentence announce."""
        score = _CONTRAST if self._opens_in_contrast(index) else 0.0
        for i in range(index - 1, max(-1, index - 3), -1):
            announces = bool(self._tags(i) & {"skeptic", "doubts"})
            if self.article.sentences[i].kind is SentenceKind.SUBHEAD:
                return score + (0.75 if announces else 0.0)
            before = self.attributions.sentences[i].speaker
            if before is not None and before.kind is SpeakerKind.PERSON:
                return score
            if i == index - 1 and (announces or self._opens_in_contrast(i)):
                score += 1.0 if announces else _CONTRAST
        return score

    def _opens_in_contrast(self, index: int) -> bool:
        words = self.article.sentences[index].text.lower().split()[:2]
        return any("contrast" in t for t in lexicon(self.article.language).annotate(words)[:1])
