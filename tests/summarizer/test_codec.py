"""What is written as JSON reads back as the same values."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from builders import article, point
from pydantic import TypeAdapter

from summarizer import Draft, Sentence, SentenceKind
from summarizer.briefing import Translation
from summarizer.codec import RecordJSON, article_from_json, briefing_from_json, json_schema, record_to_json
from summarizer.gate import pass_gate

ROOT = Path(__file__).resolve().parents[2]


def test_a_record_survives_the_round_trip() -> None:
    """Nothing of an article or a briefing is lost in JSON, dropped points included."""
    a = article(
        sentences=(Sentence("Ja, säger hon.", 0), Sentence("Krav", 1, SentenceKind.SUBHEAD)),
        language="sv",
        published=datetime.fromisoformat("2026-11-10T06:30:00+01:00"),
        english=("Yes, she says.", "Demands"),
        english_title="Bridge",
    )
    b = pass_gate(a, Draft(headline="H", points=(point(), point(evidence=(9,))), engine="extractive"), {})
    b = replace(b, translations=(Translation(0, "Yes, she says.", "reference"),))
    assert len(b.points) == len(b.dropped) == 1
    record = json.loads(json.dumps(record_to_json(a, b)))
    TypeAdapter(RecordJSON).validate_python(record)  # nothing but what the schema has
    assert (article_from_json(record["article"]), briefing_from_json(record["briefing"])) == (a, b)


def test_the_published_schema_is_the_codec_s() -> None:
    """`docs/briefing.schema.json` is generated: renew it with `python -m summarizer.codec`."""
    assert json.loads((ROOT / "docs/briefing.schema.json").read_text(encoding="utf-8")) == json_schema()
