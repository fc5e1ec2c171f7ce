"""A draft, put into English as far as translations and scaffolding go. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from summarizer.article import Article
from summarizer.briefing import Draft, DraftPoint
from summarizer.english.romanise import romanised
from summarizer.english.scaffold import english_headline, english_role


def in_english(article: Article, draft: Draft, english: Mapping[int, str], *, title: str | None) -> Draft:
    """`draft` with everything that is still in the original language put into English where possible.

    A headline that is the article's own title becomes `title`, or what is known of the article.
    """
    points = tuple(_point_in_english(article, p, english) for p in draft.points)
    headline = draft.headline
    if headline == article.title:
        speakers = [(romanised(p.speaker, article.language), p.speaker_role) for p in points if p.speaker]
        headline = title or english_headline(article, speakers)
    return replace(draft, headline=headline, points=points)


def _point_in_english(article: Article, point: DraftPoint, english: Mapping[int, str]) -> DraftPoint:
    if point.language == "en":
        return point
    role = point.speaker_role and english_role(article.language, point.speaker_role)
    point = replace(point, speaker_role=role)  # in English or not at all
    if not all(i in english for i in point.evidence):
        return point
    told = [i for i in point.evidence if article.sentences[i].text in point.text] or point.evidence
    text = " ".join(english[i] for i in told)
    return replace(point, text=text, language="en", translated=True)
