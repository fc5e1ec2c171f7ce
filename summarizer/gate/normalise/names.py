"""Names in one form: scripts, accents, declension, and what CLDR calls countries, languages and cities."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from summarizer.english.romanise import CYRILLIC, GREEK, UKRAINIAN
from summarizer.languages import table

INFLECTING = frozenset(("uk", "ru", "pl", "fi", "el"))
COMPOUNDING = frozenset(("sv", "no", "da", "de", "nl", "fi"))
"""Languages that write compounds as one word."""
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "đ": "d", "ß": "ss", "ı": "i"}
)
_ACCENTED = dict(zip("άέήίόύώϊϋ", "aeiioioii", strict=True))
_SCRIPTS = CYRILLIC | UKRAINIAN | GREEK | _ACCENTED | {"ё": "e", "υ": "i"}
_COARSE = (
    ("shch", "s"),
    ("szcz", "s"),
    ("sz", "s"),
    ("cz", "h"),
    ("sch", "s"),
    ("sh", "s"),
    ("zh", "z"),
    ("kh", "h"),
    ("ch", "h"),
    ("ts", "c"),
    ("tz", "c"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("ij", "i"),
    ("iy", "i"),
    ("yi", "i"),
    ("ia", "a"),
    ("ya", "a"),
    ("ja", "a"),
    ("iu", "u"),
    ("yu", "u"),
    ("ju", "u"),
    ("ie", "e"),
    ("ye", "e"),
    ("je", "e"),
    ("io", "o"),
    ("yo", "o"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("g", "h"),
    ("z", "s"),
    ("x", "ks"),
    ("q", "k"),
)


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Lower case without accents, Latin letters only where Cyrillic and Greek can be transliterated."""
    text = unicodedata.normalize("NFKC", word).casefold()
    text = "".join(_SCRIPTS.get(c, c) for c in text).translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=16384)
def coarse(word: str) -> str:
    """What is common to all ways of writing a Slavic or Greek name in Latin letters."""
    text = fold(word)
    for letters, one in _COARSE:
        text = text.replace(letters, one)
    return re.sub(r"(.)\1", r"\1", text)


@lru_cache(maxsize=65536)
def same_name(name: str, word: str, language: str) -> bool:
    """Whether `word` of a text in `language` is `name`, declined or in another script.

    A letter changed inside a name of the same script is another name.
    """
    a, b = fold(name), fold(word)
    if a == b or (len(a) >= 3 and b.startswith(a) and len(b) - len(a) <= _ending(language)):
        return True
    if a.endswith("s") and a[:-1] == b and len(b) >= 3:  # "Harms's" → "harms" in English, "Lammers" stays
        return True
    if a[:1] != b[:1] and word.isascii() and language not in INFLECTING:
        return False  # most words: no spelling or ending below changes the first letter
    if _umlauts(a) == _umlauts(b):
        return True
    if language == "fi" and a.endswith("nen"):  # Heinonen, Heinosen
        return b.startswith(a[:-3] + "s")
    if not word.isascii() and _is_other_script(word):
        return _alike(coarse(name), coarse(word))
    return language in INFLECTING and (_alike(a, b) or _alike(coarse(name), coarse(word)))


def is_within(name: str, word: str, language: str) -> bool:
    """Whether `word` is a compound that begins with `name`, where the language forms such.

    Finnish makes the people of a place that way: Oulu, oululainen.
    """
    if language not in COMPOUNDING:
        return False
    if language == "fi" and fold(word).startswith((f"{fold(name)}lain", f"{fold(name)}lais")):
        return True
    least = 5 if len(word) - len(name) < 5 else 4  # "Main" in "Mainbrücke", not in "Mainz"
    return len(name) >= least and fold(word).startswith(fold(name))


def _ending(language: str) -> int:
    return 5 if language in INFLECTING else 3


@lru_cache(maxsize=16384)
def _umlauts(folded: str) -> str:
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("aa", "a")


@lru_cache(maxsize=8192)
def _is_other_script(word: str) -> bool:
    return any("LATIN" not in unicodedata.name(c, "LATIN") for c in word)


def _alike(a: str, b: str) -> bool:
    """Whether two folded words share all but an ending of two letters, as cases of one name do."""
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    need = max(3, len(a) - 2)
    return common >= need and len(b) - common <= 5


@cache
def _codes() -> dict[str, str]:
    """English names, adjectives, languages and capitals (folded) → what they stand for: "SE", "city:…"."""
    locale = Locale.parse("en")
    found: dict[str, str] = {}
    for code, name in locale.territories.items():
        if len(code) == 2:
            found[fold(name)] = code
    for zone in get_global("zone_territories"):
        city = locale.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        found.setdefault(fold(city), f"city:{zone}")
    for code, adjective in table("en", "english").get("adjectives", {}).items():
        found.setdefault(fold(adjective), code)
    for code, entries in _aliases().items():
        for entry in entries:
            found[entry] = code
    return found


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    """Group → folded forms in any language: ``names.txt`` beside this file."""
    lines = files(__package__).joinpath("names.txt").read_text(encoding="utf-8").splitlines()
    groups = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {code.strip(): tuple(fold(w.replace("_", " ")) for w in rest.split()) for code, _, rest in groups}


def code_of(phrase: str) -> str | None:
    """What a well-known English name or adjective stands for ("Swedish" → "SE"), or None."""
    folded = fold(phrase)
    return _codes().get(folded) or _codes().get(folded.removesuffix("s"))


def begins(word: str, form: str) -> bool:
    """Whether folded `word` begins with `form`, or is it where `form` is as short as an acronym."""
    return word.startswith(form) and (len(form) > 3 or len(word) <= len(form) + 1)


@cache
def local_forms(code: str, language: str) -> tuple[str, ...]:
    """Folded beginnings of what `language` calls the place or body `code`."""
    forms = list(_aliases().get(code, ()))
    try:
        locale = Locale.parse({"no": "nb"}.get(language, language))
    except (UnknownLocaleError, ValueError):
        return tuple(forms)
    if code.startswith("city:"):
        zone = code[5:]
        forms.append(
            fold(locale.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " "))
        )
    elif name := locale.territories.get(code):
        forms.append(fold(name))
        forms += [fold(locale.languages[lang]) for lang in _SPOKEN.get(code, ()) if lang in locale.languages]
        forms += [
            fold(adj) for adj, of in table(language, "english").get("demonyms", {}).items() if of == code
        ]
    return tuple(dict.fromkeys(_beginning(form, language) for form in forms))


def _beginning(form: str, language: str) -> str:
    """What declension leaves of `form`; of more than one word, of each where the language declines all."""
    parts = re.split(r"[ -]", form)
    if len(parts) > 1:
        return " ".join(p[: max(3, len(p) - 2)] if language in INFLECTING else p for p in parts)
    return form[: max(4, len(form) - 2)] if len(form) > 4 else form


def has_form(form: str, folded: frozenset[str]) -> bool:
    """Whether folded words of a text have `form`, all of its words where it has several."""
    parts = form.split(" ")
    if len(parts) == 1:
        return any(begins(w, form) for w in folded)
    return all(part in folded or any(len(part) > 2 and w.startswith(part) for w in folded) for part in parts)


@cache
def cities_of(code: str, language: str) -> tuple[str, ...]:
    """Folded beginnings of what `language` calls the cities that CLDR knows of country `code`."""
    zones = (zone for zone, country in get_global("zone_territories").items() if country == code)
    return tuple(form for zone in zones for form in local_forms(f"city:{zone}", language) if len(form) > 3)


@cache
def _places(language: str) -> tuple[tuple[str, str], ...]:
    codes = {c for c in _codes().values() if not c.startswith("city:")}
    return tuple((form, code) for code in codes for form in local_forms(code, language) if len(form) > 3)


def places(word: str, language: str) -> frozenset[str]:
    """Countries, regions and peoples that `word` of a text in `language` may name."""
    folded = fold(word)
    return frozenset(code for form, code in _places(language) if begins(folded, form))


_SPOKEN = {
    "SE": ("sv",),
    "NO": ("no", "nb"),
    "DK": ("da",),
    "FI": ("fi",),
    "DE": ("de",),
    "FR": ("fr",),
    "ES": ("es",),
    "PT": ("pt",),
    "IT": ("it",),
    "PL": ("pl",),
    "UA": ("uk",),
    "RU": ("ru",),
    "NL": ("nl",),
    "GR": ("el",),
    "TR": ("tr",),
    "CN": ("zh",),
    "JP": ("ja",),
    "EE": ("et",),
    "LV": ("lv",),
    "LT": ("lt",),
    "CZ": ("cs",),
    "HU": ("hu",),
    "RO": ("ro",),
    "BG": ("bg",),
    "GB": ("en",),
    "US": (),
}


def home(language: str) -> frozenset[str]:
    """Countries where `language` is at home: an article may leave its own country unsaid."""
    return frozenset(
        code
        for code, spoken in _SPOKEN.items()
        if language in spoken or (language == "en" and code in ("GB", "US"))
    )
