"""A judge model: a second opinion on what passed the gate. It can lower a verdict, never raise one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from summarizer.article import Article
from summarizer.briefing import Point, Reason, Verdict
from summarizer.errors import EngineError, ReplyError
from summarizer.llm.caller import Caller
from summarizer.llm.prompt import judge_request
from summarizer.llm.reading import read_object, string

CHECK = "judge"
"""Name of this check in a point's reasons."""


class Says(StrEnum):
    """Whether the evidence says what the point says."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge found.

    Attributes:
        unsupported: words of the point that its evidence does not support, as the judge names them.
    """

    says: Says
    unsupported: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgeModel:
    """A `Reviewer` that asks a model about each point with its evidence alone."""

    caller: Caller

    async def review(self, article: Article, point: Point) -> Point:
        """`point`, lowered if the model objects; as it is if the model cannot be asked."""
        if point.verdict is Verdict.REJECTED:
            return point
        try:
            opinion, _ = await self.caller.ask(
                judge_request(article, point), read_opinion, article=article.id
            )
        except EngineError:
            return point
        return lowered(point, opinion)


def read_opinion(text: str) -> Opinion:
    """
    Raises:
        ReplyError: the reply holds no opinion.
    """
    data = read_object(text)
    try:
        says = Says(string(data.get("verdict")).lower())
    except ValueError:
        raise ReplyError("the judge model's answer holds no verdict") from None
    words = data.get("unsupported")
    return Opinion(says, tuple(t for w in words if (t := string(w))) if isinstance(words, list) else ())


def lowered(point: Point, opinion: Opinion) -> Point:
    """`point` after `opinion`: "no" rejects, "unsure" leaves at most unverified. Pure.

    Words that the point does not hold are no objection: judges invent too.
    """
    if opinion.says is Says.YES:
        return point
    named = [w for w in opinion.unsupported if w.lower() in point.text.lower()]
    words = ", ".join(f"“{w}”" for w in named)
    if opinion.says is Says.NO:
        detail = (
            f"a judge model finds no support for {words}"
            if words
            else "a judge model finds no support for it"
        )
        verdict = Verdict.REJECTED
    else:
        detail, verdict = "a judge model is not sure that the evidence says this", Verdict.UNVERIFIED
    return replace(point, verdict=verdict, reasons=(*point.reasons, Reason(CHECK, detail)))
