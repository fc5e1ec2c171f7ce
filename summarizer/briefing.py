"""The briefing and the stages before it: a draft is judged by the gate, only then is it a briefing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

DEFAULT_WORDS = 160
"""Word budget of a whole briefing, headline included."""


class Section(StrEnum):
    """The three questions that a briefing answers."""

    KEY_CLAIMS = "key_claims"  # what is claimed, and by whom
    SKEPTICS = "skeptics"  # who doubts it, and why
    EXPERT_VIEW = "expert_view"  # what named outside specialists make of it


class Verdict(StrEnum):
    """What the gate found about a point."""

    SUPPORTED = "supported"  # every check that could run passed
    UNVERIFIED = "unverified"  # nothing failed, but a check that matters could not run
    REJECTED = "rejected"  # a check failed; only ever in `Briefing.dropped`


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is not `SUPPORTED`.

    Attributes:
        check: name of the gate's check, a module of `summarizer.gate.checks`.
        detail: what it found, one sentence for a reader.
    """

    check: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPoint:
    """One line as an engine proposes it; nobody but the gate has seen it.

    Attributes:
        section: where the engine would put it.
        text: the line; English where `language` is ``en``, else the original sentence.
        language: BCP 47 subtag of `text`.
        translated: `text` is a machine or reference translation of the evidence, not an own wording.
        speaker: who says it, as the article writes the name (a person, body or outlet); None: the article.
        speaker_role: role and affiliation, in English where it could be put in English.
        via: the outlet that the speaker told it to, if not this one.
        evidence: indexes into `Article.sentences`, ascending.
        quote: verbatim from the evidence, in the original language.
    """

    section: Section
    text: str
    language: str = "en"
    translated: bool = False
    speaker: str | None = None
    speaker_role: str | None = None
    via: str | None = None
    evidence: tuple[int, ...] = ()
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(DraftPoint):
    """A line with the gate's verdict. Fields as in `DraftPoint`."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens an LLM call used; all zero for engines without a model and for cached results."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(
            self.prompt + other.prompt, self.completion + other.completion, self.cached + other.cached
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an engine proposes for one article. It cannot be posted: see `summarizer.gate`.

    Attributes:
        headline: one line, English.
        engine: name of the engine that wrote it, ``llm`` or ``extractive``.
        model: the model's name, for engines that have one.
        notes: what a reader should know of how it was made (an instruction in the text was ignored,
            the endpoint was down so another engine wrote it…).
    """

    headline: str
    points: tuple[DraftPoint, ...]
    engine: str
    model: str | None = None
    notes: tuple[str, ...] = ()
    tokens: Tokens = Tokens()
    cost_usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Translation:
    """One cited sentence in English.

    Attributes:
        index: which sentence of the article.
        text: the English.
        by: who translated it: the name of a `Translator`, for example ``reference`` or ``on-device``.
    """

    index: int
    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """A judged briefing of one story: the one value that crosses from `summarizer` to `bot`.

    Made by `summarizer.gate` only (and read back from JSON by `summarizer.codec`).

    Attributes:
        headline: one English line.
        points: what may be shown, in reading order; none is `Verdict.REJECTED`.
        dropped: what may not be shown, each with the reasons.
        engine: the engine that wrote it.
        translations: English of cited sentences, where somebody translated them.
        model: the model's name, for engines that have one.
        notes: what a reader should know of how it was made.
        seconds: time from article to briefing.
        language: language of the headline and of what Kurir itself says.
    """

    headline: str
    points: tuple[Point, ...]
    dropped: tuple[Point, ...] = ()
    translations: tuple[Translation, ...] = ()
    engine: str
    model: str | None = None
    notes: tuple[str, ...] = ()
    tokens: Tokens = Tokens()
    cost_usd: float = 0.0
    seconds: float = 0.0
    language: str = "en"

    def section(self, section: Section) -> tuple[Point, ...]:
        """The points of one section, in reading order."""
        return tuple(p for p in self.points if p.section is section)

    @property
    def words(self) -> int:
        """Words a reader reads: headline, and speaker, role, via and text of every point."""
        return sum(len(t.split()) for t in self._texts())

    def _texts(self) -> Iterator[str]:
        yield self.headline
        for p in self.points:
            yield from (t for t in (p.text, p.speaker, p.speaker_role, p.via) if t)


def shortened(briefing: Briefing, words: int) -> Briefing:
    """`briefing` in at most `words` words where it can be.

    The longest section loses its last point first: news tells the most important first. Each section keeps
    its first point, so no side of the story goes missing.
    """
    while briefing.words > words:
        longest = max((briefing.section(s) for s in Section), key=len)
        if len(longest) < 2:
            break
        kept = tuple(p for p in briefing.points if p is not longest[-1])
        briefing = replace(briefing, points=kept)
    return briefing
