"""An article's sentences, prepared for attribution: words, names and quotations found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from summarizer.article import Article
from summarizer.attribution.lexicon import lexicon
from summarizer.attribution.names import VERB_TAGS, Mention, find_mentions
from summarizer.attribution.quotes import Span, is_dash_paragraph, quoted_spans
from summarizer.attribution.tokens import Token, tokenize

_CAPITAL_NOUNS = frozenset({"de", "lb", "gsw"})
_QUESTION_LABEL = re.compile(r"^[\w .–-]{1,30}:\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence prepared for attribution.

    Attributes:
        index: its number in the article.
        text: verbatim.
        tokens: its words and marks.
        mentions: names in it.
        spans: what stands in quotation marks.
        dash: it stands in a dash paragraph.
        quoted: for each token, whether it stands in quotation marks.
    """

    index: int
    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    spans: tuple[Span, ...]
    dash: bool
    quoted: tuple[bool, ...]

    @property
    def quoted_words(self) -> int:
        return sum(q and t.is_word for q, t in zip(self.quoted, self.tokens, strict=True))

    @property
    def words(self) -> int:
        return sum(t.is_word for t in self.tokens)

    @property
    def is_all_speech(self) -> bool:
        """Nothing of substance stands outside the quotation marks."""
        return self.quoted_words >= 1 and self.words - self.quoted_words <= 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body sentences that stand together."""

    lines: tuple[Line, ...]
    dash: bool

    @property
    def is_question(self) -> bool:
        """The interviewer's line: it ends in a question mark and is not in quotation marks."""
        last = self.lines[-1]
        labelled = bool(_QUESTION_LABEL.match(self.lines[0].text))
        return last.text.rstrip().endswith("?") and not last.spans and (labelled or not self.dash)


def paragraphs(article: Article) -> list[Paragraph]:
    """The paragraphs of `article`, without what cannot be evidence."""
    lexicon_ = lexicon(article.language)
    evidence = [(i, s) for i, s in enumerate(article.sentences) if s.is_evidence]
    tokens = {i: tokenize(s.text, lexicon_) for i, s in evidence}
    common = frozenset(t.text for ts in tokens.values() for t in ts if t.text.islower())
    found = []
    for _, group in groupby(evidence, key=lambda pair: pair[1].paragraph):
        numbered = list(group)
        block: list[Line] = []
        dash = False
        for (i, s), spans in zip(numbered, quoted_spans([s.text for _, s in numbered]), strict=True):
            starts = is_dash_paragraph(s.text)
            ends = dash and not starts and _opens_with_speaker(tokens[i])
            if block and (starts or ends):
                found.append(Paragraph(tuple(block), dash))
                block = []
            dash = starts or (dash and not ends)
            block.append(_line(i, s.text, tokens[i], spans, dash, article.language in _CAPITAL_NOUNS, common))
        found.append(Paragraph(tuple(block), dash))
    return found


def _opens_with_speaker(tokens: Sequence[Token]) -> bool:
    """After direct speech, `She stresses that …` or `NAME rejects …` is the reporter's voice again."""
    words = [t for t in tokens[:5] if t.is_word]
    for n, word in enumerate(words[1:4], start=1):
        if word.tags & VERB_TAGS:
            subject = words[n - 1]
            return bool(words[0].tags & {"he", "she"}) or subject.is_capital
    return False


def _line(
    index: int,
    text: str,
    tokens: tuple[Token, ...],
    spans: tuple[Span, ...],
    dash: bool,
    german: bool,
    common: frozenset[str],
) -> Line:
    return Line(
        index=index,
        text=text,
        tokens=tokens,
        mentions=tuple(find_mentions(text, tokens, german=german, common=common)),
        spans=spans,
        dash=dash,
        quoted=_quoted(tokens, spans),
    )


def _quoted(tokens: Sequence[Token], spans: tuple[Span, ...]) -> tuple[bool, ...]:
    return tuple(any(a <= t.start < b for a, b in spans) for t in tokens)
