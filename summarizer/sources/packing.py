"""An entry as one text and back: what waits to be read is kept whole, and only its reader takes it apart."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from summarizer.sources import Entry

FIELDS = tuple(f.name for f in fields(Entry))
TIMES = frozenset(("published", "updated"))

_readable = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ascii = json.JSONEncoder(separators=(",", ":")).encode


def pack(entry: Entry) -> str:
    """`entry` as JSON that any database takes as text: without NUL and halves of surrogate pairs."""
    given = {name: value for name in FIELDS if (value := getattr(entry, name))}
    for name in TIMES & given.keys():
        given[name] = given[name].isoformat()
    text = _readable(given)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _ascii(given)
    return text


def unpack(packed: str) -> Entry:
    """The entry that `pack` made `packed` of."""
    given: dict[str, Any] = json.loads(packed)
    for name in TIMES & given.keys():
        given[name] = datetime.fromisoformat(given[name])
    return Entry(**given)
