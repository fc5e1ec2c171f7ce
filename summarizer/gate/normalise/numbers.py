"""Numbers of a text as values: digits with either decimal sign, number words, scale words, fractions.

Reading is generous: a figure with two readings (``18.500``) has both values, since a false match costs less
than a false alarm and the rest of the gate still stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from summarizer.gate.lexicon import lexicon, listed, plain
from summarizer.gate.normalise.names import COMPOUNDING
from summarizer.gate.normalise.units import CURRENCIES, phrase_unit, time_unit, unit_of

_SPACES = "\u00a0\u202f\u2009 "
_TOKEN = re.compile(
    rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,:'’]\d+)*|[^\W\d_]+|[%€$£¥₴]"
)
_JOINT = re.compile(r"[\s\-‑–'’]*\.?\s*")  # a point may belong to an abbreviation: "4,8 mln. zł"
SCALES = (1e3, 1e6, 1e9, 1e12)
_DOZEN = re.compile(r"dozen|dutzend|d[ou]ssin|dusin|tusina|douzaine|docena|dozzin|dúzia|tuzin|дюжин|dozijn")
"""What counts by twelves where a number stands before it."""
_ROMAN = re.compile(r"\b[IVX]{2,}(?=(?:[eº]|ème)?\b)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_TAILS = re.compile(
    r"er|erjahre\w*|tal\w*|luvu\w*|luku\w*|faldig\w*|fach\w*|köpfig\w*|stöckig\w*|henki\w*|kertai\w*|enn[ei]|ennal[ei]"
)
"""What a number word may carry behind it in one word, units aside: decades, ages, multiples."""
_QUARTER_OF_YEAR = re.compile(r"kvart[ae]|kwarta|quartal|trimestr")
_ABBREVIATED = {
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mio": 1e6,
    "млн": 1e6,
    "bn": 1e9,
    "mld": 1e9,
    "mrd": 1e9,
    "mia": 1e9,
    "млрд": 1e9,
    "tn": 1e12,
    "тис": 1e3,
    "tys": 1e3,
    "tkr": 1e3,
    "k": 1e3,
}
_CONNECTORS = listed("and och og und en y e et i та й ja de")
_APPROXIMATE = listed(
    "about around nearly almost roughly some over under more less than fewer least most up to "
    "approximately just close above below"
)
_EVERY = listed(
    "each var vart varje hver hvert jeder jede jedes jedem jeden elke elk iedere ieder chaque cada ogni "
    "every co кожен кожна кожне кожного кожній кожному кожної joka"
)
_RATE = listed(
    "a an per each every last this next in on from by of and or for with на за в у om i im pro par por "
    "na w al at på til un une una uma ein einem einer ett en"
)  # "6.4 million a year" does not count years
_ARTICLES = listed("a an the of de di av af")
"""What stands between a share and its whole: "half a year", "a quarter of a million"."""
_HOURS = re.compile(r"\b(\d{1,2}) ?h ?([0-5]\d)\b")
"""A time of day, as in "8h40"."""
_AND_A_HALF = re.compile(
    r"\b(?:an?|one) (minute|hour|day|week|month|year|decade|century|thousand|million|billion) and a half\b",
    re.I,
)
_TO = listed("to and till til och og bis und tot en à et a y al e do i до по і та")
"""What stands between the ends of a range."""
_OF_WHICH = listed("which varav hvorav heraf davon dont cui cuales quais waarvan joista josta czego яких")
"""What a part of a sum stands behind: "8.6 million, of which 5.1"."""
_PER, _HUNDRED = listed("per por pour"), ("cent", "cient")
"""Two words for percent: "por ciento", "per cento"; no hundred is meant."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        values: what it may mean; more than one where the notation is ambiguous.
        unit: what it counts, for units known in every language, else None.
        approximate: "about", "nearly" and the like stand before it.
        start: index of its first character.
        raw: as written.
        before: the words before it that make it approximate.
        each: it is one of so many: "every fifth".
    """

    values: frozenset[float]
    unit: str | None
    approximate: bool
    start: int
    raw: str
    before: frozenset[str] = frozenset()
    each: bool = False


@lru_cache(maxsize=4096)
def numbers(text: str, language: str) -> tuple[Number, ...]:
    """Every number of `text`, in order."""
    text = _HOURS.sub(r"\1:\2", plain(text))
    if language == "en":
        text = _AND_A_HALF.sub(lambda m: f"1.5 {m[1]}".ljust(len(m[0])), text)
    if language != "en":  # in English they are parts of names
        text = _ROMAN.sub(lambda m: _roman(m.group()).ljust(len(m.group())), text)
    tokens = _tokens(text)
    found: list[Number] = []
    i = 0
    scale = 0.0
    while i < len(tokens):
        token, start = tokens[i]
        if token[:1].isdecimal():
            glued = start > 0 and (text[start - 1].isalpha() or _is_label(text, start))
            values, end = _scaled(readings(token), tokens, i + 1, language)
        elif i and tokens[i - 1][0] in _PER and token.startswith(_HUNDRED):
            glued, values, end = True, set(), i + 1
        else:
            glued = False
            values, end = _worded(tokens, i, language)
        if token[:1].isdecimal() and end == i + 1 and scale and i and tokens[i - 1][0] in _OF_WHICH:
            values |= {round(v * scale, 6) for v in values}
        scale = _scale_of(tokens, i, end, language) or scale
        if values and not glued:
            before = _APPROXIMATE.intersection(t for t, _ in tokens[max(0, i - 3) : i])
            found.append(
                Number(
                    frozenset(values),
                    _unit(tokens, i, end, language),
                    bool(before),
                    start,
                    text[start : tokens[end - 1][1] + len(tokens[end - 1][0])],
                    before,
                    i > 0 and tokens[i - 1][0] in _EVERY,
                )
            )
        i = max(end, i + 1)
    return tuple(found)


def _scale_of(tokens: list[tuple[str, int]], start: int, end: int, language: str) -> float:
    """The scale word of the number at `start`, 0 where it has none."""
    values = {_scale(w, language) for w, _ in tokens[start + 1 : end]}
    return next((v for v in SCALES if v in values), 0.0)


def _scale(word: str, language: str) -> float | None:
    """What `word`, written out or short, multiplies the number before it by, if it is a scale word."""
    return _ABBREVIATED.get(word) or _word_value(word, language)


def _roman(letters: str) -> str:
    values = [_ROMAN_VALUES[c] for c in letters]
    return str(sum(-v if v < max(values[i:]) else v for i, v in enumerate(values)))


def _tokens(text: str) -> list[tuple[str, int]]:
    """Words, figures and signs with their places; an empty word where punctuation cuts them apart."""
    tokens: list[tuple[str, int]] = []
    end = 0
    for match in _TOKEN.finditer(text):
        if tokens and not _JOINT.fullmatch(text, end, match.start()):
            tokens.append(("", end))
        tokens.append((match.group().casefold(), match.start()))
        end = match.end()
    return tokens


def _is_label(text: str, start: int) -> bool:
    """Whether the digits belong to a name, as in Covid-19 or F-16."""
    return (
        start > 1
        and text[start - 1] in "-‑"
        and text[start - 2].isalpha()
        and text[: start - 1][-3:] != "mid"
    )


def readings(digits: str) -> set[float]:
    """Values that a figure may stand for: ``18.500`` is 18500 or 18.5, ``12,8`` is 12.8."""
    groups = re.split(r"\D", digits)
    if len(groups) == 1:
        return {float(digits)}
    values: set[float] = set()
    if all(len(g) == 3 for g in groups[1:]):
        values.add(float("".join(groups)))
    if len(groups) == 2:
        values.add(float(f"{groups[0]}.{groups[1]}"))
        if ":" in digits:
            values.add(float(groups[0]))
    elif all(len(g) == 3 for g in groups[1:-1]):
        values.add(float("".join(groups[:-1]) + "." + groups[-1]))
    if len(groups) == 3 and not values - {float("".join(groups))}:
        values |= {float(g) for g in groups}
    return values or {float(g) for g in groups}


def _scaled(
    values: set[float], tokens: list[tuple[str, int]], i: int, language: str
) -> tuple[set[float], int]:
    """`values` times the scale words that follow, and the index behind them.

    The scale of "from 410 to 585 million" is also that of the first number.
    """
    if i + 1 < len(tokens) and tokens[i][0] in _TO and tokens[i + 1][0][:1].isdecimal():
        scaled, end = _scaled(values, tokens, i + 2, language)
        return (values | scaled, i) if end > i + 2 else (values, i)
    while i < len(tokens):
        word = tokens[i][0]
        scale = 12.0 if _DOZEN.match(word) else _scale(word, language)
        if scale not in SCALES and scale != 12.0:
            break
        keep = values if tokens[i][0] in ("m", "k") else set()  # also metres, kelvin
        values = {round(v * scale, 6) for v in values} | keep
        i += 1
    return values, i


def _worded(tokens: list[tuple[str, int]], i: int, language: str) -> tuple[set[float], int]:
    """The number that the words from `i` on spell, and the index behind them; no value if none."""
    parts: list[float] = []
    end = j = i
    while j < len(tokens):
        value, size = _next(tokens, j, language)
        word = tokens[j][0]
        if len(parts) == 1 and parts[0] < 20 and (share := _share(word, parts[0], language)):
            ordinal = {value} if parts[0] == 1 and value and value > 1 else set()
            return {round(parts[0] * share, 6)} | ordinal, j + 1
        if parts and _DOZEN.match(word):
            return {_sum(parts) * 12}, j + 1
        if value is not None and _continues(parts, value, language):
            parts.append(value)
            end = j + size
        elif not (
            parts and (word in _CONNECTORS if parts[-1] >= 20 else parts[-1] < 1 and word in _ARTICLES)
        ):
            break
        j += size
    if not parts:
        return set(), i
    alone = _share(tokens[i][0], 1, language) if end == i + 1 else None
    return {round(_sum(parts), 6)} | ({alone} if alone else set()), end


def _next(tokens: list[tuple[str, int]], i: int, language: str) -> tuple[float | None, int]:
    """Value of the number word, or phrase of them, at `i`, and how many words it has."""
    for size in (4, 3, 2) if tokens[i][0] in lexicon(language, "numbers").phrases else ():
        phrase = "_".join(t for t, _ in tokens[i : i + size])
        if i + size <= len(tokens) and (value := _phrases(language).get(phrase)) is not None:
            return value, size
    return _word_value(tokens[i][0], language), 1


def _share(word: str, numerator: float, language: str) -> float | None:
    """The part of a whole that `word` names behind `numerator`: "thirds"; None if it names none."""
    value = min((float(v) for v in lexicon(language, "numbers").of_word(word)), default=1.0)
    if not 0 < value < 0.5 or _QUARTER_OF_YEAR.match(word):
        return None
    return None if language == "en" and numerator > 1 and not word.endswith("s") else value


def _continues(parts: list[float], value: float, language: str) -> bool:
    """Whether `value` goes on the number that `parts` spell so far ("twenty" "three", "two" "hundred")."""
    if not parts or value in SCALES or value == 100:
        return True
    last = parts[-1]
    if language == "fr" and ((last in (60, 80) and value < 20) or (last == 10 and value in (7, 8, 9))):
        return value >= 1  # "quatre-vingt-douze", "dix-septième"
    return (last >= 20 and last % 10 == 0 and 1 <= value < 10) or (last >= 100 and 1 <= value < last)


@lru_cache(maxsize=256)
def _phrases(language: str) -> dict[str, float]:
    entries = [e for listed_ in lexicon(language, "numbers").phrases.values() for e in listed_]
    return {"_".join(p.pattern.replace("\\", "") for p in patterns): float(v) for patterns, v in entries}


@lru_cache(maxsize=8192)
def _word_value(word: str, language: str) -> float | None:
    """Value of one number word, compounds such as ``femtiotre`` and ``zweihundert`` included."""
    known = lexicon(language, "numbers")
    if language in COMPOUNDING and not known.exact.get(word) and 6 <= len(word) <= 60:
        parts = _parts(word, language)
        if parts and len(parts) > 1:
            return _sum(parts)
    if values := known.of_word(word):
        return max(float(v) for v in values)
    if not 6 <= len(word) <= 60:
        return None
    if (parts := _parts(word, language)) and len(parts) > 1:
        return _sum(parts)
    if language == "it" and (stem := _ITALIAN_ORDINAL.fullmatch(word)):
        parts = next((found for v in ("", *"oeia") if (found := _parts(stem[1] + v, language))), None)
        return _sum(parts) if parts else None
    return _carried(word, language)


_ITALIAN_ORDINAL = re.compile(r"(\w{3,})esim[oaie]")


def _carried(word: str, language: str) -> float | None:
    """The number that `word` begins with where a unit or the like ends it: ``fünfjährig``, ``åttitallet``."""
    if word[:3] not in _heads(language):
        return None
    for end in range(len(word) - 2, 2, -1):
        if not _ends_as_unit(word[end:], language):
            continue
        known = lexicon(language, "numbers").of_word(word[:end])
        parts = None if known else _parts(word[:end], language)
        value = max(map(float, known)) if known else _sum(parts) if parts else 0.0
        if value >= (20 if word[end:] == "er" else 2):  # "Neunziger", but no "Dreier"
            return value
    return None


@cache
def _heads(language: str) -> frozenset[str]:
    """The first three letters of every number word."""
    table = lexicon(language, "numbers")
    return frozenset(w[:3] for w in (*table.exact, *table.beginnings))


@lru_cache(maxsize=8192)
def _ends_as_unit(ending: str, language: str) -> bool:
    least = 2 if language in COMPOUNDING else 4  # Polish "studni" are wells, no hundred days
    return bool(
        _TAILS.fullmatch(ending) or (len(ending) >= least and lexicon(language, "units").of_word(ending))
    )


def _parts(word: str, language: str) -> list[float] | None:
    """`word` cut into number words, None if that cannot be done."""
    if not word:
        return []
    exact = lexicon(language, "numbers").exact
    for end in range(len(word), 1, -1):
        if word[:end] in exact:
            rest = word[end:]
            for link in ("", "und", "og", "en", "ën", "e"):
                if rest.startswith(link) and (not link or rest != link):
                    tail = _parts(rest[len(link) :], language)
                    if tail is None:  # an ordinal with its ending: "einundzwanzigste"
                        known = lexicon(language, "numbers").of_word(rest[len(link) :])
                        tail = [v for v in [max(map(float, known), default=0.0)] if v >= 20] or None
                    if tail is not None:
                        return [max(float(v) for v in exact[word[:end]]), *tail]
    return None


def _sum(parts: list[float]) -> float:
    total = current = scale = 0.0
    for part in parts:
        if part in SCALES and part > scale > 0:  # "dos mil millones"
            total, current, scale = (total + current) * part, 0.0, part
        elif part in SCALES:
            total, current, scale = total + (current or 1.0) * part, 0.0, part
        elif part == 100:
            current = (current or 1.0) * 100
        else:
            current += part
    return total + current


def _unit(tokens: list[tuple[str, int]], start: int, end: int, language: str) -> str | None:
    """Unit that stands behind the number, or, for currencies, before it."""
    before = _currency_before(tokens, start, language)
    if before:
        return before
    if end < len(tokens) and tokens[end][0] in _ARTICLES and tokens[start][0] in _HALVES:
        end += 1  # "half a year"
    for i in range(end, min(end + 3, len(tokens))):
        word = tokens[i][0]
        if not word or word[0].isdecimal():
            break
        if phrase := phrase_unit([t for t, _ in tokens[i : i + 3]]):
            return phrase
        if word in _RATE or _word_value(word, language):
            break
        if unit := unit_of(word, language):
            return unit
    word = tokens[start][0]
    return _carried_unit(word, language) if word[0].isalpha() else None


def _currency_before(tokens: list[tuple[str, int]], start: int, language: str) -> str | None:
    """The currency before the number, unless it belongs to another number before that."""
    if not start or (unit := unit_of(tokens[start - 1][0], language)) not in CURRENCIES:
        return None
    word = tokens[start - 2][0] if start > 1 else ""
    return None if word[:1].isdecimal() or (word and _word_value(word, language)) else unit


def _carried_unit(word: str, language: str) -> str | None:
    """The unit in one word with its number."""
    if word[:3] not in _heads(language) or len(word) < 6:
        return None
    return next((u for n in range(3, len(word) - 1) if (u := time_unit(word[n:], language))), None)


_HALVES = listed("half halved")
