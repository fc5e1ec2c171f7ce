"""What `kurir doctor` looks at: each check says what it found and, if that is bad, what to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic

from bot.settings import Settings
from summarizer.errors import EngineError
from summarizer.llm.ports import Message, Request

PING = Request(
    (Message("user", 'Answer with this JSON: {"ok": true}'),),
    {
        "type": "object",
        "properties": {"ok": {"type": "boolean"}},
        "required": ["ok"],
        "additionalProperties": False,
    },
    "ping",
    200,
)


@dataclass(frozen=True, slots=True)
class Check:
    """What was found out about one thing.

    Attributes:
        name: what was looked at.
        ok: whether it works.
        detail: what was found, one sentence.
        fix: what to do, one sentence; empty where nothing is wrong.
    """

    name: str
    ok: bool
    detail: str
    fix: str = ""


async def check_llm(settings: Settings) -> tuple[Check, ...]:
    """Whether the LLM endpoint that `settings` name can be reached, knows the model, and answers."""
    if not settings.secrets.has_endpoint:
        wanted = settings.engine.name == "llm"
        fix = "Set OPENAI_API_KEY or OPENAI_BASE_URL, or engine.name to auto." if wanted else ""
        return (Check("llm", not wanted, "No LLM endpoint is configured; briefings are extractive.", fix),)
    from bot.llm import build_model

    model = build_model(settings)
    try:
        await model.prepare()
        offered = await _offered(model.models)
        started = monotonic()
        await model.complete(PING)
        took = monotonic() - started
    except EngineError as error:
        fix = "Until this is mended, the extractive engine writes, and each briefing says so."
        return (Check("llm", False, _sentence(error), fix),)
    finally:
        await model.close()
    listed = (
        "" if not offered or model.name in offered else " It does not list this model, but answers as it."
    )
    detail = f"{model.endpoint} answers as {model.name} in {took:.1f} s, output as {model.format}.{listed}"
    return (Check("llm", True, detail), *_money(settings, model.name))


async def _offered(models: Callable[[], Awaitable[tuple[str, ...]]]) -> tuple[str, ...]:
    """The models on offer; empty where the endpoint does not list them, as Azure's deployments."""
    try:
        return await models()
    except EngineError:
        return ()


def _money(settings: Settings, model: str) -> tuple[Check, ...]:
    """A budget counts nothing for a model without a price."""
    budget = settings.budget
    if budget.daily_usd is None and budget.channel_usd is None:
        return ()
    if any(p.model == model for p in settings.llm.prices):
        return (Check("llm budget", True, f"Calls of {model} are counted against the budget."),)
    detail = f"A budget is set, but {model} has no price, so nothing counts against it."
    return (Check("llm budget", False, detail, f'Add [[llm.prices]] with model = "{model}".'),)


def _sentence(error: EngineError) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + "."
