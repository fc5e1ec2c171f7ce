"""One question to a model, with everything around it: cache, budget, breaker, retries, ledger."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic
from typing import TypeVar

from summarizer.article import digest
from summarizer.briefing import Tokens
from summarizer.errors import EndpointError, ReplyError
from summarizer.llm.breaker import Breaker, LeftAloneError
from summarizer.llm.money import Budget, Price, cost
from summarizer.llm.ports import (
    Cache,
    Ledger,
    MemoryCache,
    MemoryLedger,
    Message,
    Model,
    Reply,
    Request,
    Usage,
)

T = TypeVar("T")

MORE_ROOM = 3
"""How much more room an answer gets that ran out of it; reasoning models think at length first."""
PAUSE = 1.0
"""Seconds before the second try where the endpoint names none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A usable reply and what it cost now (nothing, if it came out of the cache)."""

    text: str
    tokens: Tokens = field(default_factory=Tokens)
    cost_usd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Asks a model. Frozen; the breaker is the only thing in it that changes.

    Attributes:
        deadline: seconds that `ask` may take in all.
        prices: by model name.
        channel: who is charged.
        now, clock, sleep: time, for tests to replace.
    """

    model: Model
    deadline: float = 60.0
    cache: Cache = field(default_factory=MemoryCache)
    ledger: Ledger = field(default_factory=MemoryLedger)
    budget: Budget = field(default_factory=Budget)
    prices: Mapping[str, Price] = field(default_factory=dict)
    channel: str = ""
    clock: Callable[[], float] = monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    breaker: Breaker = field(default_factory=lambda: Breaker(monotonic))

    async def ask(self, request: Request, read: Callable[[str], T], *, article: str) -> tuple[T, Answer]:
        """The model's answer to `request` as `read` understands it; only usable ones are paid and kept.

        Args:
            read: the text's meaning; raises `ReplyError` if it has none.
            article: id of the article that is charged.

        Raises:
            EndpointError: down, slow, refusing, or left alone after failures.
            ReplyError: a refusal, an empty or a broken answer, also at the second try.
            BudgetSpentError: nothing may be spent today.
        """
        try:
            async with asyncio.timeout(self.deadline):
                await self._prepare()
                key = "reply:" + _fingerprint(self.model, request)
                if (kept := await self.cache.get(key)) is not None:
                    return read(kept), Answer(kept)
                self.breaker.check()
                await self.budget.check(self.ledger, self.now().astimezone(UTC).date(), self.channel)
                value, answer = await self._persist(request, read, article)
        except TimeoutError:
            late = EndpointError(f"the LLM endpoint {self.model.endpoint} took over {self.deadline:.3g} s")
            self.breaker.failed(late)
            raise late from None
        except LeftAloneError:
            raise
        except EndpointError as error:
            self.breaker.failed(error)
            raise
        self.breaker.succeeded()
        await self.cache.put(key, answer.text)
        return value, answer

    async def _prepare(self) -> None:
        if not self.model.name:
            self.breaker.check()
            await self.model.prepare()

    async def _persist(self, request: Request, read: Callable[[str], T], article: str) -> tuple[T, Answer]:
        """Ask at most twice: a fault of the endpoint is waited out, a bad answer is asked for again."""
        reply, spent = await self._once_or_again(request, article)
        try:
            return read(_usable(reply)), replace(spent, text=reply.text)
        except ReplyError as error:
            if reply.refusal or reply.finish == "content_filter":
                raise
            again = await self._better_request(request, reply, error)
            reply, more = await self._call(again, article)
            total = Answer(reply.text, spent.tokens + more.tokens, spent.cost_usd + more.cost_usd)
            return read(_usable(reply)), total

    async def _once_or_again(self, request: Request, article: str) -> tuple[Reply, Answer]:
        started = self.clock()
        try:
            return await self._call(request, article)
        except EndpointError as error:
            wait = PAUSE if error.retry_after is None else error.retry_after
            if error.lasting or self.clock() - started + wait >= self.deadline / 2:
                raise
            await self.sleep(wait)
            return await self._call(request, article)

    async def _call(self, request: Request, article: str) -> tuple[Reply, Answer]:
        reply = await self.model.complete(request)
        price = cost(self.prices, self.model.name, reply.tokens)
        await self.ledger.record(
            Usage(
                at=self.now(),
                article=article,
                channel=self.channel,
                model=self.model.name,
                tokens=reply.tokens,
                cost_usd=price,
            )
        )
        return reply, Answer(reply.text, reply.tokens, price)

    async def _better_request(self, request: Request, reply: Reply, error: ReplyError) -> Request:
        if reply.finish == "length":
            return replace(request, room=request.room * MORE_ROOM)
        if "{" not in reply.text:  # no JSON at all: the endpoint does not enforce the format it accepted
            await self.model.settle_for_less()
        complaint = Message("user", f"{error}. Answer again, with the JSON object only.")
        said = Message("assistant", reply.text[:2000] or "(nothing)")
        return replace(request, messages=(*request.messages, said, complaint))


def _usable(reply: Reply) -> str:
    if reply.refusal or reply.finish == "content_filter":
        raise ReplyError("the LLM refused to brief this article")
    if not reply.text.strip():
        why = "ran out of room before its answer began" if reply.finish == "length" else "answered nothing"
        raise ReplyError(f"the LLM {why}")
    return reply.text


def _fingerprint(model: Model, request: Request) -> str:
    """Equal for equal questions: the article, the prompt's text, the model and the settings are all in it."""
    said = [part for m in request.messages for part in (m.role, m.text)]
    return digest(model.endpoint, model.name, request.name, json.dumps(request.schema, sort_keys=True), *said)
