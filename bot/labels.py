"""What Kurir itself says around a briefing (section titles, buttons, counts), in the reader's language.

The briefing is English; a subscription may have its labels in another of Kurir's languages.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One language's texts; those with ``{…}`` are filled by `str.format`.

    Attributes:
        language: BCP 47 subtag; also the CLDR locale of dates and names of languages.
    """

    language: str
    key_claims: str
    skeptics: str
    expert_view: str
    no_claim: str
    no_skeptic: str
    no_expert: str
    nothing_new: str
    nothing_new_on: str
    one_story: str
    stories: str
    left_out: str
    in_thread: str
    correction: str
    also_in: str
    via: str
    evidence: str
    ask: str
    original: str
    useful: str
    not_useful: str
    more: str
    longer: str
    shorter: str
    only_skeptics: str
    only_experts: str
    sources: str
    not_verified: str
    engine: str
    length: str
    reference_translation: str
    machine_translation: str
    translated: str
    dropped_one: str
    dropped: str

    def count(self, stories: int) -> str:
        """So many stories."""
        return self.one_story if stories == 1 else self.stories.format(count=stories)

    def menu(self) -> dict[str, str]:
        """What the menu below a briefing offers, and the commands that it stands for."""
        return {
            self.longer: "longer",
            self.shorter: "shorter",
            self.only_skeptics: "skeptics",
            self.only_experts: "experts",
        }

    def nothing(self, what: str) -> str:
        """There is nothing new on `what`, or at all."""
        return self.nothing_new_on.format(what=what) if what else self.nothing_new


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))


@cache
def labels(language: str = "en") -> Labels:
    """The texts in `language`.

    Raises:
        KeyError: there are none; see `languages`.
    """
    return Labels(language=language, **_tables()[language])


def languages() -> tuple[str, ...]:
    """Languages that there are labels in."""
    return tuple(_tables())


ENGLISH = labels()
