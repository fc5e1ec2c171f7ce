"""An OpenAI-compatible server on loopback that plays a script: every way in which real ones misbehave.

Each request takes the next step of the script; the last step is repeated. A step gets the request's JSON
body and gives what to answer. Nothing here sleeps: a slow step waits until the client hangs up.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

Body = dict[str, Any]
Step = Callable[[web.Request, Body], Awaitable[web.StreamResponse]]

USAGE = {
    "prompt_tokens": 900,
    "completion_tokens": 100,
    "total_tokens": 1000,
    "prompt_tokens_details": {"cached_tokens": 600},
}


def completion(content: object, *, finish: str = "stop", refusal: str | None = None) -> Body:
    """The body of a chat completion."""
    text = content if isinstance(content, str) or content is None else json.dumps(content, ensure_ascii=False)
    message = {"role": "assistant", "content": text, "refusal": refusal}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": USAGE,
    }


def says(content: object, *, finish: str = "stop", refusal: str | None = None) -> Step:
    """Answer `content`: a text, or anything that is to be JSON."""

    async def step(_request: web.Request, _body: Body) -> web.StreamResponse:
        return web.json_response(completion(content, finish=finish, refusal=refusal))

    return step


def fails(status: int, message: str = "scripted failure", **headers: str) -> Step:
    """Answer an error."""
    named = {k.replace("_", "-"): v for k, v in headers.items()}

    async def step(_request: web.Request, _body: Body) -> web.StreamResponse:
        return web.json_response({"error": {"message": message}}, status=status, headers=named)

    return step


def sends(body: bytes, content_type: str = "application/json") -> Step:
    """Answer bytes as they are."""

    async def step(_request: web.Request, _body: Body) -> web.StreamResponse:
        return web.Response(body=body, content_type=content_type)

    return step


async def breaks_off(request: web.Request, _body: Body) -> web.StreamResponse:
    """Send the first half of an answer, then drop the connection."""
    data = json.dumps(completion({"headline": "Half", "points": []})).encode()
    response = web.StreamResponse(
        headers={"Content-Type": "application/json", "Content-Length": str(len(data))}
    )
    await response.prepare(request)
    await response.write(data[: len(data) // 2])
    assert request.transport is not None
    request.transport.close()
    return response


async def drips(request: web.Request, _body: Body) -> web.StreamResponse:
    """Send one byte, then nothing until the client hangs up."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(b"{")
    await asyncio.Event().wait()
    return response


def accepts_only(*formats: str, then: Step, refuses: Sequence[str] = ()) -> Step:
    """Refuse, as real servers do, output formats besides `formats` and the parameters in `refuses`."""

    async def step(request: web.Request, body: Body) -> web.StreamResponse:
        wanted = body.get("response_format", {}).get("type", "text")
        if wanted not in formats:
            return await fails(400, f"Invalid parameter: 'response_format' of type '{wanted}'")(request, body)
        for name in refuses:
            if name in body:
                hint = " Use 'max_completion_tokens' instead." if name == "max_tokens" else ""
                message = f"Unsupported parameter: '{name}' is not supported with this model.{hint}"
                return await fails(400, message)(request, body)
        return await then(request, body)

    return step


@dataclass
class OpenAIServer:
    """Serves ``/v1/chat/completions``, also as Azure does, and ``/v1/models`` on 127.0.0.1 by `script`.

    Attributes:
        requests: the JSON bodies of the completions asked for.
    """

    script: list[Step]
    models: tuple[str, ...] = ("scripted",)
    requests: list[Body] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_post("/openai/deployments/{name}/chat/completions", self._complete)
        app.router.add_get("/v1/models", self._models)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        step = self.script[min(len(self.requests), len(self.script) - 1)]
        self.requests.append(body)
        return await step(request, body)

    async def _models(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(
            {"object": "list", "data": [{"id": m, "object": "model"} for m in self.models]}
        )
