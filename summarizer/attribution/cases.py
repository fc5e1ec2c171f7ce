"""Names met in the genitive ("zdaniem Ewy Kalety") put in the nominative ("Ewa Kaleta").

Endings only: the commonest declensions of Polish, Ukrainian and Finnish names. Other languages do not
decline names, or so little that the form as written serves.
"""

from __future__ import annotations

_Endings = tuple[tuple[str, str], ...]

_FEMALE_PL: _Endings = (("skiej", "ska"), ("ckiej", "cka"), ("nej", "na"), ("owej", "owa"),
              ("ii", "ia"), ("ji", "ja"), ("ki", "ka"), ("gi", "ga"), ("y", "a"))  # fmt: skip
_MALE_PL: _Endings = (("skiego", "ski"), ("ckiego", "cki"), ("niego", "ni"), ("ego", "y"), ("wła", "weł"),
            ("cka", "cek"), ("rka", "rek"), ("szka", "szek"), ("czka", "czek"), ("ńca", "niec"),
            ("a", ""), ("y", "a"))  # fmt: skip
_FEMALE_UK: _Endings = (
    ("ської", "ська"),
    ("цької", "цька"),
    ("ої", "а"),
    ("ії", "ія"),
    ("и", "а"),
    ("і", "я"),
)
_MALE_UK: _Endings = (("ського", "ський"), ("цького", "цький"), ("ого", "ий"), ("енка", "енко"),
            ("йця", "єць"),
            ("ця", "ець"), ("ія", "ій"), ("ря", "р"), ("я", "ь"), ("а", ""), ("и", "а"))  # fmt: skip
_MALE_UK_O = {"марка", "петра", "дмитра", "павла", "данила", "михайла", "кирила"}
_FINNISH: _Endings = (("sen", "nen"), ("mäen", "mäki"), ("joen", "joki"), ("järven", "järvi"),
            ("lahden", "lahti"),
            ("niemen", "niemi"), ("salmen", "salmi"), ("kosken", "koski"), ("lammen", "lampi"),
            ("kankaan", "kangas"), ("vuoren", "vuori"), ("saaren", "saari"), ("nurmen", "nurmi"),
            ("n", ""))  # fmt: skip


def nominative(name: str, language: str) -> str:
    """`name`, written in the genitive, in the nominative; as it is where no rule fits."""
    first, *rest = name.split()
    if language == "fi":
        return " ".join([first, *rest[:-1], _changed(rest[-1], _FINNISH)]) if rest else name
    if language == "pl":
        rules = _MALE_PL if first.endswith(("a", "ego")) else _FEMALE_PL
        return " ".join(_changed(w, rules) for w in (first, *rest))
    if language == "uk":
        male = first.endswith(("а", "я"))
        given = first[:-1] + "о" if first.casefold() in _MALE_UK_O else None
        rules = _MALE_UK if male else _FEMALE_UK
        return " ".join([given or _changed(first, rules), *(_changed(w, rules) for w in rest)])
    return name


def _changed(word: str, rules: _Endings) -> str:
    for ending, base in rules:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + base
    return word
