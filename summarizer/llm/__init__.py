"""The `llm` engine: any OpenAI-compatible endpoint drafts, nothing it says is believed.

::

    prompt.py     article → messages; the text of the prompts is in prompts/*.md
    client.py     messages → reply; the only importer of `openai`
    caller.py     breaker, budget, cache, ledger and retries around one call
    reading.py    reply → draft points, leniently
    engine.py     the engine: these in order, long articles in parts

What comes out is a `Draft` like any other: only the gate makes a briefing of it.
"""
