"""The clause of a sentence that says whose speech it is.

Speech position decides first (beside a quotation, after the comma of a dash paragraph, before a colon),
reporting verbs and "according to" second. Who a pronoun or a bare role noun stands for is found out in
`summarizer.attribution.resolve`; here it only counts that it is the subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.attribution.names import ROLE_TAGS, VERB_TAGS, Mention
from summarizer.attribution.quotes import Span
from summarizer.attribution.tokens import DASHES, Token
from summarizer.attribution.values import Manner, SpeakerKind

PRONOUNS = frozenset({"he", "she", "they"})
_MARKS = frozenset(",;:.!?…") | DASHES
_QUOTES = frozenset('“„«»”"‘’‚')
_FULL_QUOTE_WORDS = 4
"""Fewer quoted words than this are a borrowed expression, not direct speech."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence prepared for attribution.

    Attributes:
        index: its number in the article.
        text: verbatim.
        tokens: its words and marks.
        mentions: names in it.
        spans: what stands in quotation marks.
        dash: it stands in a dash paragraph.
        quoted: for each token, whether it stands in quotation marks.
    """

    index: int
    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    spans: tuple[Span, ...]
    dash: bool
    quoted: tuple[bool, ...]

    @property
    def quoted_words(self) -> int:
        return sum(q and t.is_word for q, t in zip(self.quoted, self.tokens, strict=True))

    @property
    def words(self) -> int:
        return sum(t.is_word for t in self.tokens)

    @property
    def is_all_speech(self) -> bool:
        """Nothing of substance stands outside the quotation marks."""
        return self.quoted_words >= 1 and self.words - self.quoted_words <= 1


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a clause says speaks: a name, a pronoun, a bare role or body noun, or nobody (dropped)."""

    mention: Mention | None = None
    pronoun: str | None = None
    noun: Token | None = None
    last: int = 0
    indefinite: bool = False


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
            subject = _possessor(line, k) or _subject_after(line, k, reach=10)
            if "according" not in token.tags and not _is_person(subject):
                subject = None
        elif "according_post" in token.tags:
            subject = _just_before(line, k)
        if subject and subject.pronoun != "they":
            manner = Manner.QUOTED if line.quoted_words >= _FULL_QUOTE_WORDS else Manner.REPORTED
            return Finding(subject, manner, k, _via(line, subject.last), token.tags)
    return None


def _possessor(line: Line, k: int) -> Subject | None:
    """`jej zdaniem`: the pronoun stands before."""
    before = line.tokens[k - 1] if k else None
    return (
        _pronoun(before, k - 1) if before and before.tags & {"he", "she"} and "det" in before.tags else None
    )


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
        subject = _subject_after(line, k) if _in_speech_position(line, k) else None
        if subject and subject.mention and subject.mention.full and not _ends_apposition(line, k):
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
    subject = _closing_subject(line, k) if closing else _subject_of(line, k, inverted, pro_drop)
    dropped = _after_quote(line, k) or (pro_drop and _opens_clause(line, k))
    return Subject(last=k) if subject is None and dropped and not line.dash else subject


def _may_report(verb: Token, subject: Subject) -> bool:
    return bool(verb.tags & {"says", "denies", "doubts"}) or _may_think(subject)


def _ends_apposition(line: Line, k: int) -> bool:
    """The comma before the verb closes `NAME, role,`: the subject stands before it."""
    return any(m.last + 1 < m.end == k - 1 for m in line.mentions)


def _is_embedded(line: Line, subject: Subject) -> bool:
    """`… that NAME wants …`: what is reported, not who reports it."""
    begin = subject.mention.begin if subject.mention else subject.last
    return begin > 1 and "that" in line.tokens[begin - 1].tags


def _may_think(subject: Subject) -> bool:
    """Verbs of opinion need somebody who can hold one."""
    return (
        subject.mention is not None
        or subject.pronoun in {"he", "she"}
        or (subject.noun is not None and bool(subject.noun.tags & (ROLE_TAGS | {"body"})))
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
    return line.tokens[j].text in _MARKS or line.tokens[j].text in _QUOTES


def _after_quote(line: Line, k: int) -> bool:
    before = [t.text for t in line.tokens[max(0, k - 3) : k]]
    return line.quoted_words >= _FULL_QUOTE_WORDS and any(b in _QUOTES for b in before)


def _opens_clause(line: Line, k: int) -> bool:
    """In a language that drops its pronouns: nothing before the verb could be its subject."""
    before = line.tokens[:k]
    return len(before) <= 4 and all(t.tags & {"stop", "aux", "object"} or not t.is_word for t in before)


def _closing_subject(line: Line, k: int) -> Subject | None:
    """The subject in `…, NAME says.` at the end of a dash sentence."""
    if len(line.tokens) - k > 4:
        return None
    for m in line.mentions:
        if m.last < k <= m.end + 1 and m.begin and line.tokens[m.begin - 1].text in _MARKS:
            return Subject(mention=m, last=m.last)
    before = line.tokens[k - 1] if k else None
    if before and before.tags & {"he", "she"} and k > 1 and line.tokens[k - 2].text in _MARKS:
        return _pronoun(before, k - 1)
    return None


def _subject_of(line: Line, k: int, inverted: bool, free: bool) -> Subject | None:
    """The subject of the verb at `k`.

    Args:
        free: word order is free, so what opens the sentence may be the object ("Decyzję ogłosiła NAME").
    """
    after = _subject_after(line, k)
    if inverted and after and not _ends_apposition(line, k):
        return after
    before = _subject_before(line, k)
    if free and before and before.mention and before.mention.doubtful and after and after.mention:
        return after if after.mention.full else before
    return before or after


def _subject_after(line: Line, k: int, reach: int = 12) -> Subject | None:
    pending: Subject | None = None
    tokens = line.tokens
    for j in range(k + 1, min(len(tokens), k + 1 + reach)):
        token = tokens[j]
        mention = next((m for m in line.mentions if m.first == j), None)
        if mention and not _is_object(tokens, k, mention):
            return Subject(mention=mention, last=mention.last)
        if line.quoted[j] or token.tags & {"that", "to"} or token.text in ".;:!?…":
            break
        if token.text == "," or token.text in DASHES or token.text in _QUOTES:
            follows = any(m.first <= j + 3 and m.first > j and m.begin <= j + 1 for m in line.mentions)
            named = pending or "det" in tokens[k + 1].tags  # "…", protested the lock keeper, NAME
            if not (named and follows):
                break
        elif token.tags & PRONOUNS and not _is_possessive(tokens, j):
            return pending or _pronoun(token, j)
        elif (
            token.tags & {"prep"}
            and pending is None
            and j > k + 1
            and not line.tokens[k].tags & {"according"}
        ):
            break
        elif token.tags & (ROLE_TAGS | {"body"}) and pending is None:
            pending = _noun(tokens, j)
        elif token.tags & VERB_TAGS and pending is None:
            break
    return pending


def _is_object(tokens: Sequence[Token], k: int, mention: Mention) -> bool:
    """`told NAME`, `to NAME`: who was spoken to."""
    if "tells" in tokens[k].tags and mention.begin == k + 1:
        return True
    before = tokens[mention.begin - 1] if mention.begin else None
    return before is not None and bool(before.tags & {"to", "outlet"}) and before is not tokens[k]


def _noun(tokens: Sequence[Token], j: int) -> Subject:
    before = tokens[max(0, j - 3) : j]
    return Subject(noun=tokens[j], last=j, indefinite=any("indef" in t.tags for t in before))


def _is_possessive(tokens: Sequence[Token], j: int) -> bool:
    """`її заступник`, `haar woordvoerder`: the pronoun belongs to a noun."""
    return "det" in tokens[j].tags and any(t.tags & (ROLE_TAGS | {"body"}) for t in tokens[j + 1 : j + 3])


def _pronoun(token: Token, j: int) -> Subject:
    kind = (
        "they"
        if "they" in token.tags and not token.tags & {"he", "she"}
        else ("she" if "she" in token.tags else "he")
    )
    return Subject(pronoun=kind, last=j)


def _just_before(line: Line, k: int) -> Subject | None:
    for m in line.mentions:
        if m.last < k <= max(m.end, m.last + 1) + 1:
            return Subject(mention=m, last=m.last)
    before = line.tokens[k - 1] if k else None
    if before is not None and before.tags & {"he", "she"}:
        return _pronoun(before, k - 1)
    if before is not None and before.tags & (ROLE_TAGS | {"body"}):
        return _noun(line.tokens, k - 1)
    return None


def _subject_before(line: Line, k: int) -> Subject | None:
    tokens = line.tokens
    start = next((j + 1 for j in range(k - 1, -1, -1) if tokens[j].text in ";:" or line.quoted[j]), 0)
    outer = [m for m in _outermost(line.mentions) if start <= m.first < k and not line.quoted[m.first]]
    for m in outer:
        if m.end > m.last + 1 and 0 <= k - m.end <= 2 and not _is_oblique(tokens, m):
            return Subject(mention=m, last=m.last)
    for j in range(k - 1, max(start - 1, k - 9), -1):
        mention = next((m for m in outer if m.first <= j <= m.last), None)
        if mention and not _is_oblique(tokens, mention):
            return Subject(mention=mention, last=mention.last)
        if tokens[j].tags & {"he", "she"} and not _is_possessive(tokens, j):
            return _pronoun(tokens[j], j)
        if tokens[j].text in _MARKS or tokens[j].tags & {"that"}:
            break
        if mention is None and tokens[j].tags & (ROLE_TAGS | {"body"}) and not _inside(line.mentions, j):
            return _noun(tokens, j)
    leading = next((m for m in outer if m.kind is SpeakerKind.PERSON), None)
    if leading and leading.begin <= start + 2 and k - leading.last <= 30 and not _is_oblique(tokens, leading):
        return Subject(mention=leading, last=leading.last)
    return None


def _inside(mentions: Sequence[Mention], j: int) -> bool:
    return any(m.begin <= j < m.end for m in mentions)


def _outermost(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Names that do not stand inside another one's role."""
    end = 0
    for m in mentions:
        if m.first >= end:
            yield m
            end = m.end


def _is_oblique(tokens: Sequence[Token], m: Mention) -> bool:
    before = tokens[m.begin - 1] if m.begin else None
    if before is not None and "det" in before.tags and m.begin > 1:
        before = tokens[m.begin - 2]
    return before is not None and bool(before.tags & {"prep", "to", "according"})


def _by_colon(line: Line) -> Finding | None:
    """`NAME: “…”`, and `NAME denied it: …`, where the name opens the line."""
    for m in line.mentions[:1]:
        after = line.tokens[m.end].text if m.end < len(line.tokens) else ""
        if m.begin <= 1 and after == ":" and not line.dash and not line.text.rstrip().endswith("?"):
            return Finding(Subject(mention=m, last=m.last), Manner.QUOTED, m.begin)
    return None


def _by_position(line: Line) -> Finding | None:
    """A name beside a quotation, whatever the verb."""
    if line.dash:
        return _after_last_comma(line)
    if line.quoted_words < _FULL_QUOTE_WORDS:
        return None
    outside = [
        m for m in _outermost(line.mentions) if not line.quoted[m.first] and not _is_oblique(line.tokens, m)
    ]
    persons = [m for m in outside if m.kind is SpeakerKind.PERSON]
    near = [m for m in persons or outside if _is_near_quote(line, m)]
    if near:
        return Finding(Subject(mention=near[0], last=near[0].last), Manner.QUOTED, near[0].begin)
    for j, token in enumerate(line.tokens):
        if token.tags & {"he", "she"} and not line.quoted[j]:
            return Finding(_pronoun(token, j), Manner.QUOTED, j)
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
                return Finding(Subject(mention=m, last=m.last), Manner.QUOTED, cut + 1)
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
