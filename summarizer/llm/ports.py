"""What the `llm` engine needs from outside: a model to ask, a cache, a ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from summarizer.briefing import Tokens


@dataclass(frozen=True, slots=True)
class Message:
    """One chat message.

    Attributes:
        role: ``system``, ``user`` or ``assistant``.
    """

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a model.

    Attributes:
        messages: the stable part first, so that a provider's prompt cache hits.
        schema: JSON Schema of the wanted answer.
        name: what the answer is called, for endpoints that want a name.
        room: tokens that the answer may take.
    """

    messages: tuple[Message, ...]
    schema: dict[str, Any] = field(hash=False)
    name: str
    room: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered.

    Attributes:
        text: the answer, possibly empty.
        finish: why it stopped, as the endpoint says: ``stop``, ``length``, ``content_filter``…
        refusal: the model's words if it refused.
        tokens: what it used, as the endpoint counts.
    """

    text: str
    finish: str = "stop"
    refusal: str | None = None
    tokens: Tokens = field(default_factory=Tokens)


class Model(Protocol):
    """One model at one endpoint."""

    @property
    def name(self) -> str: ...

    @property
    def endpoint(self) -> str:
        """The endpoint's address, without credentials."""
        ...

    async def prepare(self) -> None:
        """Find out what must be known before `name` is read.

        Raises:
            EndpointError: it could not be found out.
        """
        ...

    async def complete(self, request: Request) -> Reply:
        """Ask once.

        Raises:
            EndpointError: it could not be asked, or not in this way.
            ReplyError: what came back is no answer.
        """
        ...

    async def settle_for_less(self) -> bool:
        """Ask for weaker structured output from now on; False where plain text is asked for already."""
        ...


class Cache(Protocol):
    """Remembers JSON texts by key; may forget any of them at any time."""

    async def get(self, key: str) -> str | None: ...

    async def put(self, key: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one call cost.

    Attributes:
        at: when, aware.
        article: id of the article it was for.
        channel: who is charged; empty: nobody in particular, for example the command line.
        cost_usd: 0 where no price is configured for the model.
    """

    at: datetime
    article: str
    channel: str
    model: str
    tokens: Tokens
    cost_usd: float


class Ledger(Protocol):
    """Keeps what was used."""

    async def record(self, usage: Usage) -> None: ...

    async def spent(self, day: date, channel: str | None = None) -> float:
        """US dollars spent on `day` (UTC), by one channel or by all."""
        ...


class MemoryCache:
    """A cache for one process."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        return self._texts.get(key)

    async def put(self, key: str, text: str) -> None:
        self._texts[key] = text


class MemoryLedger:
    """A ledger for one process."""

    def __init__(self) -> None:
        self.entries: list[Usage] = []

    async def record(self, usage: Usage) -> None:
        self.entries.append(usage)

    async def spent(self, day: date, channel: str | None = None) -> float:
        return sum(u.cost_usd for u in self.entries if u.at.date() == day and channel in (None, u.channel))
