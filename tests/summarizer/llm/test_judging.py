"""The judge lowers, never raises; what it cannot say changes nothing."""

from __future__ import annotations

import pytest
from builders import article
from fakes.openai_server import OpenAIServer, Step, fails, says

from summarizer import Point, Section, Verdict
from summarizer.llm.caller import Caller
from summarizer.llm.client import OpenAIModel
from summarizer.llm.judging import JudgeModel, Opinion, Says, lowered


def judged(verdict: Verdict = Verdict.SUPPORTED) -> Point:
    return Point(
        section=Section.KEY_CLAIMS, text="The bridge is made of gold.", evidence=(0,), verdict=verdict
    )


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("says_", Says)
def test_no_opinion_raises_a_verdict(verdict: Verdict, says_: Says) -> None:
    order = list(Verdict)
    assert order.index(lowered(judged(verdict), Opinion(says_)).verdict) >= order.index(verdict) or (
        verdict is Verdict.REJECTED
    )


async def _review(step: Step) -> Point:
    async with OpenAIServer([step]) as server:
        model = OpenAIModel("judge", base_url=server.url, key=None, timeout=2)
        point = await JudgeModel(Caller(model=model, deadline=2, sleep=_no_sleep)).review(article(), judged())
        await model.close()
    return point


async def _no_sleep(_seconds: float) -> None:
    return None


async def test_a_no_rejects_and_names_the_words() -> None:
    point = await _review(says({"verdict": "no", "unsupported": ["gold", "silver"]}))
    assert point.verdict is Verdict.REJECTED
    assert "“gold”" in point.reasons[-1].detail
    assert "silver" not in point.reasons[-1].detail


async def test_unsure_leaves_a_point_unverified() -> None:
    assert (await _review(says({"verdict": "unsure", "unsupported": []}))).verdict is Verdict.UNVERIFIED


@pytest.mark.parametrize("step", [fails(500), says("?"), says({"verdict": "perhaps"})])
async def test_a_judge_that_fails_changes_nothing(step: Step) -> None:
    assert await _review(step) == judged()
