"""No hallucination of a listed kind is ever shown as supported."""

from __future__ import annotations

from typing import Any

import pytest
from builders import article
from fakes.openai_server import OpenAIServer, says

from summarizer import Verdict
from summarizer.english import ReferenceTranslator
from summarizer.llm.caller import Caller
from summarizer.llm.client import OpenAIModel
from summarizer.llm.engine import LLMEngine
from summarizer.pipeline import Summarizer

SWEDISH = article(
    "Borgmästare Åsa Ek öppnade den nya bron i Sundsborg i måndags.",
    "Bron kostade 12 miljoner euro att bygga.",
    "– Vi kommer inte att höja skatten, säger Åsa Ek.",
    "– Bron är för dyr, säger Per Lund, ordförande i skatteföreningen.",
    "Parterna enades om ett eldupphör i maj.",
    title="Bron öppnad",
    language="sv",
    english=(
        "Mayor Åsa Ek opened the new bridge in Sundsborg on Monday.",
        "The bridge cost 12 million euros to build.",
        "“We will not raise the tax,” says Åsa Ek.",
        "“The bridge is too expensive,” says Per Lund, chair of the taxpayers' association.",
        "The parties agreed on a ceasefire in May.",
    ),
)
KINDS: dict[str, dict[str, Any]] = {
    "number": {"text": "The bridge cost 21 million euros to build.", "evidence": [1]},
    "scale": {"text": "The bridge cost 12 billion euros to build.", "evidence": [1]},
    "date": {"text": "The mayor opened the new bridge on Friday.", "evidence": [0], "speaker": ""},
    "name": {"text": "Mayor Eva Berg opened the new bridge on Monday.", "evidence": [0]},
    "place": {"text": "The mayor opened the new bridge in Paris on Monday.", "evidence": [0]},
    "speaker swap": {"text": "The bridge is too expensive.", "evidence": [3], "speaker": "Åsa Ek"},
    "invented speaker": {"text": "The bridge is too expensive.", "evidence": [3], "speaker": "Nils Holm"},
    "negation": {"text": "The tax will be raised.", "evidence": [2], "speaker": "Åsa Ek"},
    "invented quote": {
        "text": "The bridge cost 12 million euros to build.",
        "evidence": [1],
        "quote": "helt vansinnigt",
    },
    "wrong role": {
        "text": "The bridge is too expensive.",
        "evidence": [3],
        "speaker": "Per Lund",
        "role": "finance minister",
        "section": "skeptics",
    },
    "invented fact": {"text": "The parties agreed on chemical weapons in May.", "evidence": [4]},
    "language": {"text": "Bron kostade 12 miljoner euro och är mycket vacker.", "evidence": [1]},
    "markup": {"text": "<!channel> The bridge cost 12 million euros to build.", "evidence": [1]},
    "no such sentence": {"text": "The bridge is old.", "evidence": [44]},
}


@pytest.mark.parametrize("kind", KINDS)
async def test_no_hallucination_is_shown_as_supported(kind: str) -> None:
    """The model insists on it; what is shown in its place is not it."""
    point = {"section": "key_claims", "speaker": "", "role": "", "via": "", "quote": "", **KINDS[kind]}
    reply = {"headline": "The new bridge is open", "points": [point]}
    async with OpenAIServer([says(reply)]) as server:
        model = OpenAIModel("m", base_url=server.url, key=None, timeout=5)
        summarizer = Summarizer(LLMEngine(caller=Caller(model=model)), (ReferenceTranslator(),))
        briefing = await summarizer.brief(SWEDISH)
        await model.close()
    supported = [p for p in briefing.points if p.verdict is Verdict.SUPPORTED]
    assert not [
        p
        for p in supported
        if p.text == point["text"]
        and (p.speaker or "") == point["speaker"]
        and (p.speaker_role or "") == point["role"]
        and (p.quote or "") == point["quote"]
    ]
    assert all(p.verdict is not Verdict.REJECTED for p in briefing.points)
