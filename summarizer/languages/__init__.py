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
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any


@cache
def table(language: str, topic: str) -> Mapping[str, Any]:
    """Table `topic` of `language` (a BCP 47 primary subtag); empty where there is none.

    Both ways of writing Norwegian are in one file: ``nb`` and ``nn`` read ``no``.
    """
    return MappingProxyType(_load(language).get(topic, {}))


def known() -> tuple[str, ...]:
    """Languages that have a file, sorted."""
    return tuple(sorted(f.name[:-5] for f in files(__name__).iterdir() if f.name.endswith(".toml")))


def filed_as(language: str) -> str:
    """The language under which `language` is kept on disk: one file serves all of Norwegian."""
    return _ALIASES.get(language, language)


def text_of(folder: Traversable, language: str, ending: str) -> str:
    """The file of `language` in `folder`, whose files are named by language; empty where there is none."""
    path = folder / f"{filed_as(language)}.{ending}"
    return path.read_text(encoding="utf-8") if language.isalpha() and path.is_file() else ""


_ALIASES = {"nb": "no", "nn": "no"}


@cache
def _load(language: str) -> Mapping[str, Any]:
    return tomllib.loads(text_of(files(__name__), language, "toml"))
