"""What calls cost, and how much may be spent. Pure but for the question to the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from summarizer.briefing import Tokens
from summarizer.errors import BudgetSpentError
from summarizer.llm.ports import Ledger


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens.

    Attributes:
        cached: for prompt tokens that the provider had cached.
    """

    prompt: float
    completion: float
    cached: float

    def of(self, tokens: Tokens) -> float:
        """US dollars for `tokens`, of which the cached ones are also counted among the prompt's."""
        fresh = tokens.prompt - tokens.cached
        millionths = fresh * self.prompt + tokens.cached * self.cached + tokens.completion * self.completion
        return millionths / 1_000_000


def cost(prices: Mapping[str, Price], model: str, tokens: Tokens) -> float:
    """US dollars of one call; 0 for a model without a price."""
    price = prices.get(model)
    return price.of(tokens) if price else 0.0


@dataclass(frozen=True, slots=True)
class Budget:
    """US dollars that may be spent a day (UTC); None: any amount.

    Attributes:
        daily: by all together.
        channel: by each channel.
    """

    daily: float | None = None
    channel: float | None = None

    async def check(self, ledger: Ledger, day: date, channel: str) -> None:
        """
        Raises:
            BudgetSpentError: nothing is left of the day's or the channel's budget.
        """
        if self.daily is not None and await ledger.spent(day) >= self.daily:
            raise BudgetSpentError(f"today's LLM budget of ${self.daily:.2f} is spent")
        if channel and self.channel is not None and await ledger.spent(day, channel) >= self.channel:
            raise BudgetSpentError(f"this channel's LLM budget of ${self.channel:.2f} a day is spent")
