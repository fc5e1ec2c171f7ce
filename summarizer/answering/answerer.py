"""A question → an answer that passed the gate, with a model if there is one, without if not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from summarizer.answering.extractive import best, drafted
from summarizer.answering.kinds import fitness
from summarizer.answering.question import Measure, Wanted, understand
from summarizer.answering.retrieval import Similarity, Support, ranked
from summarizer.answering.values import NOT_SAID, Answered
from summarizer.article import Article
from summarizer.briefing import DraftPoint, Point, Section, Verdict
from summarizer.errors import EngineError, ReplyError
from summarizer.gate import is_english, judge
from summarizer.injection import gives_orders, quarantined
from summarizer.llm.caller import Answer, Caller
from summarizer.llm.prompt import answer_request
from summarizer.llm.reading import numbers, read_object, string
from summarizer.pipeline import Summarizer

LONGEST_QUESTION = 500
"""Characters; what is beyond is no question."""
SENTENCES = 60
"""Sentences that a model is given at most; of a longer article those that support an answer best."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers questions from one article.

    Attributes:
        summarizer: translates.
        caller: asks the model; None: no model.
        similarity: embeddings, if installed.
    """

    summarizer: Summarizer
    caller: Caller | None = None
    similarity: Similarity | None = None

    def charged_to(self, channel: str) -> Answerer:
        """The same at the expense of `channel`."""
        return replace(self, caller=self.caller and replace(self.caller, channel=channel))

    async def answer(self, article: Article, question: str) -> Answered:
        """The answer to `question` from `article`, or `NOT_SAID`. Never raises for a text."""
        question = " ".join(question.split())[:LONGEST_QUESTION]
        article, notes = quarantined(article)
        english = await self._english(article)
        found = await asyncio.to_thread(ranked, article, understand(question), english, self.similarity)
        if self.caller and article.evidence and not gives_orders(question):
            try:
                answered = await self._by_model(self.caller, article, question, found, english)
            except EngineError as error:
                notes = (*notes, f"Answered by the extractive engine instead of llm: {error}.")
            else:
                if answered.verdict is not Verdict.REJECTED and _is_of_the_kind(article, question, answered):
                    return replace(answered, notes=notes)
                notes = (*notes, "What the model answered did not pass the checks.")
        return replace(_extractive(article, found, english), notes=notes)

    async def _english(self, article: Article) -> Mapping[int, str]:
        if article.language == "en":
            return {i: article.sentences[i].text for i in article.evidence}
        return {t.index: t.text for t in await self.summarizer.translate(article, article.evidence)}

    async def _by_model(
        self,
        caller: Caller,
        article: Article,
        question: str,
        found: list[Support],
        english: Mapping[int, str],
    ) -> Answered:
        indexes = sorted(s.index for s in found[:SENTENCES])
        request = answer_request(article, indexes, question)
        point, spent = await caller.ask(request, read_answer, article=article.id)
        if point is None:
            return _answered(None, spent)
        if not is_english(point.text):
            raise ReplyError("the LLM did not answer in English")
        return _answered(judge(article, point, english), spent)


def read_answer(text: str) -> DraftPoint | None:
    """The answer in a model's reply; None where it says that the article does not answer.

    Raises:
        ReplyError: it says neither.
    """
    data = read_object(text)
    said = string(data.get("answer"))
    if data.get("answerable") is False or (not said and "answerable" in data):
        return None
    if not said:
        raise ReplyError("the LLM's answer holds no answer")
    return DraftPoint(
        section=Section.KEY_CLAIMS,
        text=said,
        evidence=numbers(data.get("evidence")),
        quote=string(data.get("quote")) or None,
    )


def _is_of_the_kind(article: Article, question: str, answered: Answered) -> bool:
    """Whether the evidence holds a number or a time, where one is asked for; any number will do."""
    wanted = replace(understand(question), measure=Measure.ANYTHING, unit=None, counted=None)
    if not answered.evidence or wanted.wanted not in (Wanted.NUMBER, Wanted.TIME):
        return True
    return any(fitness(article, i, wanted) for i in answered.evidence)


def _answered(point: Point | None, spent: Answer) -> Answered:
    return Answered(
        text=point.text if point else NOT_SAID,
        answerable=point is not None,
        point=point,
        engine="llm",
        tokens=spent.tokens,
        cost_usd=spent.cost_usd,
    )


def _extractive(article: Article, found: list[Support], english: Mapping[int, str]) -> Answered:
    indexes = best(found)
    point = judge(article, drafted(article, indexes, english), english) if indexes else None
    if point is None or point.verdict is Verdict.REJECTED:
        return Answered(text=NOT_SAID, answerable=False, engine="extractive")
    return Answered(text=point.text, answerable=True, point=point, engine="extractive")
