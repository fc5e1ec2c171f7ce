"""Names, as keys that are the same however a language spells them. Pure.

Zelensky, Zelenskyj, Selenskyj and Зеленський are one name; Pavlo and Pawło too. The key is what is left
when accents, scripts, vowels and the letters that languages swap are taken away: coarse on purpose, since
one shared name never decides (see ``matching``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from summarizer.article import Article
from summarizer.languages import known

_CYRILLIC = (
    "а a б b в v г h ґ g д d е e ё e є e ж s з s и i і i ї i й i к k л l м m н n о o п p р r с s т t у u ф f "
    "х h ц s ч s ш s щ s ъ _ ы i ь _ э e ю u я a"
)
_GREEK = (
    "α a β v γ g δ d ε e ζ s η i θ t ι i κ k λ l μ m ν n ξ ks ο o π p ρ r σ s ς s τ t υ i φ f χ h ψ ps ω o"
)
_LETTERS = f"{_CYRILLIC} {_GREEK}".split()
_SCRIPTS = {ord(k): v.replace("_", "") for k, v in zip(_LETTERS[::2], _LETTERS[1::2], strict=True)}
_SPECIAL = str.maketrans(
    {"ø": "o", "æ": "a", "å": "a", "ł": "l", "ß": "s", "đ": "d", "ð": "d", "þ": "t", "œ": "o"}
)
_SOUNDS = (
    (re.compile(r"sch|shch|sh|tsch|tch|ch|tj|zh|cz|sz|rz|ts|dz|dj|c(?=[eiy])"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"kh|gh"), "h"),
    (re.compile(r"ck|c|q"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"z"), "s"),
    (re.compile(r"[jy]"), "i"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_NAME = re.compile(r"(?:[^\W\d_]|['’-])+")


@lru_cache(maxsize=65_536)
def key(name: str) -> str:
    """What stays of `name` in every language; empty for what is too short to tell anything."""
    text = unicodedata.normalize("NFKD", name.casefold().translate(_SPECIAL))
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(_SCRIPTS)
    text = re.sub(r"[^a-z]", "", text)
    if len(text) > 4:
        text = text.removesuffix("s")  # the genitive of Germanic languages
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    bones = text[:1] + re.sub(r"[aeiouh]", "", text[1:])
    return bones[:5] if len(bones) >= 3 else text[:6] if len(text) >= 4 else ""


def names_in(article: Article, texts: Sequence[str] | None = None) -> frozenset[str]:
    """Keys of the capitalised words that are names, countries as ``=XX`` codes; of all of `article`, or
    of some `texts` of it.

    Words that open a sentence count only if they stand capitalised inside one too; German nouns, all
    capitalised, count only where they are no lower-case word elsewhere and stand beside another one.
    """
    if texts is None:
        texts = [article.title, *(article.sentences[i].text for i in article.evidence)]
    inner: set[str] = set()
    runs: set[str] = set()
    lower: set[str] = set()
    for text in texts:
        words = _words(text)
        for n, word in enumerate(words):
            if word[:1].islower():
                lower.add(word.casefold())
            elif n > 0 and word[:1].isupper():
                inner.add(word)
                if words[n - 1][:1].isupper() and n > 1:
                    runs |= {word, words[n - 1]}
    places = countries()
    found = {f"={places[w.casefold()]}" for w in inner if w.casefold() in places}
    chosen = runs if article.language == "de" else inner
    chosen = {w for w in chosen if w.casefold() not in lower and w.casefold() not in places}
    return frozenset(found | {k for w in chosen if len(w) > 2 and (k := key(w))})


def _words(text: str) -> list[str]:
    return [w for w in (m.strip("'’-") for m in _NAME.findall(text)) if w]


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Codes of countries by their one-word names in every language that Kurir knows (CLDR)."""
    found: dict[str, str] = {}
    for language in ("en", *known()):
        try:
            territories = Locale.parse(language).territories
        except (UnknownLocaleError, ValueError):
            continue
        for code, name in territories.items():
            if len(code) == 2 and code.isalpha() and " " not in name:
                found.setdefault(name.casefold(), code)
    return found
