"""The subject of a clause of speech: whom it says to speak.

Whom a pronoun or a bare role noun stands for is found out in `summarizer.attribution.resolve`; here it only
counts that it is the subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.attribution.lines import Line
from summarizer.attribution.names import ROLE_TAGS, VERB_TAGS, Mention
from summarizer.attribution.tokens import DASHES, MARKS, QUOTES, Token
from summarizer.attribution.values import SpeakerKind

NOUN_TAGS = ROLE_TAGS | {"body"}
"""Of nouns that may stand for who speaks."""
_PRONOUNS = frozenset({"he", "she", "they"})


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a clause says speaks: a name, a pronoun, a bare role or body noun, or nobody (dropped)."""

    mention: Mention | None = None
    pronoun: str | None = None
    noun: Token | None = None
    last: int = 0
    indefinite: bool = False

    @classmethod
    def named(cls, mention: Mention) -> Subject:
        """Who `mention` names."""
        return cls(mention=mention, last=mention.last)


def subject_of(line: Line, k: int, inverted: bool, free: bool) -> Subject | None:
    """The subject of the verb at `k`.

    Args:
        free: word order is free, so what opens the sentence may be the object ("Decyzję ogłosiła NAME").
    """
    after = subject_after(line, k)
    if inverted and after and not ends_apposition(line, k):
        return after
    before = _subject_before(line, k)
    if free and before and before.mention and before.mention.doubtful and after and after.mention:
        return after if after.mention.full else before
    return before or after


def subject_after(line: Line, k: int, reach: int = 12) -> Subject | None:
    """The first that can be it in the `reach` words and marks after the verb at `k`, a name before a noun."""
    pending: Subject | None = None
    tokens = line.tokens
    for j in range(k + 1, min(len(tokens), k + 1 + reach)):
        token = tokens[j]
        mention = next((m for m in line.mentions if m.first == j), None)
        if mention and not _is_object(tokens, k, mention):
            return Subject.named(mention)
        if line.quoted[j] or token.tags & {"that", "to"} or token.text in ".;:!?…":
            break
        if token.text == "," or token.text in DASHES or token.text in QUOTES:
            follows = any(m.first <= j + 3 and m.first > j and m.begin <= j + 1 for m in line.mentions)
            named = pending or "det" in tokens[k + 1].tags  # "…", protested the lock keeper, NAME
            if not (named and follows):
                break
        elif token.tags & _PRONOUNS and not _is_possessive(tokens, j):
            return pending or pronoun(token, j)
        elif "prep" in token.tags and pending is None and j > k + 1 and "according" not in tokens[k].tags:
            break
        elif token.tags & NOUN_TAGS and pending is None:
            pending = _noun(tokens, j)
        elif token.tags & VERB_TAGS and pending is None:
            break
    return pending


def _subject_before(line: Line, k: int) -> Subject | None:
    tokens = line.tokens
    start = next((j + 1 for j in range(k - 1, -1, -1) if tokens[j].text in ";:" or line.quoted[j]), 0)
    outer = [m for m in outermost(line.mentions) if start <= m.first < k and not line.quoted[m.first]]
    for m in outer:
        if m.end > m.last + 1 and 0 <= k - m.end <= 2 and not is_oblique(tokens, m):
            return Subject.named(m)
    for j in range(k - 1, max(start - 1, k - 9), -1):
        mention = next((m for m in outer if m.first <= j <= m.last), None)
        if mention and not is_oblique(tokens, mention):
            return Subject.named(mention)
        if tokens[j].tags & {"he", "she"} and not _is_possessive(tokens, j):
            return pronoun(tokens[j], j)
        if tokens[j].text in MARKS or tokens[j].tags & {"that"}:
            break
        if mention is None and tokens[j].tags & NOUN_TAGS and not _inside(line.mentions, j):
            return _noun(tokens, j)
    leading = next((m for m in outer if m.kind is SpeakerKind.PERSON), None)
    if leading and leading.begin <= start + 2 and k - leading.last <= 30 and not is_oblique(tokens, leading):
        return Subject.named(leading)
    return None


def closing_subject(line: Line, k: int) -> Subject | None:
    """The subject in `…, NAME says.` at the end of a dash sentence."""
    if len(line.tokens) - k > 4:
        return None
    for m in line.mentions:
        if m.last < k <= m.end + 1 and m.begin and line.tokens[m.begin - 1].text in MARKS:
            return Subject.named(m)
    before = line.tokens[k - 1] if k else None
    if before and before.tags & {"he", "she"} and k > 1 and line.tokens[k - 2].text in MARKS:
        return pronoun(before, k - 1)
    return None


def subject_just_before(line: Line, k: int) -> Subject | None:
    """Who the words that end right before `k` name."""
    for m in line.mentions:
        if m.last < k <= max(m.end, m.last + 1) + 1:
            return Subject.named(m)
    before = line.tokens[k - 1] if k else None
    if before is not None and before.tags & {"he", "she"}:
        return pronoun(before, k - 1)
    if before is not None and before.tags & NOUN_TAGS:
        return _noun(line.tokens, k - 1)
    return None


def possessor(line: Line, k: int) -> Subject | None:
    """`jej zdaniem`: the pronoun stands before."""
    before = line.tokens[k - 1] if k else None
    return pronoun(before, k - 1) if before and before.tags & {"he", "she"} and "det" in before.tags else None


def pronoun(token: Token, j: int) -> Subject:
    """Who is meant by `token`, the word `j` of its sentence; "she" where that may also be "they"."""
    kind = next((k for k in ("she", "he") if k in token.tags), "they")
    return Subject(pronoun=kind, last=j)


def _noun(tokens: Sequence[Token], j: int) -> Subject:
    before = tokens[max(0, j - 3) : j]
    return Subject(noun=tokens[j], last=j, indefinite=any("indef" in t.tags for t in before))


def ends_apposition(line: Line, k: int) -> bool:
    """The comma before the verb closes `NAME, role,`: the subject stands before it."""
    return any(m.last + 1 < m.end == k - 1 for m in line.mentions)


def outermost(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Names that do not stand inside another one's role."""
    end = 0
    for m in mentions:
        if m.first >= end:
            yield m
            end = m.end


def is_oblique(tokens: Sequence[Token], m: Mention) -> bool:
    """`for NAME`, `with the NAME`: a preposition stands before it."""
    before = tokens[m.begin - 1] if m.begin else None
    if before is not None and "det" in before.tags and m.begin > 1:
        before = tokens[m.begin - 2]
    return before is not None and bool(before.tags & {"prep", "to", "according"})


def _is_object(tokens: Sequence[Token], k: int, mention: Mention) -> bool:
    """`told NAME`, `to NAME`: who was spoken to."""
    if "tells" in tokens[k].tags and mention.begin == k + 1:
        return True
    before = tokens[mention.begin - 1] if mention.begin else None
    return before is not None and bool(before.tags & {"to", "outlet"}) and before is not tokens[k]


def _is_possessive(tokens: Sequence[Token], j: int) -> bool:
    """`її заступник`, `haar woordvoerder`: the pronoun belongs to a noun."""
    return "det" in tokens[j].tags and any(t.tags & NOUN_TAGS for t in tokens[j + 1 : j + 3])


def _inside(mentions: Sequence[Mention], j: int) -> bool:
    return any(m.begin <= j < m.end for m in mentions)
