"""The whole flow on one screen: article → draft → gate → briefing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from summarizer.article import Article
from summarizer.briefing import DEFAULT_WORDS, Briefing, Draft, DraftPoint, Translation
from summarizer.english.scaffold import english_headline, english_role
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
        cited = {i for p in draft.points for i in p.evidence if 0 <= i < len(article.sentences)}
        translations = await self.translate(article, cited)
        english = {t.index: t.text for t in translations}
        if article.language == "en":
            english = {i: article.sentences[i].text for i in cited}
        draft = in_english(article, draft, english, title=await self.english_title(article))
        briefing = pass_gate(article, draft, english, seconds=perf_counter() - start)
        return replace(briefing, translations=translations)

    async def translate(self, article: Article, indexes: Collection[int]) -> tuple[Translation, ...]:
        """English of the sentences at `indexes`, each from the first translator that has it."""
        found: dict[int, Translation] = {}
        for translator in self.translators if article.language != "en" else ():
            if wanted := sorted(set(indexes) - found.keys()):
                english = await translator.translate(article, wanted)
                found |= {i: Translation(i, text, translator.name) for i, text in english.items()}
        return tuple(found[i] for i in sorted(found))

    async def english_title(self, article: Article) -> str | None:
        """The title in English from the first translator that has it, or None."""
        if article.language == "en":
            return article.title
        for translator in self.translators:
            if title := await translator.translate_title(article):
                return title
        return None


def in_english(article: Article, draft: Draft, english: Mapping[int, str], *, title: str | None) -> Draft:
    """`draft` with everything that is still in the original language put into English where possible.

    A headline that is the article's own title becomes `title`, or what is known of the article.
    """
    points = tuple(_point_in_english(article, p, english) for p in draft.points)
    headline = draft.headline
    if headline == article.title:
        speakers = [(p.speaker, p.speaker_role) for p in points if p.speaker]
        headline = title or english_headline(article, speakers)
    return replace(draft, headline=headline, points=points)


def _point_in_english(article: Article, point: DraftPoint, english: Mapping[int, str]) -> DraftPoint:
    if point.language == "en":
        return point
    role = point.speaker_role and (english_role(article.language, point.speaker_role) or point.speaker_role)
    point = replace(point, speaker_role=role)
    if not all(i in english for i in point.evidence):
        return point
    text = " ".join(english[i] for i in point.evidence)
    return replace(point, text=text, language="en", translated=True)
