"""The whole flow on one screen: article → draft → gate → briefing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from summarizer.article import Article
from summarizer.briefing import DEFAULT_WORDS, Briefing, Draft, DraftPoint
from summarizer.gate import pass_gate
from summarizer.ports import Engine, Translator


@dataclass(frozen=True, slots=True)
class Summarizer:
    """Turns an article into a briefing. Holds no state of its own.

    Attributes:
        engine: what drafts.
        translators: tried in this order for each sentence.
    """

    engine: Engine
    translators: Sequence[Translator] = ()

    async def brief(self, article: Article, *, words: int = DEFAULT_WORDS) -> Briefing:
        """The briefing of `article`, at most `words` English words."""
        start = perf_counter()
        draft = await self.engine.draft(article, words=words)
        english = await self.english(article, {i for p in draft.points for i in p.evidence})
        draft = in_english(article, draft, english)
        return pass_gate(article, draft, english, seconds=perf_counter() - start)

    async def english(self, article: Article, indexes: set[int]) -> Mapping[int, str]:
        """English of the sentences at `indexes`, from the first translator that has it."""
        if article.language == "en":
            return {i: article.sentences[i].text for i in indexes if 0 <= i < len(article.sentences)}
        found: dict[int, str] = {}
        for translator in self.translators:
            wanted = sorted(i for i in indexes - found.keys() if 0 <= i < len(article.sentences))
            found |= await translator.translate(article, wanted) if wanted else {}
        return found


def in_english(article: Article, draft: Draft, english: Mapping[int, str]) -> Draft:
    """`draft` with every point that is still in the original language put into English where possible."""

    def put(point: DraftPoint) -> DraftPoint:
        if point.language == "en" or not all(i in english for i in point.evidence):
            return point
        text = " ".join(english[i] for i in point.evidence)
        return replace(point, text=text, language="en", translated=True)

    return replace(draft, points=tuple(put(p) for p in draft.points))
