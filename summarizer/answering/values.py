"""The answer to a question."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.briefing import Point, Tokens, Verdict

NOT_SAID = "The article does not say."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer, judged by the gate.

    Attributes:
        text: the answer in English where that was possible, else the original sentences; `NOT_SAID`
            where the article does not answer.
        answerable: whether the article answers.
        point: the answer as the gate judged it, None where there is none.
        engine: ``llm`` or ``extractive``.
        notes: what a reader should know of how it was made.
    """

    text: str
    answerable: bool
    point: Point | None = None
    engine: str
    notes: tuple[str, ...] = ()
    tokens: Tokens = field(default_factory=Tokens)
    cost_usd: float = 0.0

    @property
    def evidence(self) -> tuple[int, ...]:
        return self.point.evidence if self.point else ()

    @property
    def quotes(self) -> tuple[str, ...]:
        return (self.point.quote,) if self.point and self.point.quote else ()

    @property
    def verdict(self) -> Verdict:
        """`SUPPORTED` for a refusal: it claims nothing."""
        return self.point.verdict if self.point else Verdict.SUPPORTED
