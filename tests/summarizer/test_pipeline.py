"""From article to briefing: what is put into English, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builders import article, point

from summarizer import Article, Draft, DraftPoint, Point
from summarizer.briefing import Translation
from summarizer.english import ReferenceTranslator
from summarizer.pipeline import Summarizer


@dataclass(frozen=True)
class FixedEngine:
    """Drafts the same points for every article."""

    points: tuple[DraftPoint, ...]
    name = "fixed"

    async def draft(self, article: Article, *, words: int) -> Draft:
        return Draft(headline=article.title, points=self.points, engine=self.name)

    async def revise(self, article: Article, draft: Draft, rejected: Sequence[Point], *, words: int) -> Draft:
        return draft


SWEDISH = article(
    "Skolan stängs, säger Åsa Ek.", "Det blir dyrt för ministern.",
    title="Skolan stängs", language="sv",
)  # fmt: skip
POINT = point(
    SWEDISH.sentences[0].text, language="sv", speaker="Åsa Ek", speaker_role="Sveriges skolminister"
)


async def test_without_a_translation_the_frame_is_english_and_the_sentence_is_not() -> None:
    """Headline and role are put into English from what is known; the sentence keeps its language."""
    briefing = await Summarizer(FixedEngine((POINT,)), (ReferenceTranslator(),)).brief(SWEDISH)
    assert briefing.headline == "Swedish report: Åsa Ek (Swedish education minister)"
    (shown,) = (*briefing.points, *briefing.dropped)
    assert (shown.language, shown.translated, shown.text) == ("sv", False, POINT.text)


async def test_a_translation_that_came_along_is_used() -> None:
    """For the title and for every cited sentence."""
    translated = article(
        *(s.text for s in SWEDISH.sentences), title=SWEDISH.title, language="sv",
        english=("The school will close, says Åsa Ek.", "It will be expensive for the minister."),
        english_title="The school will close",
    )  # fmt: skip
    briefing = await Summarizer(FixedEngine((POINT,)), (ReferenceTranslator(),)).brief(translated)
    (shown,) = (*briefing.points, *briefing.dropped)
    assert briefing.headline == "The school will close"
    assert (shown.language, shown.translated) == ("en", True)
    assert shown.text == "The school will close, says Åsa Ek."
    assert briefing.translations == (Translation(0, shown.text, "reference"),)
