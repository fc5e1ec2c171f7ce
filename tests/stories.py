"""Short invented news in many languages: which of them tell the same event."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from summarizer import Article
from summarizer.reading.assembly import assemble
from summarizer.reading.document import Document, Paragraph

PAIRS = Path(__file__).parent / "data" / "stories" / "pairs.json"
"""Own texts, all names invented. Articles with the same ``event`` tell the same; ``X-near`` is another
event with the topic, the place or the people of X."""


def told() -> list[tuple[str, Article]]:
    """Each article with the event that it tells."""
    data = json.loads(PAIRS.read_text(encoding="utf-8"))
    return [(item["event"], _article(n, item)) for n, item in enumerate(data)]


def _article(number: int, item: dict[str, str]) -> Article:
    document = Document(
        id=f"{item['event']}-{number}",
        paragraphs=[Paragraph(item["text"])],
        title=item["title"],
        outlet=item["outlet"],
        language=item["lang"],
        published=datetime.fromisoformat(item["published"]),
    )
    return assemble(document, name=item["event"])
