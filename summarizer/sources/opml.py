"""OPML 2.0 (https://opml.org/spec2.opml): the list of sources that every reader knows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from summarizer.errors import UnreadableError
from summarizer.sources import Source, SourceKind

DEEPEST = 20
MOST = 20_000
"""Outlines read of one file."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in an OPML file.

    Attributes:
        address: of the feed, as written.
        title: its title in the file.
        topics: names of the folders around it, and of its ``category``, outermost first.
        language: as declared.
    """

    address: str
    title: str | None = None
    topics: tuple[str, ...] = ()
    language: str | None = None


def read_opml(data: bytes, *, name: str) -> tuple[Outline, ...]:
    """The feeds in an OPML file; a feed in several folders comes once, with all of them.

    Raises:
        UnreadableError: it is no OPML file; `name` names it.
    """
    if b"<!ENTITY" in data:
        raise UnreadableError(name, "the file defines entities, which OPML does not need; remove them")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - entities are refused above
    except (ElementTree.ParseError, ValueError, LookupError):
        raise UnreadableError(name, "the file is not well-formed XML") from None
    if root.tag != "opml":
        raise UnreadableError(name, "the file is no OPML list")
    found: dict[str, Outline] = {}
    for outline in _walk(root.find("body"), ()):
        before = found.get(outline.address)
        topics = tuple(dict.fromkeys((*(before.topics if before else ()), *outline.topics)))
        found[outline.address] = Outline(outline.address, outline.title, topics, outline.language)
        if len(found) >= MOST:
            break
    return tuple(found.values())


def _walk(element: ElementTree.Element | None, folders: tuple[str, ...]) -> Iterator[Outline]:
    for outline in () if element is None else element.findall("outline"):
        title = " ".join((outline.get("title") or outline.get("text") or "").split()) or None
        if address := next((v.strip() for k, v in outline.items() if k.lower() == "xmlurl"), ""):
            categories = (c.strip("/ ") for c in (outline.get("category") or "").split(","))
            topics = dict.fromkeys((*folders, *(c for c in categories if c)))
            yield Outline(address, title, tuple(topics), outline.get("language"))
        elif len(folders) < DEEPEST:
            yield from _walk(outline, (*folders, title) if title else folders)


def write_opml(sources: Iterable[Source]) -> bytes:
    """An OPML file of the feeds among `sources`, topics as folders; a feed of two topics stands in both."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = "Kurir's sources"
    body = ElementTree.SubElement(root, "body")
    folders: dict[str, ElementTree.Element] = {}
    for source in sources:
        if source.kind is not SourceKind.FEED:
            continue
        for topic in source.topics or ("",):
            if topic and topic not in folders:
                folders[topic] = ElementTree.SubElement(body, "outline", text=topic, title=topic)
            title = source.title or source.address
            line = {"type": "rss", "text": title, "title": title, "xmlUrl": source.address}
            line |= {"language": source.language} if source.language else {}
            ElementTree.SubElement(folders[topic] if topic else body, "outline", line)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
