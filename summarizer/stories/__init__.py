"""Stories: the same event reported by several outlets, also in several languages. Pure.

``fingerprint`` (an article → its names, numbers, dates and shingles) → ``window`` (one article against the
recent ones, incrementally) with ``matching`` (whether two fingerprints are one event) → ``telling`` (what a
briefing of the whole story should say besides its points).
"""

from summarizer.stories.fingerprint import Fingerprint, fingerprint
from summarizer.stories.matching import Match, compare
from summarizer.stories.telling import StoryNotes, tell
from summarizer.stories.window import Window

__all__ = ["Fingerprint", "Match", "StoryNotes", "Window", "compare", "fingerprint", "tell"]
