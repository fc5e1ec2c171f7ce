"""Who says what: the register of people in an article, and the speaker of each of its sentences.

Shared by the extractive engine (which builds points on it) and the gate (which holds every engine's
points against it). Pure: an article in, values out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from summarizer.article import Article


class SpeakerKind(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    BODY = "body"  # an organisation, authority, party, group
    UNNAMED = "unnamed"  # "a spokesperson", "police sources"


class Manner(StrEnum):
    """How a sentence relates to its speaker."""

    QUOTED = "quoted"  # direct speech
    REPORTED = "reported"  # indirect speech, "according to"
    ABOUT = "about"  # introduces or describes the speaker, says nothing for them
    NARRATED = "narrated"  # the article's own voice


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody in the article who speaks or is described.

    Attributes:
        name: the fullest form that the article uses.
        kind: person, body or unnamed.
        role: role and affiliation in the article's own words, as one phrase, or None.
        aliases: other forms that mean the same (surname, short name, acronym).
        mentions: indexes of sentences in which any form occurs, pronouns resolved.
    """

    name: str
    kind: SpeakerKind = SpeakerKind.PERSON
    role: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """The speaker of one sentence.

    Attributes:
        speaker: who says it, or None: the article itself, or nobody could be told for sure.
        manner: how the sentence relates to the speaker.
        via: the outlet it was told to, when the article names another one.
    """

    speaker: Speaker | None
    manner: Manner
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Attributions:
    """All that was found out about who says what in one article.

    Attributes:
        speakers: the register, in order of appearance.
        sentences: one `Attribution` per sentence of the article.
    """

    speakers: tuple[Speaker, ...]
    sentences: tuple[Attribution, ...]


@lru_cache(maxsize=64)
def attribute(article: Article) -> Attributions:
    """Find the people and bodies of `article` and who says each sentence."""
    nobody = Attribution(None, Manner.NARRATED)
    return Attributions((), tuple(nobody for _ in article.sentences))
