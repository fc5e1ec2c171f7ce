"""Splits a paragraph into sentences, in any language. Pure.

A boundary needs a sentence end, white space and something that can start a sentence; abbreviations,
initials and ordinals are not ends. A quotation of several sentences stays in one piece with its
attribution, since neither half could be checked alone, unless that makes it longer than
`LONGEST_QUOTE`. A dash opens a turn of speech, which ends with its attribution (", says Ann Smith.").
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from summarizer.languages import table
from summarizer.reading.characters import DASHES, fold, is_spaceless

LONGEST_QUOTE = 320
"""Characters, about 45 words: a longer quotation is split into its sentences."""

LONGEST_SENTENCE = 2000
"""Characters; nothing longer is a sentence."""

_UNCLOSED = 3000  # characters after which an open quotation is taken to be a slip of the pen

_CLOSE = "\"”“’'»«›‹)\\]"
_END = re.compile(
    rf"(?<![.!?…])(?P<end>[.!?…;؟۔।॥።‽]++)(?P<close>(?:(?:[{_CLOSE}]|\s»)(?=[\s{_CLOSE}.,]|$))*+)\s(?=\S)"
    r"|(?P<cjk>[。！？｡]++[」』》〉）】”’]*+)\s?(?=\S)"
)
_STARTS = re.compile(rf"[\"“„‟‘‚«»‹›”’'(\[¿¡{re.escape(DASHES)}\s]*")
_DASH_TURN = re.compile(rf"[{re.escape(DASHES)}]\s*\S")
_QUOTES = re.compile('["“”„‟«»‹›‘’‚「」『』]')
_TAG = re.compile(r"(?:[,!?…”“\"»«]\s+(?:[–—-]\s*)?|\s[–—]\s*)([^\W\d_][^,]*)$")
_DASH_TAG = re.compile(r"\S\s*[–—]\s*([^\W\d_][^–—]*)$")
CLOSING = {
    '"': '"', "“": "”\"“", "”": "”", "„": "“”\"„", "‟": "”", "«": "»", "»": "«»",
    "‹": "›", "›": "‹", "‘": "’", "‚": "‘’", "「": "」", "『": "』",
}  # fmt: skip


def split(paragraph: str, language: str) -> list[str]:
    """The sentences of `paragraph` (one line or several), white space folded, none empty."""
    text = fold(paragraph)
    if not text:
        return []
    cuts = list(_boundaries(text, _rules(language)))
    pieces = [text[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return [s for piece in _turns([p for p in pieces if p]) for s in _bounded(piece)]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a language adds: abbreviations, and words after or before which a number is an ordinal."""

    abbreviations: frozenset[str]
    final: frozenset[str]  # abbreviations that may also end a sentence
    months: frozenset[str]
    before_ordinal: frozenset[str]
    semicolon_asks: bool  # Greek's question mark


@cache
def _rules(language: str) -> Rules:
    words = table(language, "reading")

    def some(key: str) -> frozenset[str]:
        return frozenset(w.casefold() for w in words.get(key, ()))

    return Rules(
        some("abbreviations"),
        some("final_abbreviations"),
        some("months"),
        some("before_ordinal"),
        language == "el",
    )


def _boundaries(text: str, rules: Rules) -> Iterator[int]:
    quotes = deque(quote_spans(text))
    start = 0
    for match in _END.finditer(text):
        end = match.end("cjk") if match["cjk"] else match.end("close")
        while quotes and quotes[0][1] <= match.start():
            quotes.popleft()
        if (
            quotes
            and quotes[0][0] < match.start()
            and end < quotes[0][1]
            and quotes[0][1] - start <= LONGEST_QUOTE
        ):
            continue
        if match["cjk"] or (_can_start(text, match.end()) and _is_end(text, start, match, rules)):
            start = match.end()
            yield start


def quote_spans(text: str) -> list[tuple[int, int]]:
    """Where quotations stand, outermost only: from opening mark to after the closing one.

    A mark that is never closed opens nothing; an apostrophe is no mark.
    """
    spans: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for match in _QUOTES.finditer(text):
        at, mark = match.start(), match[0]
        if opened and mark in opened[1] and not _is_apostrophe(text, at):
            spans.append((opened[0], at + 1))
            opened = None
        elif mark in CLOSING and (not opened or at - opened[0] > _UNCLOSED) and _opens(text, at):
            opened = (at, CLOSING[mark])
    return spans


def _opens(text: str, at: int) -> bool:
    """Whether the mark at `at` stands where a quotation opens: after white space, before a word."""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    fits_before = not before or before.isspace() or before in f"([{DASHES}/:¿¡" or text[at] in "„«‹「『"
    return fits_before and (bool(after.strip()) or text[at] in "«‹")


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and text[at + 1 : at + 2].isalpha()


def _can_start(text: str, at: int) -> bool:
    """Whether a sentence can start at `at`: a capital, a digit, or a letter of a script without case."""
    found = _STARTS.match(text, at)
    at = found.end() if found else at
    char = text[at : at + 1]
    return bool(char) and not char.islower() and char not in ",;:)"


def _is_end(text: str, start: int, match: re.Match[str], rules: Rules) -> bool:
    if match["end"] == ";":
        return rules.semicolon_asks
    if match["end"] != ".":
        return True
    before = text[max(start, match.start() - 40) : match.start()]
    word = before.split()[-1].lstrip("([\"“„«»”‘'’") if before.strip() else ""
    if word.isdigit():
        return not _is_ordinal(text, start, match.start() - len(word), match, rules)
    key = word.casefold()
    if key in rules.final:
        return True
    is_initial = len(word) == 1 and word.isalpha()
    is_dotted = "." in word and len(word) < 8  # z.B, U.S, p.g.a
    return not (key in rules.abbreviations or is_initial or is_dotted)


def _is_ordinal(text: str, start: int, at: int, match: re.Match[str], rules: Rules) -> bool:
    """Whether the number at `at` is "the 2nd": it leads the sentence, or a month or "am" is beside it."""
    number = text[at : match.start()]
    if len(number) > 2:
        return False
    if not text[start : min(at, start + 9)].strip(' "“„«»–-'):
        return True
    following = text[match.end() : match.end() + 40].split()
    leading = text[max(start, at - 40) : at].split()
    return bool(
        (following and following[0].casefold().strip(",.") in rules.months)
        or (leading and leading[-1].casefold() in rules.before_ordinal)
    )  # fmt: skip


def _turns(pieces: list[str]) -> Iterator[str]:
    """`pieces` with every dash turn of several sentences joined up to its attribution."""
    turn: list[str] = []
    for piece in pieces:
        if turn and (_DASH_TURN.match(piece) or _has_tag(turn[-1]) or not _fits(turn, piece)):
            yield from _turn(turn)
            turn = []
        if turn or _DASH_TURN.match(piece):
            turn.append(piece)
        else:
            yield piece
    yield from _turn(turn)


def _turn(turn: list[str]) -> list[str]:
    return [" ".join(turn)] if turn else []


def _fits(turn: list[str], piece: str) -> bool:
    return sum(map(len, turn)) + len(piece) <= LONGEST_QUOTE


def _has_tag(sentence: str) -> bool:
    """Whether `sentence` ends with an attribution: ", says she.", ", sade Ann Smith till The Times."

    By its shape, so in every language: after the last comma a lower-case word, and then either hardly
    more or a name.
    """
    text = sentence.rstrip(" .!–—")
    spoken = _DASH_TAG.search(text)
    if spoken and spoken[1][0].islower():
        words = spoken[1].split()
        return len(words) <= 3 or (len(words) <= 14 and any(w[0].isupper() for w in words[1:]))
    found = _TAG.search(text)
    if not found or any(c.isdigit() for c in found[1]):
        return False
    words = found[1].split()
    if found[1][0].isupper():  # ", Heinonen sanoo"
        return 2 <= len(words) <= 3 and words[-1].islower()
    return 2 <= len(words) <= 3 or (len(words) <= 14 and any(w[0].isupper() for w in words[1:]))


def _bounded(sentence: str) -> Iterator[str]:
    """`sentence` cut at spaces where it cannot be one: Thai and its like know no full stop."""
    size = 80 if is_spaceless(sentence) else LONGEST_SENTENCE
    if len(sentence) <= size * 1.5:
        yield sentence
        return
    piece = ""
    for part in sentence.split(" "):
        piece = f"{piece} {part}" if piece else part
        if len(piece) >= size:
            yield piece
            piece = ""
    if piece:
        yield piece
