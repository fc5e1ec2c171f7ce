"""What a reader looks for: the address bar's parameters as a value, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from bot.store.briefings import Briefings, Facets, Filter
from summarizer.briefing import Verdict

FACETS_SECONDS = 60
"""How long the choices are kept: counting an archive of 100,000 takes some 20 ms."""

MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. Empty strings mean any.

    Attributes:
        query: words.
        best: best matches first instead of newest.
        before: only briefings before that one.
    """

    query: str = ""
    language: str = ""
    outlet: str = ""
    topic: str = ""
    verdict: str = ""
    best: bool = False
    before: int | None = None

    @property
    def filter(self) -> Filter:
        """The same for the store."""
        return Filter(
            language=self.language or None,
            outlet=self.outlet or None,
            topic=self.topic or None,
            verdict=Verdict(self.verdict) if self.verdict else None,
            before=self.before,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the newest is asked for."""
        return any((self.query, self.language, self.outlet, self.topic, self.verdict))

    def params(self) -> dict[str, str]:
        """The same for an address; what is not asked for is left out."""
        params = {
            "q": self.query,
            "language": self.language,
            "outlet": self.outlet,
            "topic": self.topic,
            "verdict": self.verdict,
            "sort": "best" if self.best else "",
            "before": str(self.before or ""),
        }
        return {name: value for name, value in params.items() if value}


def parse_search(params: Mapping[str, str]) -> Search:
    """What `params` ask for; what makes no sense is left out."""

    def text(name: str) -> str:
        return params.get(name, "").replace("\0", "").encode("utf-8", "ignore").decode().strip()[:MAX_TEXT]

    before = text("before")
    return Search(
        query=text("q"),
        language=text("language"),
        outlet=text("outlet"),
        topic=text("topic"),
        verdict=text("verdict") if text("verdict") in set(Verdict) else "",
        best=text("sort") == "best" and bool(text("q")),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )


class ArchiveFacets:
    """What there is to filter by, counted once a minute."""

    def __init__(self, briefings: Briefings) -> None:
        self._briefings = briefings
        self._facets = Facets((), (), ())
        self._until = 0.0

    async def current(self) -> Facets:
        if monotonic() >= self._until:
            self._facets = await self._briefings.facets()
            self._until = monotonic() + FACETS_SECONDS
        return self._facets
