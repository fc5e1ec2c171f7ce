"""Numbers of a text as values: digits with either decimal sign, number words, scale words, fractions.

Reading is generous: a figure with two readings (``18.500``) has both values, since a false match costs less
than a false alarm and the rest of the gate still stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarizer.gate.lexicon import lexicon, listed, plain
from summarizer.gate.normalise.names import COMPOUNDING

_SPACES = "\u00a0\u202f\u2009 "
_TOKEN = re.compile(
    rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,:'’]\d+)*|[^\W\d_]+|[%€$£¥₴]"
)
_JOINT = re.compile(r"[\s\-‑–'’]*\.?\s*")  # a point may belong to an abbreviation: "4,8 mln. zł"
SCALES = (1e3, 1e6, 1e9, 1e12)
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
    "approximately just close"
)
_RATE = listed(
    "a per each every last this next in on from by of and or for with на за в у om i im pro par por "
    "na w al at på til"
)  # "6.4 million a year" does not count years
_UNITS = {
    "percent": "% percent percentage per_cent procent* prosent* prozent* pour_cent por_ciento por_cento "
    "per_cento prosentt* відсотк* процент* proc pct porcent* percentua* pourcentage*",
    "euro": "€ euro* eur євро евро",
    "dollar": "$ dollar* dólar* dolar* dollari* долар* доллар* usd",
    "pound": "£ pound* pund pundet pfund livre livres libra* funt* фунт* gbp punta* pond sterlin*",
    "krone": "kr kron* koron* kruun* крон* sek nok dkk couronne* corona* coroa*",
    "zloty": "zł złot* zloty* pln злот*",
    "hryvnia": "₴ hryvn* hrywn* griwn* grivn* гривн* грн uah hryvni*",
    "ruble": "rubel* rubl* ruble* рубл* rub roubl*",
    "franc": "franc francs franken schweizerfranc* chf франк*",
    "kilometre": "km kilom* kilóm* quilómetro* кілометр* километр* chilometr*",
    "metre": "m meter metern metre metres mètre* metro metros metriä metri metra metrów метр* metrit",
    "centimetre": "cm centimeter* centimetre* centimètre* centímetro* сантиметр* centymetr* senttimetri*",
    "mile": "mile miles mil milen meile* миль милі",
    "hectare": "hectare* hektar* hectárea* hehtaari* гектар* ettar* ha",
    "tonne": "ton tonne* tonn tonnes tons tonnen tonnia тонн* tonelada* tonnellat* tonę tony",
    "litre": "litre* liter* litro* litr* літр* litraa",
    "kilogram": "kg kilo kilos kilogram* kilogramm* кілограм* chilo*",
    "degree": "degree* grad grader celsius grados degré* stopni* градус* gradi graus astett*",
}

_HOURS = re.compile(r"\b(\d{1,2}) ?h ?([0-5]\d)\b")
"""A time of day, as in "8h40"."""
_PER, _HUNDRED = listed("per por pour"), ("cent", "cient")
"""Two words for percent: "por ciento", "per cento"; no hundred is meant."""
_CURRENCIES = listed("euro dollar pound krone zloty hryvnia ruble franc")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        values: what it may mean; more than one where the notation is ambiguous.
        unit: what it counts, for units known in every language, else None.
        approximate: "about", "nearly" and the like stand before it.
        start: index of its first character.
        raw: as written.
    """

    values: frozenset[float]
    unit: str | None
    approximate: bool
    start: int
    raw: str


@lru_cache(maxsize=4096)
def numbers(text: str, language: str) -> tuple[Number, ...]:
    """Every number of `text`, in order."""
    text = _HOURS.sub(r"\1:\2", plain(text))
    tokens = _tokens(text)
    found: list[Number] = []
    i = 0
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
        if values and not glued:
            before = tokens[max(0, i - 3) : i]
            found.append(
                Number(
                    frozenset(values),
                    _unit(tokens, i, end, language),
                    any(t in _APPROXIMATE for t, _ in before),
                    start,
                    text[start : tokens[end - 1][1] + len(tokens[end - 1][0])],
                )
            )
        i = max(end, i + 1)
    return tuple(found)


_MINUTES = {"minute": 1.0, "hour": 60.0, "day": 1440.0, "week": 10080.0}
_MONTHS = {"month": 1.0, "year": 12.0, "decade": 120.0, "century": 1200.0}


def durations(number: Number) -> frozenset[tuple[str, float]]:
    """The times that `number` may stand for: 18 months and a year and a half are the same."""
    if factor := _MINUTES.get(number.unit or ""):
        return frozenset(("minutes", round(v * factor, 3)) for v in number.values)
    if factor := _MONTHS.get(number.unit or ""):
        return frozenset(("months", round(v * factor, 3)) for v in number.values)
    return frozenset()


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
    """`values` times the scale words that follow, and the index behind them."""
    while i < len(tokens):
        scale = _ABBREVIATED.get(tokens[i][0]) or _word_value(tokens[i][0], language)
        if scale not in SCALES:
            break
        keep = values if tokens[i][0] in ("m", "k") else set()  # also metres, kelvin
        values = {round(v * scale, 6) for v in values} | keep
        i += 1
    return values, i


def _worded(tokens: list[tuple[str, int]], i: int, language: str) -> tuple[set[float], int]:
    """The number that the words from `i` on spell, and the index behind them; no value if none."""
    for size in (4, 3, 2):
        phrase = "_".join(t for t, _ in tokens[i : i + size])
        if (value := _phrases(language).get(phrase)) is not None:
            return {value}, i + size
    parts: list[float] = []
    end = i
    j = i
    while j < len(tokens):
        next_value = _word_value(tokens[j][0], language)
        if next_value is not None and _continues(parts, next_value):
            parts.append(next_value)
            end = j + 1
        elif not (parts and parts[-1] >= 20 and tokens[j][0] in _CONNECTORS):
            break
        j += 1
    if not parts:
        return set(), i
    return {round(_sum(parts), 6)}, end


def _continues(parts: list[float], value: float) -> bool:
    """Whether `value` goes on the number that `parts` spell so far ("twenty" "three", "two" "hundred")."""
    if not parts or value in SCALES or value == 100:
        return True
    last = parts[-1]
    return (last >= 20 and last % 10 == 0 and 1 <= value < 10) or (last >= 100 and 1 <= value < last)


@lru_cache(maxsize=256)
def _phrases(language: str) -> dict[str, float]:
    entries = [e for listed_ in lexicon(language, "numbers").phrases.values() for e in listed_]
    return {"_".join(p.pattern.replace("\\", "") for p in patterns): float(v) for patterns, v in entries}


@lru_cache(maxsize=8192)
def _word_value(word: str, language: str) -> float | None:
    """Value of one number word, compounds such as ``femtiotre`` and ``zweihundert`` included."""
    values = lexicon(language, "numbers").of_word(word)
    if values:
        return max(float(v) for v in values)
    parts = _parts(word, language) if 6 <= len(word) <= 60 else None
    return _sum(parts) if parts and len(parts) > 1 else None


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
                    if tail is not None:
                        return [max(float(v) for v in exact[word[:end]]), *tail]
    return None


def _sum(parts: list[float]) -> float:
    total = current = 0.0
    for part in parts:
        if part in SCALES:
            total, current = total + max(current, 1.0) * part, 0.0
        elif part == 100:
            current = max(current, 1.0) * 100
        else:
            current += part
    return total + current


def _unit(tokens: list[tuple[str, int]], start: int, end: int, language: str) -> str | None:
    """Unit that stands behind the number, or, for currencies, before it."""
    for i in range(end, min(end + 3, len(tokens))):
        if not tokens[i][0] or tokens[i][0][0].isdecimal() or tokens[i][0] in _RATE:
            break
        pair = "_".join(t for t, _ in tokens[i : i + 2])
        if unit := unit_of(tokens[i][0], language) or unit_of(pair, language):
            return unit
    before = unit_of(tokens[start - 1][0], language) if start else None
    return before if before in _CURRENCIES else None


@lru_cache(maxsize=1)
def _known_units() -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for unit, entries in _UNITS.items():
        for entry in entries.split():
            if entry.endswith("*"):
                beginnings[entry[:-1]] = unit
            else:
                exact[entry] = unit
    return exact, beginnings


@lru_cache(maxsize=8192)
def unit_of(word: str, language: str) -> str | None:
    """The unit that `word` names in `language`; "per cent" is asked as ``per_cent``."""
    if found := lexicon(language, "units").of_word(word):
        return min(found)
    exact, beginnings = _known_units()
    if word in exact:
        return exact[word]
    if unit := next((beginnings[word[:n]] for n in range(len(word), 2, -1) if word[:n] in beginnings), None):
        return unit
    if language in COMPOUNDING and len(word) > 7:  # "Arbeitsstunden", "arbetstimmar"
        return next((u for n in range(3, len(word) - 4) if (u := _time_unit(word[n:], language))), None)
    return None


def _time_unit(ending: str, language: str) -> str | None:
    """The unit of time that `ending`, the second part of a compound, names."""
    return min(lexicon(language, "units").of_word(ending), default=None)
