"""From settings to the `llm` engine and what it is made of."""

from __future__ import annotations

from bot.llm.memory import LLMMemory
from bot.settings import Settings
from summarizer.llm.caller import Caller
from summarizer.llm.client import OpenAIModel
from summarizer.llm.engine import LLMEngine
from summarizer.llm.judging import JudgeModel
from summarizer.llm.money import Budget, Price

DEFAULT_MODEL = "gpt-5-mini"
"""At OpenAI, where nobody named one: cheap, and good enough at following a format."""


def build_engine(settings: Settings, memory: LLMMemory | None = None) -> LLMEngine:
    return LLMEngine(caller=build_caller(settings, memory), window=settings.llm.window)


def build_judge(settings: Settings) -> JudgeModel | None:
    """The second opinion, if a model for it is configured."""
    name = settings.gate.judge_model
    return JudgeModel(build_caller(settings, model=name)) if name else None


def build_caller(settings: Settings, memory: LLMMemory | None = None, *, model: str | None = None) -> Caller:
    """What asks `model`, by default the one that drafts."""
    llm, budget = settings.llm, settings.budget
    memory = memory or LLMMemory(settings.data / "llm.db")
    prices = {
        p.model: Price(p.prompt, p.completion, p.prompt if p.cached is None else p.cached) for p in llm.prices
    }
    return Caller(
        model=build_model(settings, memory, model=model),
        deadline=llm.deadline,
        cache=memory,
        ledger=memory,
        budget=Budget(budget.daily_usd, budget.channel_usd),
        prices=prices,
    )


def build_model(
    settings: Settings, memory: LLMMemory | None = None, *, model: str | None = None
) -> OpenAIModel:
    """The model; its name is asked of the endpoint where nobody configured one."""
    secrets = settings.secrets
    name = model or secrets.kurir_model or settings.llm.model
    return OpenAIModel(
        name or ("" if secrets.openai_base_url else DEFAULT_MODEL),
        base_url=secrets.openai_base_url,
        key=secrets.openai_api_key.get_secret_value() if secrets.openai_api_key else None,
        timeout=settings.llm.deadline,
        cache=memory,
    )
