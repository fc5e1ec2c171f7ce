"""The clause of a sentence that says whose speech it is.

Speech position decides first (beside a quotation, after the comma of a dash paragraph, before a colon),
reporting verbs and "according to" second. Its subject is found in `summarizer.attribution.subjects`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.attribution.lines import Line
from summarizer.attribution.names import ROLE_TAGS, VERB_TAGS, Mention
from summarizer.attribution.subjects import (
    NOUN_TAGS,
    Subject,
    closing_subject,
    ends_apposition,
    is_oblique,
    outermost,
    possessor,
    pronoun,
    subject_after,
    subject_just_before,
    subject_of,
)
from summarizer.attribution.tokens import DASHES, MARKS, QUOTES, Token
from summarizer.attribution.values import Manner, SpeakerKind

_FULL_QUOTE_WORDS = 4
"""Fewer quoted words than this are a borrowed expression, not direct speech."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a sentence says about its own speaker.

    Attributes:
        subject: who.
        manner: quoted or reported.
        clause: index of the first token of the attributing clause.
        via: the outlet it was told to.
        tags: of the verb.
    """

    subject: Subject
    manner: Manner
    clause: int
    via: str | None = None
    tags: frozenset[str] = frozenset()


def find_speech(line: Line, *, pro_drop: bool) -> Finding | None:
    """The clause of `line` that attributes it, if it has one."""
    return _by_colon(line) or _by_verb(line, pro_drop) or _according_to(line) or _by_position(line)


def _according_to(line: Line) -> Finding | None:
    if line.dash:
        return None
    for k, token in enumerate(line.tokens):
        if line.quoted[k]:
            continue
        subject = None
        if "according" in token.tags or ("stance" in token.tags and token.opens):
            subject = possessor(line, k) or subject_after(line, k, reach=10)
            if "according" not in token.tags and not _is_person(subject):
                subject = None
        elif "according_post" in token.tags:
            subject = subject_just_before(line, k)
        if subject and subject.pronoun != "they":
            manner = Manner.QUOTED if line.quoted_words >= _FULL_QUOTE_WORDS else Manner.REPORTED
            return Finding(subject, manner, k, _via(line, subject.last), token.tags)
    return None


def stands_in_genitive(tokens: Sequence[Token], m: Mention) -> bool:
    """Whether the name follows, or in Finnish precedes, an "according to" that asks for that case."""
    if any("according" in t.tags for t in tokens[max(0, m.begin - 3) : m.begin]):
        return True
    return m.last + 1 < len(tokens) and "according_post" in tokens[m.last + 1].tags


def _is_person(subject: Subject | None) -> bool:
    return subject is not None and (
        subject.pronoun in {"he", "she"}
        or (subject.mention is not None and subject.mention.kind is SpeakerKind.PERSON)
    )


def _by_verb(line: Line, pro_drop: bool) -> Finding | None:
    """A reporting verb and its subject; `…, VERB NAME` tells most, wherever it stands."""
    verbs = [k for k, t in enumerate(line.tokens) if t.tags & VERB_TAGS and not line.quoted[k]]
    for k in verbs:
        subject = subject_after(line, k) if _in_speech_position(line, k) else None
        if subject and subject.mention and subject.mention.full and not ends_apposition(line, k):
            return _finding(line, k, subject)
    for k in verbs:
        subject = _any_subject(line, k, pro_drop)
        if subject and not _is_embedded(line, subject) and _may_report(line.tokens[k], subject):
            return _finding(line, k, subject)
    return None


def _finding(line: Line, k: int, subject: Subject) -> Finding:
    via = _via(line, max(k, subject.last))
    return Finding(subject, _manner(line), _clause_start(subject, k), via, line.tokens[k].tags)


def _any_subject(line: Line, k: int, pro_drop: bool) -> Subject | None:
    inverted = _in_speech_position(line, k)
    closing = line.dash and not inverted
    subject = closing_subject(line, k) if closing else subject_of(line, k, inverted, pro_drop)
    dropped = _after_quote(line, k) or (pro_drop and _opens_clause(line, k))
    return Subject(last=k) if subject is None and dropped and not line.dash else subject


def _may_report(verb: Token, subject: Subject) -> bool:
    return bool(verb.tags & {"says", "denies", "doubts"}) or _may_think(subject)


def _is_embedded(line: Line, subject: Subject) -> bool:
    """`… that NAME wants …`: what is reported, not who reports it."""
    begin = subject.mention.begin if subject.mention else subject.last
    return begin > 1 and "that" in line.tokens[begin - 1].tags


def _may_think(subject: Subject) -> bool:
    """Verbs of opinion need somebody who can hold one."""
    return (
        subject.mention is not None
        or subject.pronoun in {"he", "she"}
        or (subject.noun is not None and bool(subject.noun.tags & NOUN_TAGS))
    )


def _manner(line: Line) -> Manner:
    return Manner.QUOTED if line.dash or line.quoted_words >= _FULL_QUOTE_WORDS else Manner.REPORTED


def _clause_start(subject: Subject, verb: int) -> int:
    return min(verb, subject.mention.begin) if subject.mention else min(verb, subject.last)


def _in_speech_position(line: Line, k: int) -> bool:
    """The verb opens a clause after direct speech: `…, said NAME` or `– said NAME`."""
    j = k - 1
    while j >= 0 and line.tokens[j].tags & {"aux", "object"}:
        j -= 1
    if j < 0:
        return False
    return line.tokens[j].text in MARKS or line.tokens[j].text in QUOTES


def _after_quote(line: Line, k: int) -> bool:
    before = [t.text for t in line.tokens[max(0, k - 3) : k]]
    return line.quoted_words >= _FULL_QUOTE_WORDS and any(b in QUOTES for b in before)


def _opens_clause(line: Line, k: int) -> bool:
    """In a language that drops its pronouns: nothing before the verb could be its subject."""
    before = line.tokens[:k]
    return len(before) <= 4 and all(t.tags & {"stop", "aux", "object"} or not t.is_word for t in before)


def _by_colon(line: Line) -> Finding | None:
    """`NAME: “…”`, and `NAME denied it: …`, where the name opens the line."""
    for m in line.mentions[:1]:
        after = line.tokens[m.end].text if m.end < len(line.tokens) else ""
        if m.begin <= 1 and after == ":" and not line.dash and not line.text.rstrip().endswith("?"):
            return Finding(Subject.named(m), Manner.QUOTED, m.begin)
    return None


def _by_position(line: Line) -> Finding | None:
    """A name beside a quotation, whatever the verb."""
    if line.dash:
        return _after_last_comma(line)
    if line.quoted_words < _FULL_QUOTE_WORDS:
        return None
    outside = [
        m for m in outermost(line.mentions) if not line.quoted[m.first] and not is_oblique(line.tokens, m)
    ]
    persons = [m for m in outside if m.kind is SpeakerKind.PERSON]
    near = [m for m in persons or outside if _is_near_quote(line, m)]
    if near:
        return Finding(Subject.named(near[0]), Manner.QUOTED, near[0].begin)
    for j, token in enumerate(line.tokens):
        if token.tags & {"he", "she"} and not line.quoted[j]:
            return Finding(pronoun(token, j), Manner.QUOTED, j)
    return None


_NEAR = 7


def _is_near_quote(line: Line, m: Mention) -> bool:
    around = line.quoted[max(0, m.begin - _NEAR) : m.begin] + line.quoted[m.end : m.end + _NEAR]
    return any(around)


def _after_last_comma(line: Line) -> Finding | None:
    """`– …, VERB NAME.`: an unknown verb and a name are all that follows the last comma."""
    marks = [j for j, t in enumerate(line.tokens) if t.text in ",?!" or (t.text in DASHES and j)]
    for cut in reversed(marks):
        for m in line.mentions:
            if _is_clause_of(line, cut, m):
                return Finding(Subject.named(m), Manner.QUOTED, cut + 1)
        if len([t for t in line.tokens[cut:] if t.is_word]) > 12:
            break
    return None


def _is_clause_of(line: Line, cut: int, m: Mention) -> bool:
    """One or two words that could be a verb stand between the mark at `cut` and the name, few after it."""
    verbs = [t for t in line.tokens[cut + 1 : m.begin] if t.is_word]
    rest = [t for t in line.tokens[m.end :] if t.is_word]
    if m.begin <= cut or not 1 <= len(verbs) <= 2 or len(rest) > 4 or not verbs[0].text.islower():
        return False
    return not any(v.tags & {"stop", "prep", "to", "that"} for v in verbs)


def _via(line: Line, after: int) -> str | None:
    """The outlet in `… told The Times`, `säger hon till The Times`, `dem Sender X`."""
    tokens = line.tokens
    for j in range(after, min(len(tokens), after + 8)):
        if line.quoted[j]:
            break
        if not tokens[j].tags & {"to", "tells", "outlet"}:
            continue
        k = j + 1
        while k < len(tokens) and tokens[k].tags & {"det", "outlet"} and not tokens[k].is_capital:
            k += 1
        if k < len(tokens) and tokens[k].is_word and tokens[k].is_capital and not tokens[k].tags & ROLE_TAGS:
            last = k
            while last + 1 < len(tokens) and tokens[last + 1].is_word and tokens[last + 1].is_capital:
                last += 1
            return line.text[tokens[k].start : tokens[last].end]
    return None
