"""Names in a sentence, each with the role that stands beside it.

Structure first: a name is a run of capitalised words that is not a role noun, a body or the first word of
a sentence by accident; its role is the words before it up to a boundary ("chief executive NAME"), an
apposition (", role at Org,"), a parenthesis or a relative clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.attribution.tokens import Token
from summarizer.attribution.values import SpeakerKind

_JOINING = "de da do dos das di del della der den du la le van von zu zur ter ten af el al bin ibn"
PARTICLES = frozenset(_JOINING.split())
ROLE_TAGS = frozenset({"official", "expert", "critic", "title"})
VERB_TAGS = frozenset({"says", "thinks", "doubts", "denies"})
_ROLE_WORDS_BEFORE = 9
_ROLE_WORDS_AFTER = 24
_GERMAN_ROLE_ENDINGS = (
    "in",
    "er",
    "or",
    "ent",
    "ist",
    "ant",
    "chef",
    "te",
    "mann",
    "frau",
    "eur",
    "loge",
    "oge",
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or body noun in a sentence.

    Attributes:
        first: index of its first token.
        last: index of its last token.
        name: as written.
        kind: what it looks like.
        role: the role beside it, as written, or None.
        begin: index of the first token of name and role together.
        end: index past the last token of name and role together.
        tags: lexicon tags of the role and of the nouns in the run.
        full: it has more than a surname, or a role noun that makes a surname a name.
        doubtful: a lone word whose capital may have another reason.
    """

    first: int
    last: int
    name: str
    kind: SpeakerKind
    role: str | None
    begin: int
    end: int
    tags: frozenset[str]
    full: bool
    doubtful: bool = False


def find_mentions(
    text: str, tokens: Sequence[Token], *, german: bool, common: frozenset[str]
) -> list[Mention]:
    """Every run of capitalised words that can be a name, and acronyms.

    Args:
        german: nouns are written with capitals in this language.
        common: words that the article also writes without a capital.
    """
    found: list[Mention] = []
    i = 0
    while i < len(tokens):
        end = _run_end(tokens, i)
        if end is None:
            i += 1
            continue
        mention = _mention(text, tokens, i, end, german, common)
        if mention:
            found.append(mention)
        i = end + 1
    return [m for m in found if m.full or not any(n.begin <= m.first < n.first for n in found)]


def _run_end(tokens: Sequence[Token], i: int) -> int | None:
    """Index of the last token of the capitalised run that begins at `i`, or None."""
    if not _is_capital_word(tokens[i]):
        return None
    end = i
    plain = int(not tokens[i].tags & ROLE_TAGS)  # a particle joins first name and surname, not more
    j = i + 1
    while j < len(tokens):
        if _is_capital_word(tokens[j]) and not tokens[j].opens:
            end = j
            plain += not tokens[j].tags & ROLE_TAGS
        elif (
            tokens[j].text == "." and _is_abbreviation(tokens[j - 1]) and tokens[j].start == tokens[j - 1].end
        ):
            pass
        elif plain != 1 or tokens[j].text.lower() not in PARTICLES or not _follows_capital(tokens, j):
            break
        j += 1
    return end


def _follows_capital(tokens: Sequence[Token], j: int) -> bool:
    nxt = next((t for t in tokens[j + 1 : j + 3] if t.text.lower() not in PARTICLES), None)
    return nxt is not None and _is_capital_word(nxt) and not nxt.tags & {"stop", "body", "academia"}


def _is_capital_word(token: Token) -> bool:
    return token.is_word and token.is_capital


def _is_abbreviation(token: Token) -> bool:
    return len(token.text) == 1 or "title" in token.tags


def _mention(
    text: str, tokens: Sequence[Token], i: int, end: int, german: bool, common: frozenset[str]
) -> Mention | None:
    first = _skip_leading(tokens, i, end, german, common)
    if first > end:
        return None
    words = [t for t in tokens[first : end + 1] if t.text not in ".,"]
    if len(words) == 1 and (words[0].tags & {"stop", "he", "she", "they"} or not words[0].text.strip(".")):
        return None
    before = _before(tokens, first)
    role_before = tokens[before:first]
    role_tags = frozenset().union(*(t.tags for t in role_before), *(t.tags for t in words)) & _KEPT
    titled = first > 0 and _names_role(tokens, first)
    after = _after(tokens, end)
    if after and titled and tokens[end + 1].text in ",–—" and not _tells_role(tokens[after[0] : after[1]]):
        after = None
    role_after = tokens[after[0] : after[1]] if after else ()
    role_tags |= frozenset().union(*(t.tags for t in role_after)) & _KEPT
    name = text[tokens[first].start : tokens[end].end].removesuffix("'s").removesuffix("’s")
    body = (
        (first > 0 and "body" in tokens[first - 1].tags and not tokens[first - 1].tags & _OF_PERSONS)
        or any("body" in t.tags or "academia" in t.tags for t in words)
        or (len(words) == 1 and len(name) > 1 and name.isupper())
    )
    capitals = sum(t.is_capital for t in words)
    alone = capitals == 1 and not titled and (german or words[0].opens) and not name.isupper()
    if capitals == 1 and words[0].opens and first == i and not titled and words[0].text.lower() in common:
        return None
    return Mention(
        first=first,
        last=end,
        name=name,
        kind=SpeakerKind.BODY if body else SpeakerKind.PERSON,
        role=_role(text, role_before, role_after),
        begin=before,
        end=after[1] if after else end + 1,
        tags=role_tags,
        full=capitals > 1 or titled or (body and not alone) or name.isupper(),
        doubtful=alone,
    )


_OF_PERSONS = frozenset({"official", "expert", "title"})
_KEPT = frozenset({"official", "expert", "critic", "title", "academia", "body", "outside", "outlet", "study"})


def _skip_leading(tokens: Sequence[Token], i: int, end: int, german: bool, common: frozenset[str]) -> int:
    """Skip what begins the run without being of the name: a first word, titles, role nouns."""
    if (body := _body_of_persons(tokens, i, end)) is not None:
        return body
    first = next((k + 1 for k in range(end - 1, i - 1, -1) if tokens[k].tags & ROLE_TAGS), i)
    if first == i and _is_office(tokens, i, end):
        first = i + 1
    while first <= end and _is_before_name(tokens, first, end, german, common):
        first += 1
    return first


def _body_of_persons(tokens: Sequence[Token], i: int, end: int) -> int | None:
    """Where the name of a body of people begins: `Sindicato dos Professores`."""
    if end - i < 2 or tokens[end - 1].text.lower() not in PARTICLES or not tokens[end].tags & ROLE_TAGS:
        return None
    return next((k for k in range(i, end - 1) if "body" in tokens[k].tags), None)


def _is_office(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether the run begins with the department of an office: `ministro degli Esteri NAME SURNAME`."""
    if i < 2 or end - i < 2 or "of" not in tokens[i - 1].tags or tokens[i + 1].text.lower() in PARTICLES:
        return False
    return any("official" in t.tags for t in tokens[max(0, i - 3) : i - 1])


def _is_before_name(
    tokens: Sequence[Token], first: int, end: int, german: bool, common: frozenset[str]
) -> bool:
    token = tokens[first]
    lower = token.text.lower()
    if token.text == "." or token.tags & ROLE_TAGS or lower in PARTICLES:
        return True
    if token.opens and (token.tags & _FUNCTION or lower in common):
        return True
    return german and end - first >= 2 and _is_german_role(token)


_FUNCTION = frozenset(
    {"stop", "prep", "according", "says", "thinks", "doubts", "denies", "he", "she", "they"}
)


def _names_role(tokens: Sequence[Token], first: int) -> bool:
    """Whether a role noun or title stands directly before the name, or before its comma."""
    before = tokens[first - 1]
    if before.text in ".," and first > 1:
        return bool(tokens[first - 2].tags & ROLE_TAGS) or (
            before.text == "," and _ends_role(tokens, first - 1)
        )
    return bool(before.tags & ROLE_TAGS)


def _tells_role(tokens: Sequence[Token]) -> bool:
    return any(t.tags & (ROLE_TAGS | {"academia", "relative"}) for t in tokens[:8])


def _is_german_role(token: Token) -> bool:
    return len(token.text) >= 8 and token.text.endswith(_GERMAN_ROLE_ENDINGS)


def _before(tokens: Sequence[Token], first: int) -> int:
    """Index where the role before a name begins (`first` if there is none)."""
    begin = first
    role = first
    if "of" in tokens[first - 1].tags and first:  # "the fishers of NAME": a place or body
        return first
    if begin > 1 and tokens[begin - 1].text == "," and _ends_role(tokens, begin - 1):
        begin -= 1
    while begin > 0 and first - begin < _ROLE_WORDS_BEFORE:
        token = tokens[begin - 1]
        if token.text == "." and begin > 1 and _is_abbreviation(tokens[begin - 2]):
            begin -= 1
            continue
        if opening := _opening_of_name(tokens, begin - 1):
            begin = opening
            continue
        if not token.is_word or (token.tags & _NOT_OF_ROLE and "of" not in token.tags):
            break
        begin -= 1
        if token.tags & ROLE_TAGS:
            role = begin
    if role < first:
        while role > begin and not tokens[role - 1].tags & {"det", "prep", "to"}:
            role -= 1
    return role


_NOT_OF_ROLE = VERB_TAGS | {"stop", "according", "he", "she", "that", "aux"}
_LONGEST_QUOTED_NAME = 8


def _opening_of_name(tokens: Sequence[Token], closing: int) -> int | None:
    """Index of the mark that opens the quoted name of a body (`chair of “Water for All” NAME`), or None."""
    if tokens[closing].text not in '”»“"':
        return None
    for k in range(closing - 2, max(0, closing - _LONGEST_QUOTED_NAME), -1):
        if tokens[k].text in '„«“”"' and tokens[k - 1].tags & (ROLE_TAGS | {"body"}):
            return k
    return None


def _ends_role(tokens: Sequence[Token], comma: int) -> bool:
    """Whether a noun phrase with a role noun ends at `comma`: "the mayor, NAME"."""
    for k in range(comma - 1, max(-1, comma - 6), -1):
        if not tokens[k].is_word or tokens[k].tags & VERB_TAGS:
            return False
        if tokens[k].tags & ROLE_TAGS:
            capitals = [j for j in range(k + 1, comma) if tokens[j].is_capital]
            return not capitals or bool(tokens[capitals[0] - 1].tags & {"of"})
    return False


def _after(tokens: Sequence[Token], end: int) -> tuple[int, int] | None:
    """Tokens of the role that follows a name: (first, past the last), or None."""
    nxt = end + 1
    if nxt >= len(tokens) - 1:
        return None
    opener = tokens[nxt].text
    if opener == "(":
        close = _until(tokens, nxt + 1, ")")
        inside = any(t.tags & ROLE_TAGS for t in tokens[nxt + 1 : close])
        comma = close + 1 < len(tokens) and tokens[close + 1].text == ","
        if comma and not inside and _begins_role(tokens, close + 2):  # "Eva Lind (S), mayor of Nor"
            return close + 2, _until(tokens, close + 2, ",–—.")
        return nxt + 1, close
    if opener in ",–—":
        start = nxt + 1
        if _begins_role(tokens, start):
            return start, _until(tokens, start, ",–—" + ".")
    elif tokens[nxt].tags & {"relative"} or "prep" in tokens[nxt].tags:
        stop = _until(tokens, nxt, ",–—.")
        stop = next(
            (k for k in range(nxt, stop) if tokens[k].tags & VERB_TAGS or tokens[k].text in OPEN), stop
        )
        kept = any(t.is_capital or t.tags & {"body", "academia"} for t in tokens[nxt:stop])
        return (
            (nxt, stop if "relative" in tokens[nxt].tags else _end_of_name(tokens, nxt, stop))
            if kept
            else None
        )
    return None


_REST = 3  # words after a body's name that are no longer of it


def _end_of_name(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Index past the body's name that follows a preposition, where the clause goes on without a mark."""
    for k in range(start + 1, stop - _REST):
        goes_on = tokens[k].is_capital or tokens[k].tags & {"prep", "det", "of", "body", "academia", "to"}
        if tokens[k - 1].is_capital and tokens[k].is_word and not goes_on and tokens[k].text not in _AND:
            return k
    return stop


_AND = frozenset("i y e et und och og and en ja й та und".split())  # noqa: SIM905
OPEN = frozenset('“„«»”":')


def _begins_role(tokens: Sequence[Token], start: int) -> bool:
    """An apposition begins with a noun phrase or a relative pronoun, not with a verb or another name."""
    if start >= len(tokens):
        return False
    token = tokens[start]
    words = tokens[start : start + 8]
    if "relative" in token.tags or token.tags & ROLE_TAGS or any("academia" in t.tags for t in words):
        return True
    if not token.is_word or token.tags & (VERB_TAGS | {"he", "she", "they", "stop"}):
        return False
    return any(t.tags & ROLE_TAGS for t in words) or (not token.is_capital and "prep" not in token.tags)


def _until(tokens: Sequence[Token], start: int, marks: str) -> int:
    stop = min(len(tokens), start + _ROLE_WORDS_AFTER)
    for k in range(start, stop):
        if tokens[k].text in marks and not (tokens[k].text == "." and _is_abbreviation(tokens[k - 1])):
            return k
    return stop


def _role(text: str, before: Sequence[Token], after: Sequence[Token]) -> str | None:
    """The role as one phrase: what stands before the name and after it, as written."""
    parts = []
    for tokens in (before, after):
        words = list(tokens)
        while words and (words[0].tags & {"det", "relative"} or not words[0].is_word):
            words.pop(0)
        if words:
            parts.append(text[words[0].start : words[-1].end].strip(" ,"))
    if len(parts) == 2 and len(before) == 1 and "title" in before[0].tags:
        return parts[1]  # "Dr Owen Hill, who studies seals": what he does tells more
    return ", ".join(parts) or None
