"""Names in Latin letters, the way English newspapers write them.

Ukrainian after the national system (Cabinet of Ministers resolution 55 of 2010), Russian after BGN/PCGN
without marks, Bulgarian after the Transliteration Act of 2009, Greek after ELOT 743. Other scripts stay:
nobody can read Arabic or Chinese names off their letters alone.
"""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC_LATIN = """
a b v g g d e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya yo i i ie w j lj nj c d dz
"""
_LETTERS = zip("абвгґдежзийклмнопрстуфхцчшщыэюяёіїєўјљњћђџ", _CYRILLIC_LATIN.split(), strict=True)
CYRILLIC = {**dict(_LETTERS), "ь": "", "ъ": ""}
UKRAINIAN = {"г": "h", "и": "y", "й": "i", "ї": "i", "ю": "iu", "я": "ia"}
_TABLES = {
    "uk": {**UKRAINIAN, "ʼ": "", "'": "", "’": ""},
    "bg": {"щ": "sht", "ъ": "a", "х": "h", "ь": "y"},
}
_UKRAINIAN_INITIALS = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_GREEK_LATIN = "a v g d e z i th i k l m n x o p r s t y f ch ps o s"
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψως", _GREEK_LATIN.split(), strict=True))
_GREEK_PAIRS = {"ου": "ou", "γγ": "ng", "γκ": "gk", "μπ": "b", "ντ": "nt", "αυ": "av", "ευ": "ev"}


def romanised(name: str, language: str) -> str:
    """`name` in Latin letters; unchanged where it is in them already or its script has no such rules.

    Args:
        name: a name as the article writes it.
        language: BCP 47 subtag of the article.
    """
    return re.sub(r"[\w’ʼ']+", lambda match: _word(match[0], language), name)


def _word(word: str, language: str) -> str:
    lower = word.lower()
    if any("а" <= c <= "џ" or c in "ґ" for c in lower):
        latin = _cyrillic(lower, language)
    elif any("GREEK" in unicodedata.name(c, "") for c in lower):
        latin = _greek(lower)
    else:
        return word
    if word.isupper() and len(word) > 1:
        return latin.upper()
    return latin[:1].upper() + latin[1:] if word[:1].isupper() else latin


def _cyrillic(word: str, language: str) -> str:
    own = _TABLES.get(language, {})
    start = ""
    if language == "uk":
        word = word.replace("зг", "zgh")
        if word[0] in _UKRAINIAN_INITIALS:
            start, word = _UKRAINIAN_INITIALS[word[0]], word[1:]
    if language == "ru":
        word = re.sub(r"(?<=[иы])й$", "", word)  # Достоевский → Dostoyevsky
        word = re.sub(r"(^|(?<=[аеёиоуыэюяьъ]))е", "ye", word)
    return start + "".join(own.get(c, CYRILLIC.get(c, c)) for c in word)


def _greek(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    for pair, latin in _GREEK_PAIRS.items():
        plain = plain.replace(pair, latin)
    return "".join(GREEK.get(c, c) for c in plain)
