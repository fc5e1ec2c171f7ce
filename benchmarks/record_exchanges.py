"""Record what a real OpenAI-compatible endpoint answers, for tests to replay: a proxy that keeps bodies only.

    OPENAI_BASE_URL=http://127.0.0.1:8091/v1 python -m benchmarks.record_exchanges

Headers, and with them every key, are never written. Run by hand; tests only read `tests/data/exchanges`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.settings import load_settings
from summarizer import Article, Sentence
from summarizer.llm.caller import Caller
from summarizer.llm.client import OpenAIModel
from summarizer.llm.engine import LLMEngine
from summarizer.pipeline import Summarizer
from summarizer.reading import read_sources

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "tests" / "data" / "exchanges"
PATIENCE = 400


class Recorder:
    """Passes requests on to `upstream` and keeps request, status and reply of each."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.exchanges: list[dict[str, object]] = []

    async def __call__(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        url = self.upstream + request.path.removeprefix("/v1")
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.request(request.method, url, json=body) as reply,
        ):
            answer = await reply.json()
            exchange = {"path": request.path, "request": body, "status": reply.status, "reply": answer}
            self.exchanges.append(exchange)
            return web.json_response(answer, status=reply.status)


async def record(upstream: str) -> None:
    recorder = Recorder(upstream)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", recorder)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    (swedish,) = [
        a for a in read_sources([str(ROOT / "seeds/sv-smokescreen.json")]) if isinstance(a, Article)
    ]
    (english,) = [a for a in read_sources([str(ROOT / "seeds/en-cashless.json")]) if isinstance(a, Article)]
    endless = replace(
        english, sentences=tuple(Sentence("The town has a bridge.", 0) for _ in range(3000)), english=()
    )
    for name, article, window in (
        ("too-long", endless, 1_000_000),
        ("swedish", swedish, 8192),
        ("english", english, 8192),
    ):
        recorder.exchanges.clear()
        model = OpenAIModel("", base_url=url, key=None, timeout=PATIENCE)
        engine = LLMEngine(caller=Caller(model=model, deadline=PATIENCE), window=window)
        briefing = await Summarizer(engine).brief(article)
        await model.close()
        kept = [_shortened(x) for x in recorder.exchanges]
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        (TARGET / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(name, briefing.engine, len(kept), f"{briefing.seconds:.0f} s", briefing.notes, file=sys.stderr)
    await runner.cleanup()


def _shortened(exchange: dict[str, object]) -> dict[str, object]:
    """Very long requests are not kept: their replies are what is of interest."""
    long = len(json.dumps(exchange["request"])) > 40_000
    return {**exchange, "request": None} if long else exchange


if __name__ == "__main__":
    asyncio.run(record(load_settings().secrets.openai_base_url or sys.exit("set OPENAI_BASE_URL")))
