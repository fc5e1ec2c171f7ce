"""Bytes of an article → `Article`.

A format reader (`plain`, `page`, `json_article`) gives a `Document`: paragraphs and what the article
says about itself. `assemble` makes it an `Article`: language, sentences, and what is no evidence.
`read_article` is pure but for the child process that reads web pages; it blocks, so async code calls it
in a thread. `read_sources` opens files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, ParamSpec

from summarizer.article import Article
from summarizer.errors import NotAnArticleError, SkippedError, SummarizerError, UnreadableError
from summarizer.reading.assembly import assemble
from summarizer.reading.characters import clean, fold
from summarizer.reading.document import Document
from summarizer.reading.encoding import decode

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".json")
"""What is read in a folder. A file that is named itself may have any."""

LARGEST = 8_000_000
"""Bytes. A long news page has some 300,000."""

STDIN = "-"

P = ParamSpec("P")

Fetch = Callable[[str], Article]
"""Reads the article at an http(s) address; raises `SummarizerError`."""


def read_article(
    data: bytes,
    *,
    name: str,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
) -> Article:
    """Read one article.

    Args:
        data: the file or the body of a response.
        name: a file's name or address: tells the format where `media_type` does not, and names it in errors.
        media_type: as the server said, for example ``text/html``.
        charset: as the server said.
        url: where it is from, used where the article does not say itself.

    Raises:
        UnreadableError: no article can be read from `data`.
    """
    if len(data) > LARGEST:
        raise UnreadableError(name, _too_large(len(data)))
    text, notes = decode(data, name=name, charset=charset)
    return assemble(_document(text, _format(name, media_type, text), name), name=name, notes=notes, url=url)


def read_sources(
    sources: Sequence[str], *, fetch: Fetch | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article | SummarizerError]:
    """Articles of files, folders, http(s) addresses and ``-`` (standard input), in order.

    What cannot be read comes as its error instead, so that one bad file stops nobody; a folder's file that
    is something else comes as `SkippedError`.
    """
    for source in sources:
        if source == STDIN:
            data = (stdin or sys.stdin.buffer).read(LARGEST + 1)
            yield _attempt(read_article, data, name="standard input")
        elif source.startswith(("http://", "https://")):
            yield _attempt(_fetched, source, fetch)
        elif os.path.isdir(source):
            yield from _in_folder(Path(source))
        else:
            yield _attempt(read_file, Path(source))


def read_file(path: Path) -> Article:
    """Read one file.

    Raises:
        UnreadableError: it cannot be opened, or holds no article.
    """
    name = _shown(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)  # a device has no size, and no end
    except (OSError, ValueError) as error:
        raise UnreadableError(name, _why(error)) from error
    if len(data) > LARGEST:
        raise UnreadableError(name, _too_large(max(size, len(data))))
    return read_article(data, name=name)


def _attempt(read: Callable[P, Article], *args: P.args, **kwargs: P.kwargs) -> Article | SummarizerError:
    try:
        return read(*args, **kwargs)
    except SummarizerError as error:
        return error


def _fetched(url: str, fetch: Fetch | None) -> Article:
    if fetch is None:
        raise UnreadableError(url, "addresses cannot be read here; save the page and give the file")
    return fetch(url)


def _in_folder(folder: Path) -> Iterator[Article | SummarizerError]:
    try:
        files = sorted(
            f for f in folder.iterdir() if f.suffix.lower() in SUFFIXES and not f.name.startswith(".")
        )
    except OSError as error:
        yield UnreadableError(_shown(folder), _why(error))
        return
    empty = True
    for file in files:
        item = _attempt(read_file, file)
        if isinstance(item, NotAnArticleError):
            yield SkippedError(f"{item.source}: passed over, it is no article")
        else:
            empty = False
            yield item
    if empty:
        yield UnreadableError(_shown(folder), f"no article in this folder ({', '.join(SUFFIXES)})")


def _shown(path: Path) -> str:
    """The path as it may be printed: a file's name can hold anything, escapes too."""
    return fold(clean(str(path)))


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    return f"it cannot be opened ({getattr(error, 'strerror', None) or 'bad name'})"


def _too_large(size: int) -> str:
    return (
        f"it has {max(1, round(size / 1e6))} MB or more; Kurir reads articles of up to {LARGEST // 10**6} MB"
    )


def _format(name: str, media_type: str | None, text: str) -> str:
    kind = (media_type or "").partition(";")[0].strip().lower()
    suffix = Path(name.partition("?")[0]).suffix.lower()
    head = text[:1000].lstrip().lower()
    if kind.endswith("json") or (not kind and suffix == ".json") or (not suffix and head.startswith("{")):
        return "json"
    if kind.endswith(("html", "xml")) or (not kind and suffix in (".html", ".htm", ".xhtml")):
        return "html"
    if head.startswith(("<!doctype html", "<html", "<?xml")) or (not suffix and head.startswith("<")):
        return "html"
    return "markdown" if kind == "text/markdown" or suffix in (".md", ".markdown") else "text"


def _document(text: str, form: str, name: str) -> Document:
    """Each reader is imported when its format is met: a text file must not wait for the others."""
    if form == "json":
        from summarizer.reading.json_article import read_json

        return read_json(text, name=name)
    if form == "html":
        from summarizer.reading.page import read_html

        return read_html(text, name=name)
    from summarizer.reading.plain import read_markdown, read_text

    return read_markdown(text) if form == "markdown" else read_text(text)
