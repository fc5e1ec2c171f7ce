"""The translation that comes with an article, made by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.article import Article


class ReferenceTranslator:
    """The translation that came with the article, if one did."""

    name = "reference"

    async def translate(self, article: Article, indexes: Sequence[int]) -> Mapping[int, str]:
        return {i: article.english[i] for i in indexes} if article.english else {}

    async def translate_title(self, article: Article) -> str | None:
        return article.english_title
