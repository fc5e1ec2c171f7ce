"""Who is who in an article, for the checks on speaker, role and names.

`summarizer.attribution` finds most people; full names written with capitals fill in those it missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarizer.article import Article
from summarizer.attribution import Manner, Speaker, SpeakerKind, attribute
from summarizer.gate.lexicon import lexicon, listed, words
from summarizer.gate.normalise.names import same_name

_TITLES = listed(
    "dr prof professor sir dame lord lady mr mrs ms mme m herr frau fru don doña pan pani dra sra docent"
)
_FULL_NAME = re.compile(
    r"(?<![\w’'-])(?<!\d\s)[^\W\d_a-zà-ÿ][\w’'-]+(?:\s(?:von|van|de|der|den|del|di|da|af|al|el|la|ten)\b)*"
    r"(?:\s[^\W\d_][\w’'-]+){1,2}"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the article: parts of the name, and the sentences that name them."""

    parts: tuple[str, ...]
    named_in: frozenset[int]
    attributed: frozenset[int]
    is_person: bool = True


@lru_cache(maxsize=8192)
def name_parts(name: str) -> tuple[str, ...]:
    """Words of a name that tell people apart."""
    return tuple(w for w in words(name) if w not in _TITLES and len(w) > 1)


def matches(name: str, text: str, language: str) -> bool:
    """Whether the last part of `name` stands in `text`."""
    parts = name_parts(name)
    return bool(parts) and any(same_name(parts[-1], w, language) for w in words(text))


@lru_cache(maxsize=64)
def people(article: Article) -> tuple[Person, ...]:
    """Speakers that attribution found, then other full names, in order of appearance."""
    register = attribute(article)
    found: list[Person] = []
    for speaker in register.speakers:
        if speaker.kind is SpeakerKind.UNNAMED:
            continue
        says = (
            i
            for i, a in enumerate(register.sentences)
            if a.speaker is not None
            and a.speaker.name == speaker.name
            and a.manner in (Manner.QUOTED, Manner.REPORTED)
        )
        found.append(_person(article, speaker, frozenset(says)))
    known = {p.parts[-1] for p in found if p.parts}
    for sentence in article.sentences:
        for match in _FULL_NAME.findall(sentence.text):
            parts = name_parts(match)
            if len(parts) < 2 or parts[-1] in known or not all(w[:1].isupper() for w in match.split()[-2:]):
                continue
            if not _plausible(match):
                continue
            known.add(parts[-1])
            found.append(Person(parts, _named_in(article, parts), frozenset(), _stands_alone(parts, article)))
    return tuple(found)


def _stands_alone(parts: tuple[str, ...], article: Article) -> bool:
    """Whether the last part also occurs without the first, or a role stands before both, as with people."""
    roles = lexicon(article.language, "roles")
    for sentence in article.sentences:
        tokens = words(sentence.text)
        for i, token in enumerate(tokens):
            if token == parts[-1] and (i == 0 or tokens[i - 1] != parts[-2]):
                return True
            if (
                token == parts[0]
                and tokens[i : i + len(parts)] == parts
                and i
                and roles.of_word(tokens[i - 1])
            ):
                return True
    return False


def _plausible(name: str) -> bool:
    first, *rest = name.split()
    return len(first) > 2 and all(len(w) > 1 for w in rest)


def _person(article: Article, speaker: Speaker, attributed: frozenset[int]) -> Person:
    parts = name_parts(speaker.name)
    return Person(parts, _named_in(article, parts), attributed, speaker.kind is SpeakerKind.PERSON)


def _named_in(article: Article, parts: tuple[str, ...]) -> frozenset[int]:
    if not parts:
        return frozenset()
    return frozenset(
        i
        for i, s in enumerate(article.sentences)
        if any(same_name(parts[-1], w, article.language) for w in words(s.text))
    )
