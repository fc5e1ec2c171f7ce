"""Which sentences a briefing is made of: fair shares of its sections, within a word budget.

Sentence choice alone does not beat the first sentences of a news text; what a reader gains is to hear
every side. So the lead comes first, then each section gets a sentence in turn, the section of which the
smallest share has been told first; new speakers come before more of the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from summarizer.article import Article
from summarizer.briefing import Section

_LETTERS_A_WORD = 6.0  # an English word with its space, so that other languages are measured in English words
_SAME = 85.0  # token-set similarity from which two sentences say the same
_LONG = 40  # words: a sentence longer than this costs more than it tells
_MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be chosen.

    Attributes:
        index: its number in the article.
        section: where it would go.
        speaker: name of who says it, or None.
        cost: English words of the sentence.
        name_cost: words of name and outlet, paid for each run of the same speaker.
        role_cost: words of the role, paid once in a section.
        weight: how much it tells; 1 is ordinary.
    """

    index: int
    section: Section
    speaker: str | None
    cost: int
    name_cost: int
    role_cost: int
    weight: float = 1.0


@dataclass(slots=True)
class _Choice:
    budget: int
    chosen: dict[int, Candidate] = field(default_factory=dict)
    introduced: set[tuple[Section, str | None]] = field(default_factory=set)

    def price(self, c: Candidate) -> int:
        """Words it adds: a neighbour of the same speaker needs no name of its own."""
        beside = any(
            n in self.chosen and self.chosen[n].speaker == c.speaker for n in (c.index - 1, c.index + 1)
        )
        role = 0 if (c.section, c.speaker) in self.introduced else c.role_cost
        return c.cost + role + (0 if beside else c.name_cost)

    def take(self, c: Candidate) -> None:
        self.budget -= self.price(c)
        self.chosen[c.index] = c
        self.introduced.add((c.section, c.speaker))


def english_words(article: Article, index: int) -> int:
    """About how many English words sentence `index` makes."""
    if article.english:
        return len(article.english[index].split())
    return words_in_english(article.sentences[index].text, article.language)


def words_in_english(text: str, language: str) -> int:
    words = len(text.split())
    return words if language == "en" else max(words, round(len(text) / _LETTERS_A_WORD))


def choose(article: Article, candidates: Sequence[Candidate], budget: int) -> list[Candidate]:
    """The sentences to tell, in article order."""
    choice = _Choice(budget)
    left = [c for c in candidates if c.cost >= _MIN_WORDS]
    totals = {s: max(1, sum(c.section is s for c in left)) for s in Section}
    while left:
        best = min(left, key=lambda c: _rank(choice, c, totals))
        left.remove(best)
        if choice.price(best) <= choice.budget and not _repeats(article, choice, best):
            choice.take(best)
    return [choice.chosen[i] for i in sorted(choice.chosen)]


def _rank(choice: _Choice, c: Candidate, totals: dict[Section, int]) -> tuple[float, float, float, int]:
    told = sum(x.section is c.section for x in choice.chosen.values())
    share = told / totals[c.section]
    heard = (c.section, c.speaker) in choice.introduced
    return (round(share, 2), float(heard), -c.weight + max(0, c.cost - _LONG) / 10, c.index)


def _repeats(article: Article, choice: _Choice, c: Candidate) -> bool:
    text = article.sentences[c.index].text
    return any(fuzz.token_set_ratio(text, article.sentences[i].text) >= _SAME for i in choice.chosen)
