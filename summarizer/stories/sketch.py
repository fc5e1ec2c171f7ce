"""MinHash by the bottom-k sketch: how much of their wording two texts share, from 64 numbers each.

Broder, "On the resemblance and containment of documents" (1997). Twenty lines of our own instead of a
library: the sketch is all we need, and its values are kept in no database.
"""

from __future__ import annotations

import re
from hashlib import blake2b

SIZE = 64
"""Numbers of a sketch; the estimate of the similarity is good to about ±0.06."""

SHINGLE = 3
"""Words of a shingle: word order counts, a changed word costs three shingles."""

_WORD = re.compile(r"\w+")


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of the shingles of `text`, ascending."""
    words = _WORD.findall(text.casefold())
    count = max(len(words) - SHINGLE + 1, 1 if words else 0)
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(count)}
    hashes = (int.from_bytes(blake2b(s.encode(), digest_size=6).digest(), "big") for s in shingles)
    return tuple(sorted(hashes)[:SIZE])


def resemblance(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Estimated Jaccard similarity of the shingles of two texts, 0 to 1."""
    if not a or not b:
        return 0.0
    both = set(a) & set(b)
    if not both:  # of most texts that are compared; sorting costs more than all else here
        return 0.0
    union = sorted({*a, *b})[: min(SIZE, max(len(a), len(b)))]
    return sum(h in both for h in union) / len(union)
