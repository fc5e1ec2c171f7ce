"""What a real endpoint (llama.cpp with a 1.5 B model) answered, replayed to the adapter."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from fakes.openai_server import OpenAIServer, Step

from summarizer import Article, Sentence
from summarizer.llm.caller import Caller
from summarizer.llm.client import OpenAIModel
from summarizer.llm.engine import LLMEngine
from summarizer.pipeline import Summarizer
from summarizer.reading import read_sources

ROOT = Path(__file__).resolve().parents[3]
RECORDED = ROOT / "tests" / "data" / "exchanges"


def recorded(name: str) -> tuple[list[str], list[Step]]:
    """Models on offer and the completions, as steps of a script."""
    exchanges: list[dict[str, Any]] = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    offered = [m["id"] for x in exchanges if x["path"].endswith("/models") for m in x["reply"]["data"]]
    return offered, [replays(x) for x in exchanges if x["path"].endswith("/completions")]


def replays(exchange: dict[str, Any]) -> Step:
    async def step(_request: web.Request, _body: dict[str, Any]) -> web.StreamResponse:
        return web.json_response(exchange["reply"], status=exchange["status"])

    return step


async def brief(name: str, article: Article, **engine: int) -> Any:
    offered, script = recorded(name)
    async with OpenAIServer(script, models=tuple(offered)) as server:
        model = OpenAIModel("", base_url=server.url, key=None, timeout=5)
        briefing = await Summarizer(LLMEngine(caller=Caller(model=model), **engine)).brief(article)
        await model.close()
    return briefing, offered


def seed(name: str) -> Article:
    (found,) = [a for a in read_sources([str(ROOT / "seeds" / f"{name}.json")]) if isinstance(a, Article)]
    return found


async def test_a_real_completion_is_read() -> None:
    """Model, tokens and points of a reply with the extra fields that llama.cpp sends."""
    briefing, offered = await brief("swedish", seed("sv-smokescreen"))
    assert briefing.tokens.prompt > 500
    assert briefing.tokens.completion > 50
    assert briefing.model in (None, *offered)
    assert briefing.points or briefing.dropped


async def test_a_real_refusal_of_a_long_prompt_is_understood() -> None:
    article = seed("en-cashless")
    long = replace(article, sentences=(Sentence("The town has a bridge.", 0),) * 3000, english=())
    briefing, _ = await brief("too-long", long, window=1_000_000)
    assert briefing.engine == "extractive"
    assert "longer than its window" in " ".join(briefing.notes)


@pytest.mark.parametrize("name", sorted(f.stem for f in RECORDED.glob("*.json")))
def test_no_key_is_recorded(name: str) -> None:
    text = (RECORDED / f"{name}.json").read_text(encoding="utf-8").lower()
    assert not any(word in text for word in ("authorization", "api-key", "bearer "))
