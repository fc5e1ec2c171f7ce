"""Every fault of an endpoint ends in a briefing that names its engine, within the deadline."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from builders import article
from fakes.openai_server import (
    OpenAIServer,
    Step,
    accepts_only,
    breaks_off,
    completion,
    drips,
    fails,
    says,
    sends,
)

from summarizer import Briefing
from summarizer.english import ReferenceTranslator
from summarizer.llm.breaker import Breaker
from summarizer.llm.caller import Caller
from summarizer.llm.client import OpenAIModel, wants_api_key
from summarizer.llm.engine import LLMEngine
from summarizer.llm.money import Budget, Price
from summarizer.llm.ports import Message, Request
from summarizer.pipeline import Summarizer

ARTICLE = article(
    "Borgmästare Åsa Ek öppnade bron i måndags.",
    "Bron kostade 12 miljoner euro.",
    "Det är för dyrt, säger Per Lund, ordförande i skatteföreningen.",
    title="Bron öppnad",
    language="sv",
    english=(
        "Mayor Åsa Ek opened the bridge on Monday.",
        "The bridge cost 12 million euros.",
        "It is too expensive, says Per Lund, chair of the taxpayers' association.",
    ),
    english_title="Bridge opened",
)
GOOD: dict[str, Any] = {
    "headline": "The bridge is open at a cost of 12 million euros",
    "points": [
        {
            "section": "key_claims",
            "text": "The bridge cost 12 million euros.",
            "speaker": "",
            "role": "",
            "via": "",
            "evidence": [1],
            "quote": "12 miljoner euro",
        },
        {
            "section": "skeptics",
            "text": "The bridge is too expensive.",
            "speaker": "Per Lund",
            "role": "chair of the taxpayers' association",
            "via": "",
            "evidence": [2],
            "quote": "för dyrt",
        },
    ],
}
TEXTS = {p["text"] for p in GOOD["points"]}


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@asynccontextmanager
async def setting(
    *script: Step, deadline: float = 5.0, **fields: Any
) -> AsyncIterator[tuple[OpenAIServer, Summarizer, Time]]:
    """A scripted server, a summarizer that asks it, and the time that it goes by."""
    time = Time()
    window = fields.pop("window", 16_000)
    async with OpenAIServer(list(script)) as server:
        model = OpenAIModel("scripted", base_url=server.url, key="k", timeout=deadline)
        caller = Caller(
            model=model,
            deadline=deadline,
            clock=time,
            sleep=time.sleep,
            breaker=Breaker(time),
            now=lambda: datetime(2026, 11, 23, tzinfo=UTC),
            **fields,
        )
        engine = LLMEngine(caller=caller, window=window)
        try:
            yield server, Summarizer(engine, (ReferenceTranslator(),)), time
        finally:
            await model.close()


def texts(briefing: Briefing) -> set[str]:
    return {p.text for p in briefing.points}


async def test_a_good_answer_becomes_the_briefing() -> None:
    """One call, one briefing, with the tokens that the endpoint counted."""
    async with setting(says(GOOD)) as (server, summarizer, _):
        briefing = await summarizer.brief(ARTICLE)
    assert (briefing.engine, briefing.model, len(server.requests)) == ("llm", "scripted", 1)
    assert texts(briefing) == TEXTS
    assert (briefing.tokens.prompt, briefing.tokens.completion, briefing.tokens.cached) == (900, 100, 600)


FAULTS: dict[str, list[Step]] = {
    "server errors": [fails(500)],
    "bad gateway": [fails(502)],
    "wrong key": [fails(401)],
    "not allowed": [fails(403)],
    "unknown model": [fails(404)],
    "too many requests": [fails(429, Retry_After="1000")],
    "too many requests, no time named": [fails(429)],
    "connection dropped amid the answer": [breaks_off],
    "refusal": [says(None, refusal="I cannot help with that.")],
    "content filter": [says("", finish="content_filter")],
    "empty": [says("")],
    "empty for lack of room": [says("", finish="length")],
    "no JSON": [says("Here is your briefing: the bridge is open.")],
    "JSON cut off": [says('{"headline": "The bridge", "points": [{"section": "key', finish="length")],
    "wrong schema": [says({"summary": "The bridge is open."})],
    "no points": [says({"headline": "The bridge is open", "points": []})],
    "not an object": [says([1, 2, 3])],
    "not a completion": [sends(b'{"ok": true}')],
    "a web page": [sends(b"<html>Login</html>", "text/html")],
    "no content at all": [sends(b"")],
    "article too long for the model": [fails(400, "maximum context length is 2048 tokens")],
    "every request refused": [fails(400, "no")],
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
async def test_every_fault_ends_in_a_briefing_of_the_extractive_engine(name: str) -> None:
    """It says which engine wrote it and why."""
    async with setting(*FAULTS[name]) as (_, summarizer, time):
        briefing = await summarizer.brief(ARTICLE)
    assert briefing.engine == "extractive"
    assert briefing.points
    assert any("extractive engine instead of llm" in note for note in briefing.notes)
    assert time.seconds < 5


async def test_an_endpoint_that_drips_is_left_at_the_deadline() -> None:
    async with setting(drips, deadline=0.2) as (_, summarizer, _):
        briefing = await summarizer.brief(ARTICLE)
    assert briefing.engine == "extractive"
    assert briefing.seconds < 3


async def test_the_questions_of_one_draft_share_its_deadline() -> None:
    """An answer in another language is asked for again only while there is time."""
    clock: list[Time] = []
    swedish = {"text": "Bron var alldeles för dyr att bygga."}
    foreign = GOOD | {"points": [point | swedish for point in GOOD["points"]]}

    def after(seconds: float, then: Step) -> Step:
        async def step(request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
            clock[0].seconds += seconds
            return await then(request, body)

        return step

    asked = {}
    for seconds in (10, 50):
        script = (after(seconds, says(foreign)), says(GOOD))
        async with setting(*script, deadline=60) as (server, summarizer, time):
            clock[:] = [time]
            briefing = await summarizer.brief(ARTICLE)
            asked[seconds] = (briefing.engine, len(server.requests))
    assert asked == {10: ("llm", 2), 50: ("extractive", 1)}


async def test_an_endpoint_that_is_not_there_is_said_to_be_down() -> None:
    async with setting(says(GOOD)) as (server, summarizer, _):
        await server._runner.cleanup()
        briefing = await summarizer.brief(ARTICLE)
    assert briefing.engine == "extractive"
    assert "cannot be reached" in " ".join(briefing.notes)


@pytest.mark.parametrize(
    "first", [fails(500), fails(503), breaks_off, says(""), says("nonsense"), says({"a": 1})]
)
async def test_one_fault_is_forgiven(first: Step) -> None:
    """A second try that works is a briefing of the model's."""
    async with setting(first, says(GOOD)) as (_, summarizer, _):
        assert (await summarizer.brief(ARTICLE)).engine == "llm"


async def test_retry_after_is_honoured_when_there_is_time() -> None:
    async with setting(fails(429, Retry_After="2"), says(GOOD), deadline=60) as (_, summarizer, time):
        assert (await summarizer.brief(ARTICLE)).engine == "llm"
    assert time.slept == [2.0]


async def test_an_endpoint_that_asks_for_a_long_pause_gets_it() -> None:
    """It is not asked again before; then it is."""
    async with setting(fails(429, Retry_After="900"), says(GOOD)) as (server, summarizer, time):
        engines = [(await summarizer.brief(ARTICLE)).engine for _ in range(2)]
        time.seconds = 901
        engines.append((await summarizer.brief(ARTICLE)).engine)
    assert engines == ["extractive", "extractive", "llm"]
    assert len(server.requests) == 2


async def test_after_three_failures_an_endpoint_is_left_alone() -> None:
    """Six requests (each briefing tries twice), then none until the pause is over."""
    async with setting(fails(500)) as (server, summarizer, time):
        for _ in range(5):
            await summarizer.brief(ARTICLE)
        assert len(server.requests) == 6
        time.seconds += 61
        await summarizer.brief(ARTICLE)
        assert len(server.requests) == 8


async def test_an_answer_that_ran_out_of_room_gets_more() -> None:
    """Reasoning models think first; the second request has more room."""
    async with setting(says("", finish="length"), says(GOOD)) as (server, summarizer, _):
        assert (await summarizer.brief(ARTICLE)).engine == "llm"
    first, second = (r["max_tokens"] for r in server.requests)
    assert second > first


@pytest.mark.parametrize("formats", [("json_object", "text"), ("text",)])
async def test_the_output_format_is_found_out_once(formats: tuple[str, ...]) -> None:
    """The second article is asked for in the right way at once."""
    async with setting(accepts_only(*formats, then=says(GOOD))) as (server, summarizer, _):
        assert (await summarizer.brief(ARTICLE)).engine == "llm"
        before = len(server.requests)
        other = article("A dog bit a man on Monday.", title="Dog")
        await summarizer.brief(other)
    first = server.requests[before]
    assert first.get("response_format", {}).get("type", "text") == formats[0]
    assert before == 3 - len(formats) + 1


async def test_parameters_that_a_model_refuses_are_left_out() -> None:
    """Reasoning models take no temperature, and another name for the room."""
    step = accepts_only("json_schema", then=says(GOOD), refuses=("max_tokens", "temperature", "seed"))
    async with setting(step) as (server, summarizer, _):
        assert (await summarizer.brief(ARTICLE)).engine == "llm"
    last = server.requests[-1]
    assert last["max_completion_tokens"] > 0
    assert not {"max_tokens", "temperature", "seed"} & last.keys()
    assert last["response_format"]["json_schema"]["strict"] is True


async def test_a_format_that_is_accepted_and_ignored_is_given_up() -> None:
    """Prose in spite of the schema: the next request asks for less."""
    async with setting(says("Sure! The bridge is open."), says(GOOD)) as (server, summarizer, _):
        assert (await summarizer.brief(ARTICLE)).engine == "llm"
    assert server.requests[1]["response_format"]["type"] == "json_object"


LENIENT = [
    "```json\n" + json.dumps(GOOD) + "\n```",
    "<think>The user {wants} JSON.</think>" + json.dumps(GOOD),
    "Here you are:\n" + json.dumps(GOOD) + "\nAnything else?",
    json.dumps(GOOD).replace('"12 miljoner euro"}', '"12 miljoner euro",}'),
    json.dumps(GOOD).replace("[1]", '"[1]"').replace("[2]", "2"),
    json.dumps(
        {
            "headline": GOOD["headline"],
            "key_claims": [GOOD["points"][0]],
            "skeptics": [GOOD["points"][1]],
        }
    ),
]


@pytest.mark.parametrize("text", LENIENT)
async def test_small_slips_in_form_are_understood(text: str) -> None:
    async with setting(says(text)) as (server, summarizer, _):
        briefing = await summarizer.brief(ARTICLE)
    assert texts(briefing) == TEXTS
    assert len(server.requests) == 1


async def test_the_same_article_is_paid_once() -> None:
    """The second briefing costs no request, no token and no money, and says the same."""
    prices = {"scripted": Price(prompt=1.0, completion=10.0, cached=0.1)}
    async with setting(says(GOOD), prices=prices) as (server, summarizer, _):
        first, second = await summarizer.brief(ARTICLE), await summarizer.brief(ARTICLE)
    assert len(server.requests) == 1
    assert first.cost_usd == pytest.approx((300 * 1.0 + 600 * 0.1 + 100 * 10.0) / 1e6)
    assert (second.tokens.prompt, second.tokens.completion, second.cost_usd) == (0, 0, 0.0)
    assert texts(first) == texts(second)


async def test_other_words_or_a_new_revision_are_asked_for_anew() -> None:
    async with setting(says(GOOD)) as (server, summarizer, _):
        await summarizer.brief(ARTICLE)
        await summarizer.brief(ARTICLE, words=80)
        await summarizer.brief(article("Another text, the same id.", id=ARTICLE.id))
    assert len(server.requests) >= 3


async def test_a_spent_budget_hands_over_to_the_extractive_engine() -> None:
    """A channel's budget stops that channel only, and what is in the cache stays free."""
    prices = {"scripted": Price(prompt=1000.0, completion=1000.0, cached=1000.0)}
    async with setting(says(GOOD), prices=prices, budget=Budget(daily=None, channel=0.5)) as (
        _,
        summarizer,
        _,
    ):
        spender, other = summarizer.charged_to("slack:C1"), summarizer.charged_to("slack:C2")
        assert (await spender.brief(ARTICLE)).engine == "llm"
        broke = await spender.brief(ARTICLE, words=80)
        assert broke.engine == "extractive"
        assert "budget" in " ".join(broke.notes)
        assert (await other.brief(ARTICLE, words=90)).engine == "llm"
        assert (await spender.brief(ARTICLE)).engine == "llm"


async def test_a_foreign_answer_is_asked_for_again_then_replaced() -> None:
    """A point that stays Swedish is put into English from its evidence."""
    swedish = json.loads(json.dumps(GOOD))
    swedish["points"][0]["text"] = "Bron kostade tolv miljoner euro att bygga i staden."
    async with setting(says(swedish)) as (server, summarizer, _):
        briefing = await summarizer.brief(ARTICLE)
    assert len(server.requests) == 2
    assert "The bridge cost 12 million euros." in texts(briefing)
    assert all(p.language == "en" for p in briefing.points)


async def test_a_long_article_is_read_in_parts_and_says_so() -> None:
    """Every sentence reaches the model exactly once."""
    long = article(*(f"Sentence number {i} tells of bridge {i} in the town." for i in range(400)))
    point = {**GOOD["points"][0], "text": "The town tells of a bridge.", "evidence": [1], "quote": ""}
    async with setting(says({"headline": "Bridges", "points": [point]}), window=4000) as (
        server,
        summarizer,
        _,
    ):
        briefing = await summarizer.brief(long)
    sent = " ".join(r["messages"][1]["content"] for r in server.requests if len(r["messages"]) == 2)
    assert len(server.requests) > 1
    assert [sent.count(f"[{i}] ") for i in range(400)] == [1] * 400
    assert any("parts" in note for note in briefing.notes)


async def test_the_first_model_on_offer_is_taken_where_none_is_named() -> None:
    """`OPENAI_BASE_URL` alone is enough."""
    async with OpenAIServer([says(GOOD)], models=("llama", "other")) as server:
        model = OpenAIModel("", base_url=server.url.removesuffix("/v1"), key=None, timeout=5)
        briefing = await Summarizer(LLMEngine(caller=Caller(model=model))).brief(ARTICLE)
        await model.close()
    assert (briefing.model, server.requests[0]["model"]) == ("llama", "llama")


async def test_azure_is_asked_by_its_address_alone() -> None:
    """The address names deployment and version; the key goes into Azure's own header too."""
    asked: list[web.Request] = []

    async def step(request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
        asked.append(request)
        return await says(GOOD)(request, body)

    async with OpenAIServer([step]) as server:
        base = server.url.removesuffix("/v1") + "/openai/deployments/brief-4/?api-version=2024-10-21"
        model = OpenAIModel("", base_url=base, key="secret", timeout=5)
        briefing = await Summarizer(LLMEngine(caller=Caller(model=model))).brief(ARTICLE)
        await model.close()
    assert (briefing.engine, briefing.model) == ("llm", "brief-4")
    assert asked[0].path == "/openai/deployments/brief-4/chat/completions"
    assert asked[0].query["api-version"] == "2024-10-21"
    assert asked[0].headers["api-key"] == "secret"


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://r.openai.azure.com/openai/v1", True),
        ("https://r.services.ai.azure.com/models", True),
        ("https://gateway.example/openai/deployments/d", True),
        ("https://api.openai.com/v1", False),
        ("https://example.com/x.azure.com/v1", False),
    ],
)
def test_azure_s_own_header_goes_to_azure_only(address: str, wanted: bool) -> None:
    assert wants_api_key(address) == wanted


async def test_a_headline_copied_in_the_article_s_language_is_not_taken_for_english() -> None:
    """Short lines have no word that tells their language: "Bron öppnad"."""
    copied = {**GOOD, "headline": "Bron öppnade Ek"}
    async with setting(says(copied)) as (server, summarizer, _):
        briefing = await summarizer.brief(ARTICLE)
    assert len(server.requests) == 2
    assert briefing.headline == "Bridge opened"


async def test_what_an_endpoint_can_do_is_remembered_over_restarts() -> None:
    from summarizer.llm.ports import MemoryCache

    cache = MemoryCache()
    request = Request((Message("user", "hello"),), {"type": "object"}, "hello", 10)
    async with OpenAIServer([accepts_only("text", then=says("hi"))]) as server:
        for _ in range(2):
            model = OpenAIModel("m", base_url=server.url, key=None, timeout=5, cache=cache)
            assert (await model.complete(request)).text == "hi"
            await model.close()
    assert len(server.requests) == 4


def test_the_fake_answers_as_the_api_does() -> None:
    """The scripted body parses as the SDK's own type."""
    from openai.types.chat import ChatCompletion

    assert ChatCompletion.model_validate(completion("x")).choices[0].message.content == "x"
