"""The whole flow on one screen: article → draft → English → gate → once more → briefing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from summarizer.article import Article
from summarizer.briefing import DEFAULT_WORDS, Briefing, Draft, Point, Translation, Verdict
from summarizer.english.drafts import in_english
from summarizer.errors import EngineError
from summarizer.extractive import ExtractiveEngine
from summarizer.gate import Unverified, pass_gate, translation_faults
from summarizer.injection import quarantined
from summarizer.ports import Engine, Metered, Reviewer, Translator
from summarizer.substitution import checked_headline, substituted


@dataclass(frozen=True, slots=True)
class Summarizer:
    """Turns an article into a briefing, always: what `engine` cannot do, `fallback` does.

    Holds no state of its own.

    Attributes:
        engine: what drafts.
        translators: tried in this order for each sentence.
        reviewer: a second opinion on what passed the gate, or None.
        fallback: drafts where `engine` fails; needs nothing from outside.
        unverified: what becomes of points that could not be verified.
    """

    engine: Engine
    translators: Sequence[Translator] = ()
    reviewer: Reviewer | None = None
    fallback: Engine = field(default_factory=ExtractiveEngine)
    unverified: Unverified = "mark"

    def charged_to(self, channel: str) -> Summarizer:
        """The same at the expense of `channel`, for engines that cost something."""
        engine = self.engine.charged_to(channel) if isinstance(self.engine, Metered) else self.engine
        return replace(self, engine=engine)

    async def brief(self, article: Article, *, words: int = DEFAULT_WORDS) -> Briefing:
        """The briefing of `article`, at most `words` English words."""
        start = perf_counter()
        article, orders = quarantined(article)
        draft = await self._draft(article, words)
        briefing = await self.judged(article, draft)
        if briefing.dropped and draft.engine != self.fallback.name:
            draft = await self._revised(article, draft, briefing.dropped, words)
            briefing = await self.judged(article, draft)
        if briefing.dropped and draft.engine != self.fallback.name:
            dropped = briefing.dropped
            spare = await self.fallback.draft(article, words=words)
            briefing = await self.judged(article, substituted(draft, dropped, spare))
            briefing = replace(briefing, dropped=(*dropped, *briefing.dropped))
        return replace(briefing, notes=(*briefing.notes, *orders), seconds=perf_counter() - start)

    async def _draft(self, article: Article, words: int) -> Draft:
        try:
            return await self.engine.draft(article, words=words)
        except EngineError as error:
            draft = await self.fallback.draft(article, words=words)
            note = f"Written by the {draft.engine} engine instead of {self.engine.name}: {error}."
            return replace(draft, notes=(*draft.notes, note))

    async def _revised(self, article: Article, draft: Draft, wrong: Sequence[Point], words: int) -> Draft:
        try:
            return await self.engine.revise(article, draft, wrong, words=words)
        except EngineError:
            return draft

    async def judged(self, article: Article, draft: Draft) -> Briefing:
        """The briefing of `draft`: in English as far as anybody translates it, through the gate."""
        cited = {i for p in draft.points for i in p.evidence if 0 <= i < len(article.sentences)}
        translations = await self.translate(article, cited)
        english = {t.index: t.text for t in translations}
        if article.language == "en":
            english = {i: article.sentences[i].text for i in cited}
        draft = checked_headline(article, draft, english)
        draft = in_english(article, draft, english, title=await self.english_title(article))
        briefing = replace(
            pass_gate(article, draft, english, unverified=self.unverified), translations=translations
        )
        if self.reviewer is None or draft.engine == self.fallback.name:
            return briefing
        points = [await self.reviewer.review(article, p) for p in briefing.points]
        unwanted = {Verdict.REJECTED, Verdict.UNVERIFIED} if self.unverified == "drop" else {Verdict.REJECTED}
        shown = tuple(p for p in points if p.verdict not in unwanted)
        refused = tuple(p for p in points if p.verdict in unwanted)
        return replace(briefing, points=shown, dropped=(*briefing.dropped, *refused))

    async def translate(self, article: Article, indexes: Collection[int]) -> tuple[Translation, ...]:
        """English of the sentences at `indexes`, each from the first translator whose English is faithful."""
        found: dict[int, Translation] = {}
        for translator in self.translators if article.language != "en" else ():
            if wanted := sorted(set(indexes) - found.keys()):
                english = await translator.translate(article, wanted)
                kept = {i: text for i, text in english.items() if not translation_faults(article, i, text)}
                found |= {i: Translation(i, text, translator.name) for i, text in kept.items()}
        return tuple(found[i] for i in sorted(found))

    async def english_title(self, article: Article) -> str | None:
        """The title in English from the first translator that has it, or None."""
        if article.language == "en":
            return article.title
        for translator in self.translators:
            if title := await translator.translate_title(article):
                return title
        return None
