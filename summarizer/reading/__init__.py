"""Bytes of an article → `Article`. Pure but for `read_source`, which opens files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from summarizer.article import Article, Sentence, article_id
from summarizer.errors import UnreadableError

SUFFIXES = (".txt", ".md", ".html", ".htm", ".json")


def read_article(data: bytes, *, name: str) -> Article:
    """Read one article. `name` (a file's name or URL) tells its format and names it in errors.

    Raises:
        UnreadableError: no article can be read from `data`.
    """
    text = data.decode("utf-8", "replace")
    if name.endswith(".json"):
        return _from_json(json.loads(text))
    lines = [x.strip() for x in text.splitlines() if x.strip()]
    if not lines:
        raise UnreadableError(name, "it is empty")
    return _from_json({"text": "\n".join(lines), "title": lines[0][:80], "lang": "und"})


def read_sources(sources: list[str]) -> Iterator[Article | UnreadableError]:
    """Articles of files and folders, in order; what cannot be read comes as its error instead."""
    for source in sources:
        path = Path(source)
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            if file.suffix in SUFFIXES or not path.is_dir():
                try:
                    yield read_article(file.read_bytes(), name=str(file))
                except UnreadableError as error:
                    yield error


def _from_json(data: dict[str, Any]) -> Article:
    paragraphs = data["text"].split("\n")
    sentences = [Sentence(s, n) for n, p in enumerate(paragraphs) for s in re.split(r"(?<=[.!?])\s+", p) if s]
    if data.get("sentences"):
        sentences = [Sentence(s, n) for n, s in enumerate(data["sentences"])]
    english = tuple((data.get("translations") or {}).get("en") or ())
    return Article(
        id=data.get("id") or article_id(url=data.get("url"), title=data["title"], text=data["text"]),
        title=data["title"],
        sentences=tuple(sentences),
        language=data.get("lang") or "und",
        outlet=data.get("outlet"),
        url=data.get("url"),
        published=datetime.fromisoformat(data["published"]) if data.get("published") else None,
        english=english if len(english) == len(sentences) else (),
        english_title=data.get("title_en"),
    )
