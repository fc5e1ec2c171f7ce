"""A question asked in chat or on the command line → content that every platform renders."""

from __future__ import annotations

from bot.content import Answer, Evidence
from summarizer.answering import Answered, Answerer
from summarizer.article import Article


async def answer(answerer: Answerer, article: Article, question: str, *, channel: str = "") -> Answer:
    """The answer to `question` from `article`, as content, at the cost of `channel` if one is named."""
    answerer = answerer.charged_to(channel)
    answered = await answerer.answer(article, question)
    translations = await answerer.summarizer.translate(article, answered.evidence)
    english = {t.index: t.text for t in translations}
    return content(article, question, answered, english)


def content(article: Article, question: str, answered: Answered, english: dict[int, str]) -> Answer:
    """`answered` as content. Pure."""
    return Answer(
        question=question,
        text=answered.text,
        answerable=answered.answerable,
        evidence=tuple(Evidence(i, article.sentences[i].text, english.get(i)) for i in answered.evidence),
        quotes=answered.quotes,
        verdict=answered.verdict,
        engine=answered.engine,
        article=article,
    )
