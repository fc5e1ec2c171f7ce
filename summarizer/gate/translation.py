"""The check on machine-translated sentences: numbers, names and negation survive, or the original stands."""

from __future__ import annotations

from summarizer.briefing import Reason
from summarizer.gate.checks.names import is_generic, names
from summarizer.gate.checks.negation import same_polarity
from summarizer.gate.lexicon import words
from summarizer.gate.normalise.names import begins, code_of, fold, local_forms, same_name
from summarizer.gate.normalise.numbers import Number, numbers


def faithful_translation(language: str, original: str, english: str) -> tuple[Reason, ...]:
    """Why `english` may not stand for `original`, a sentence in `language`; empty where it may.

    Looks at what translation models get wrong and can be told from outside: numbers lost, added or changed,
    names that are not in the original, a "not" gained or lost.
    """
    reasons = [
        Reason("numbers", f"{n} is not in the original") for n in _new(english, "en", original, language)
    ]
    reasons += [
        Reason("numbers", f"{n} is lost in translation") for n in _new(original, language, english, "en")
    ]
    reasons += [
        Reason("names", f"{n} is not in the original")
        for n in names(english)
        if _is_new(n, original, language)
    ]
    if not same_polarity(original, language, english, "en"):
        reasons.append(Reason("negation", "the translation turns a negation round"))
    return tuple(reasons)


def _new(text: str, language: str, other: str, other_language: str) -> list[str]:
    """Numbers of `text`, written in digits or above twelve, that `other` does not have."""
    known = {v for n in numbers(other, other_language) for v in n.values}
    return [n.raw for n in numbers(text, language) if _counts(n) and not n.values & known]


def _counts(number: Number) -> bool:
    return number.raw[0].isdigit() or min(number.values) > 12


def _is_new(name: str, original: str, language: str) -> bool:
    tokens = words(original)
    if is_generic(name) or name.isupper() or any(same_name(name, t, language) for t in tokens):
        return False
    code = code_of(name)
    if code is None:
        return True
    return not any(begins(fold(t), form) for t in tokens for form in local_forms(code, language))
