"""The briefings as RSS 2.0, Atom and JSON Feed 1.1, so that other tools can follow them. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as ET

from bot.store.briefings import ArchivedBriefing
from bot.view import language_name, titles
from summarizer.briefing import Briefing, Point, Section

TITLE = "Kurir: briefings"
ATOM = "http://www.w3.org/2005/Atom"
ET.register_namespace("atom", ATOM)


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says about itself.

    Attributes:
        home: address of the archive, without a slash at the end.
        own: address of the feed.
        updated: when its newest item was made.
    """

    home: str
    own: str
    updated: datetime

    def page(self, kept: ArchivedBriefing) -> str:
        return f"{self.home}/b/{kept.id}"


def channel(home: str, own: str, kept: Sequence[ArchivedBriefing]) -> Channel:
    """The channel of `kept`, newest first."""
    return Channel(home, own, kept[0].made if kept else datetime.fromtimestamp(0, UTC))


def rss(channel: Channel, kept: Sequence[ArchivedBriefing]) -> bytes:
    root = ET.Element("rss", version="2.0")
    top = ET.SubElement(root, "channel")
    for tag, text in (
        ("title", TITLE),
        ("link", channel.home + "/"),
        ("description", TITLE),
        ("language", "en"),
    ):
        _text(top, tag, text)
    ET.SubElement(top, f"{{{ATOM}}}link", rel="self", href=channel.own, type="application/rss+xml")
    _text(top, "lastBuildDate", format_datetime(channel.updated.astimezone(UTC), usegmt=True))
    for item in kept:
        entry = ET.SubElement(top, "item")
        _text(entry, "title", item.briefing.headline)
        _text(entry, "link", channel.page(item))
        _text(entry, "guid", channel.page(item)).set("isPermaLink", "true")
        _text(entry, "pubDate", format_datetime(item.made.astimezone(UTC), usegmt=True))
        _text(entry, "description", html(item))
    return _document(root)


def atom(channel: Channel, kept: Sequence[ArchivedBriefing]) -> bytes:
    root = ET.Element("feed", xmlns=ATOM)
    _text(root, "title", TITLE)
    _text(root, "id", channel.own)
    _text(root, "updated", channel.updated.isoformat())
    ET.SubElement(root, "link", rel="self", href=channel.own)
    ET.SubElement(root, "link", rel="alternate", href=channel.home + "/")
    for item in kept:
        entry = ET.SubElement(root, "entry")
        _text(entry, "title", item.briefing.headline)
        _text(entry, "id", channel.page(item))
        _text(entry, "updated", item.made.isoformat())
        _text(ET.SubElement(entry, "author"), "name", item.outlet or "Kurir")
        ET.SubElement(entry, "link", rel="alternate", href=channel.page(item))
        _text(entry, "content", html(item)).set("type", "html")
    return _document(root)


def json_feed(channel: Channel, kept: Sequence[ArchivedBriefing]) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": channel.home + "/",
        "feed_url": channel.own,
        "language": "en",
        "items": [
            {
                "id": channel.page(item),
                "url": channel.page(item),
                "title": item.briefing.headline,
                "content_html": html(item),
                "date_published": item.made.isoformat(),
                "authors": [{"name": item.outlet or "Kurir"}],
                "tags": [t for t in (language_name(item.language),) if t],
            }
            for item in kept
        ],
    }
    return json.dumps(feed, ensure_ascii=True).encode()


def html(kept: ArchivedBriefing) -> str:
    """The briefing as plain HTML for a feed reader; all text escaped."""
    sections = "".join(_section(kept.briefing, s) for s in Section if kept.briefing.section(s))
    source = " · ".join(p for p in (kept.outlet, language_name(kept.language)) if p)
    return f"<p>{escape(source)}</p>{sections}"


def _section(briefing: Briefing, section: Section) -> str:
    lines = "".join(f"<li>{_line(p)}</li>" for p in briefing.section(section))
    return f"<h4>{escape(titles()[section])}</h4><ul>{lines}</ul>"


def _line(point: Point) -> str:
    who = ", ".join(p for p in (point.speaker, point.speaker_role) if p)
    return f"<b>{escape(who)}</b>: {escape(point.text)}" if who else escape(point.text)


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, tag)
    # XML has no way to write control characters; a headline has no need of them.
    child.text = "".join(
        c if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff" else " " for c in text
    )
    return child


def _document(root: ET.Element) -> bytes:
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body
