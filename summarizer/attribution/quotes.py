"""Direct speech by its marks: all nine styles of quotation, and dash paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

# Closers by opener. A mark that opens in one language closes in another, so what is open decides.
_CLOSERS = {
    "“": "”",
    "„": '“”"',
    "”": "”",
    "«": "»",
    "»": "«»",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "＂": "＂",
}
_MARK = re.compile("[" + "".join(_CLOSERS) + "]")
_DASH = re.compile(r"\s*[–—―‒-]\s*(?=[\w\"“„«”»'(…¿¡])(?!\d)")


def is_dash_paragraph(first_sentence: str) -> bool:
    """Whether the paragraph that begins with this sentence is direct speech opened by a dash."""
    return _DASH.match(first_sentence) is not None


def after_dash(sentence: str) -> int:
    """Offset of the first character after a leading dash; 0 where there is none."""
    m = _DASH.match(sentence)
    return m.end() if m else 0


def quoted_spans(sentences: Sequence[str]) -> list[tuple[Span, ...]]:
    """For each sentence of one paragraph, what stands inside quotation marks, the marks left out.

    A quotation that is open at the end of a sentence goes on in the next one of the paragraph.
    """
    found = []
    closers = ""
    for text in sentences:
        spans = []
        start = 0
        for m in _MARK.finditer(text):
            i, mark = m.start(), m.group()
            if closers:
                if mark in closers and not _is_apostrophe(text, i):
                    spans.append((start, i))
                    closers = ""
            elif _opens(text, i):
                closers, start = _CLOSERS[mark], i + 1
        if closers:
            spans.append((start, len(text)))
        found.append(tuple(s for s in spans if text[s[0] : s[1]].strip()))
    return found


def _opens(text: str, i: int) -> bool:
    """A mark opens before a word, and not inside one."""
    return not (i and text[i - 1].isalnum()) and i + 1 < len(text)


def _is_apostrophe(text: str, i: int) -> bool:
    return text[i] == "’" and i + 1 < len(text) and text[i + 1].isalnum()
