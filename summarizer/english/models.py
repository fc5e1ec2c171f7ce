"""Translation models: which there are, and which are on disk. Fetching one is `pulling`.

``models.toml`` is the lock file: path, size and SHA-256 of every file. Nothing that differs from it is
ever kept, whatever server it came from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from summarizer.languages import filed_as


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, gzip as transferred.

    Attributes:
        name: what it is: ``model``, ``vocabulary`` or ``shortlist``; its name on disk.
        path: below the base address.
        size: bytes as transferred.
        sha256: of these bytes, hex.
    """

    name: str
    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What may be fetched: ``models.toml`` as values.

    Attributes:
        base: address of the original, used unless another one is configured.
        models: files by language that is translated from.
    """

    base: str
    models: Mapping[str, tuple[ModelFile, ...]]


@cache
def lock() -> Lock:
    """The lock file of this version of Kurir."""
    data = tomllib.loads((files(__package__) / "models.toml").read_text(encoding="utf-8"))
    models = {
        language: tuple(ModelFile(n, f["path"], f["bytes"], f["sha256"]) for n, f in entry.items())
        for language, entry in data.items()
        if isinstance(entry, dict)
    }
    return Lock(data["base"], models)


def model_folder(folder: Path, language: str) -> Path:
    """Where the model from `language` into English is or would be."""
    return folder / f"{filed_as(language)}-en"


def is_installed(folder: Path, language: str) -> bool:
    """Whether the model from `language` is in `folder`."""
    return (model_folder(folder, language) / "model").is_file()
