"""Words and marks of a sentence, with what the language's lexicon says of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.attribution.lexicon import Lexicon

DASHES = frozenset("–—―-‐‑‒")
MARKS = frozenset(",;:.!?…") | DASHES
QUOTES = frozenset('“„«»”"‘’‚')
OPENING = frozenset("“„«»”\"‘'‚‹›(")
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'ʼ‑.\-][^\W\d_]+)*|\d+(?:[.,:\s]\d+)*|\S")
# An elided article or conjunction (l', d', qu', dell') is a word of its own, as in French and Italian.
_ELIDED = frozenset(
    "l d s n j c m t qu dell nell sull all dall un lorsqu puisqu jusqu quell quest".split()  # noqa: SIM905
)
# "dit-il", "explique-t-elle": the pronoun is a word of its own.
_INVERTED = re.compile(r"(?P<verb>.+?)-(?:t-)?(?P<pronoun>il|elle|ils|elles|on)$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark.

    Attributes:
        text: as written.
        start: offset of its first character in the sentence.
        end: offset after its last character.
        tags: what the lexicon says of it.
        opens: it begins the sentence, or what follows a colon or an opening mark.
    """

    text: str
    start: int
    end: int
    tags: frozenset[str] = frozenset()
    opens: bool = False

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def tokenize(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens of a sentence."""
    raw = list(_split(text))
    tags = lexicon.annotate([t.lower() for t, _, _ in raw])
    tokens = []
    opens = True
    for (word, start, end), tag in zip(raw, tags, strict=True):
        tokens.append(Token(word, start, end, tag, opens))
        abbreviated = word == "." and len(tokens) > 1 and _is_short(tokens[-2])
        opens = not abbreviated and (
            word in OPENING or word in DASHES or word in ":.?!…" or (opens and not word[0].isalpha())
        )
    return tuple(tokens)


def _is_short(token: Token) -> bool:
    return len(token.text) == 1 or "title" in token.tags


def _split(text: str) -> list[tuple[str, int, int]]:
    found = []
    for m in _TOKEN.finditer(text):
        word, start = m.group(), m.start()
        apostrophe = max(word.find("'"), word.find("’"))
        if apostrophe > 0 and word[:apostrophe].lower() in _ELIDED:
            cut = apostrophe + 1
            found.append((word[:cut], start, start + cut))
            word, start = word[cut:], start + cut
        inverted = _INVERTED.match(word) if "-" in word else None
        if inverted:
            found.append((inverted["verb"], start, start + inverted.end("verb")))
            word, start = inverted["pronoun"], start + inverted.start("pronoun")
        found.append((word, start, m.end()))
    return found
