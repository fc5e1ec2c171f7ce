"""What is found out about who says what: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
        speech: the longest stretch of direct speech in it, verbatim, without marks.
    """

    speaker: Speaker | None
    manner: Manner
    via: str | None = None
    speech: str | None = None


@dataclass(frozen=True, slots=True)
class Attributions:
    """All that was found out about who says what in one article.

    Attributes:
        speakers: the register, in order of appearance.
        sentences: one `Attribution` per sentence of the article.
    """

    speakers: tuple[Speaker, ...]
    sentences: tuple[Attribution, ...]
