"""What Kurir knows of each language: one TOML file a language, one table a topic.

``[reading]`` is for splitting and boilerplate, ``[attribution]`` for who says what, ``[gate]`` for
negation, certainty, direction and number words, ``[english]`` for roles and places in English. A language
without a file works: every reader of these tables does without them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@cache
def table(language: str, topic: str) -> Mapping[str, Any]:
    """Table `topic` of `language` (a BCP 47 primary subtag); empty where there is none.

    Both ways of writing Norwegian are in one file: ``nb`` and ``nn`` read ``no``.
    """
    return MappingProxyType(_load(_ALIASES.get(language, language)).get(topic, {}))


def known() -> tuple[str, ...]:
    """Languages that have a file, sorted."""
    return tuple(sorted(f.name[:-5] for f in files(__name__).iterdir() if f.name.endswith(".toml")))


_ALIASES = {"nb": "no", "nn": "no"}


@cache
def _load(language: str) -> Mapping[str, Any]:
    path = files(__name__) / f"{language}.toml"
    if not language.isalpha() or not path.is_file():
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))
