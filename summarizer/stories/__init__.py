"""Stories: the same event reported by several outlets, also in several languages. Pure.

``fingerprint`` (an article → its names, numbers, dates and shingles) → ``window`` (one article against the
recent ones, incrementally) with ``matching`` (whether two fingerprints are one event) → ``telling`` (which of
a story's articles is briefed, where outlets differ, what an article adds).
"""

from summarizer.stories.fingerprint import Fingerprint, fingerprint
from summarizer.stories.matching import Match, compare
from summarizer.stories.window import Window

__all__ = ["Fingerprint", "Match", "Window", "compare", "fingerprint"]
