"""Content words of English sentences, and whether other words support them."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from summarizer.gate.lexicon import listed, words

_STOP = listed(
    "a an the of and to in is was for with on not by from has have had having be been being it its "
    "as at are were this that these those but or will would shall should can could may might must he "
    "she they we you i his her their our your him them us who whom whose which what when where why "
    "how do does did done say says said saying tell told than then there here also about after "
    "before under over into out up down off only just more most much many some any all no nor if so "
    "such very own other another both each few one two same too still yet already again even per "
    "while since until because during between against without within through across among around "
    "make makes made making get gets got take takes took give gives gave go goes went come comes "
    "came put according add adds added s t re ll ve d"
)


@lru_cache(maxsize=4096)
def content_words(text: str) -> tuple[str, ...]:
    """Words of `text` that carry its content, as written in lower case, in order, without figures."""
    seen = dict.fromkeys(w for w in words(text) if w not in _STOP and len(w) > 2 and not w[0].isdecimal())
    return tuple(seen)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """`word` without its ending: forms and near derivations of one word share a stem."""
    word = _irregular().get(word, word)
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 else word


_ENDINGS = (
    ("ization", 3),
    ("isation", 3),
    ("ational", 4),
    ("ations", 4),
    ("ation", 4),
    ("iveness", 3),
    ("fulness", 3),
    ("ements", 3),
    ("ement", 3),
    ("ments", 3),
    ("ment", 3),
    ("ities", 3),
    ("ity", 4),
    ("ians", 4),
    ("ness", 3),
    ("ingly", 3),
    ("ying", 2),
    ("ings", 3),
    ("ing", 3),
    ("ied", 2),
    ("ies", 2),
    ("edly", 3),
    ("ions", 4),
    ("ion", 4),
    ("ally", 3),
    ("ably", 3),
    ("able", 4),
    ("ible", 4),
    ("ives", 3),
    ("ive", 4),
    ("ers", 3),
    ("ors", 4),
    ("er", 4),
    ("or", 4),
    ("ance", 4),
    ("ence", 4),
    ("als", 4),
    ("al", 4),
    ("ous", 4),
    ("ful", 3),
    ("ists", 4),
    ("ist", 4),
    ("ed", 3),
    ("ly", 3),
    ("es", 3),
    ("s", 3),
    ("y", 3),
)


@cache
def _irregular() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines("irregular.txt"):
        base, *forms = line.split()
        found |= dict.fromkeys(forms, base)
    return found


def groups(stemmed: str) -> frozenset[int]:
    """Numbers of the groups of synonyms that a stem is in."""
    return _groups().get(stemmed, frozenset())


@cache
def _groups() -> dict[str, frozenset[int]]:
    """Stem → numbers of the synonym groups it is in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lines("synonyms.txt")):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {k: frozenset(v) for k, v in found.items()}


def is_known(word: str) -> bool:
    """Whether lower-case `word` is in the lists of ordinary words."""
    return word in _STOP or word in _irregular() or stem(word) in _groups()


def lines(name: str) -> list[str]:
    """Lines of a word list beside this module, comments left out."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def supported(word: str, by: frozenset[str]) -> bool:
    """Whether one of the words `by` says what `word` says."""
    if word in by:
        return True
    mine = stem(word)
    groups = _groups().get(mine, frozenset())
    for other in by:
        theirs = stem(other)
        if mine == theirs or (groups and groups & _groups().get(theirs, frozenset())):
            return True
        if len(mine) >= 5 and len(theirs) >= 5 and mine[:5] == theirs[:5]:
            return True
        if len(mine) >= 4 and (theirs.endswith(mine) or mine.endswith(theirs)) and len(theirs) >= 4:
            return True
    return False
