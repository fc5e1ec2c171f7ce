"""Clauses of texts in two languages, and which clause of a point tells which clause of its evidence.

They are held together by what can be compared without a translation: numbers, names, words that look alike,
and the concepts that `summarizer.languages` has words for. Opposites count as alike: a clause that was turned
round is still about the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summarizer.gate.lexicon import introducing, lexicon, listed, plain
from summarizer.gate.normalise.dates import dates
from summarizer.gate.normalise.english import content_words, groups, stem
from summarizer.gate.normalise.names import fold
from summarizer.gate.normalise.numbers import numbers
from summarizer.gate.opposites import axis, opposite

SHORTEST = 4
"""Words of the shortest clause; what is shorter belongs to its neighbour."""

DENYING = 3
"""Words before a "that" within which a "not" is about what follows it: "does not believe that"."""

PREFIX = 5
"""Letters that two words in different languages must share to look alike."""

_WORD = re.compile(r"[^\W_]+")
_PAUSE = re.compile(r"(?:[,;:!?–—()]|(?<!\d)\.)\W*\s|[–—]")
_STOP = re.compile(r"(?:[;:!?]|(?<!\d)\.)\W*\s")
_ASIDE = re.compile(
    r",\s+(?:however|though|meanwhile|therefore|nevertheless|nonetheless|moreover|instead|too|in turn"
    r"|on the other hand|on the contrary|by contrast|for example|for instance|of course|in fact"
    r"|(?:s?he|they) sa(?:id|ys?)),"
)
"""English words between commas that leave the clause around them whole."""
_SPELLING = str.maketrans("ckqzywvj", "kkksiuui")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, or what a comma or an "and" lets pass for one.

    Attributes:
        text: as written.
        language: of the text.
        words: its words in lower case.
        hits: concepts with the index of their word, see `summarizer.gate.lexicon.Lexicon.find`.
        anchors: what it can be recognised by in another language.
    """

    text: str
    language: str
    words: tuple[str, ...]
    hits: tuple[tuple[str, int], ...]
    anchors: frozenset[str]

    @property
    def concepts(self) -> frozenset[str]:
        return frozenset(c for c, _ in self.hits)


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause of a point with a clause of its evidence that seems to say the same, and how surely."""

    said: Clause
    meant: Clause
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The clauses of a point and of its evidence, and how much each is like each.

    Attributes:
        said: clauses of the point.
        meant: clauses of the evidence.
        scores: by clause of the point, then of the evidence.
    """

    said: tuple[Clause, ...]
    meant: tuple[Clause, ...]
    scores: tuple[tuple[float, ...], ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """For each clause of the evidence the clause of the point that tells it, if one does."""
        found = []
        for j, meant in enumerate(self.meant if self.said else ()):
            i = max(range(len(self.said)), key=lambda i: (self.scores[i][j], -self._apart(i, j)))
            if 0 < self.scores[i][j] >= SHARE * max(self.scores[i]):
                found.append(Pair(self.said[i], meant, self.scores[i][j]))
        if len(self.said) == len(self.meant) == 1:
            return (Pair(self.said[0], self.meant[0], max(SURE, self.scores[0][0])),)
        return (*found, *(Pair(self.said[i], self.meant[j], NEAR) for i, j in self._left))

    def source(self, said: Clause) -> Pair | None:
        """What `said` tells of the evidence: the clause most like it, if any is."""
        if not self.meant:
            return None
        i = self.said.index(said)
        j = self._likest(i)
        if self.scores[i][j] > 0:
            return Pair(said, self.meant[j], self.scores[i][j])
        return next((Pair(said, self.meant[j], NEAR) for left, j in self._left if left == i), None)

    def beside(self, pair: Pair) -> bool:
        """Whether a neighbour of each clause of `pair` surely tells the other."""
        i, j = self.said.index(pair.said), self.meant.index(pair.meant)
        near = [n for n in (i - 1, i + 1) if 0 <= n < len(self.said)]
        return any(self._likest(n) == j + n - i and max(self.scores[n]) >= SURE for n in near)

    @property
    def _left(self) -> tuple[tuple[int, int], ...]:
        """The one clause of each side that is like none, if their neighbours tell each other."""
        told = {(i, self._likest(i)) for i, scores in enumerate(self.scores) if any(scores)}
        lonely = [i for i, scores in enumerate(self.scores) if not any(scores)]
        untold = [j for j in range(len(self.meant)) if not any(scores[j] for scores in self.scores)]
        if len(lonely) != 1 or len(untold) != 1:
            return ()
        return tuple((i, j) for i in lonely for j in untold if {(i - 1, j - 1), (i + 1, j + 1)} & told)

    def _likest(self, i: int) -> int:
        return max(range(len(self.meant)), key=lambda j: (self.scores[i][j], -self._apart(i, j)))

    def _apart(self, i: int, j: int) -> int:
        return abs(i * len(self.meant) - j * len(self.said))


def align(said: Sequence[Clause], meant: Sequence[Clause]) -> Alignment:
    """`said` beside `meant`; an anchor that many clauses of the evidence share counts for less."""
    common = Counter(a for clause in meant for a in clause.anchors)
    return Alignment(
        tuple(said), tuple(meant), tuple(tuple(_score(p, e, common) for e in meant) for p in said)
    )


SHARE = 0.6
"""A clause of the point tells more than one of the evidence if they are so nearly as much alike."""

NEAR = 1.0
"""Score from which two clauses are compared at all."""

SURE = 2.0
"""Score from which two clauses are about the same without doubt."""


def _score(said: Clause, meant: Clause, common: Counter[str]) -> float:
    return sum((2.0 if a[0] == "#" else 1.0) / common[a] for a in said.anchors & meant.anchors)


@lru_cache(maxsize=2048)
def clauses(text: str, language: str) -> tuple[Clause, ...]:
    """The clauses of `text`, in order."""
    text = _ASIDE.sub("", plain(text))
    spans = list(_WORD.finditer(text))
    of_word = lexicon(language, "words").of_word
    meanings = [of_word(word[0].casefold()) for word in spans]
    cuts = [0]
    for n, word in enumerate(spans):
        if n == 0:
            continue
        gap = text[spans[n - 1].end() : word.start()]
        joint = "joint" in meanings[n]
        denied = any("negation" in m for m in meanings[max(0, n - DENYING) : n])
        if denied and word[0].casefold() in introducing(language):
            continue
        pause = bool(_PAUSE.search(gap))
        least = 2 if _STOP.search(gap) else SHORTEST - (pause and joint)
        if (least == 2 or pause or joint) and n - cuts[-1] >= least <= len(spans) - n:
            cuts.append(n)
    cuts.append(len(spans))
    return tuple(
        _clause(text[spans[a].start() : spans[b - 1].end()], language) for a, b in pairwise(cuts) if a < b
    )


def _clause(text: str, language: str) -> Clause:
    raw = _WORD.findall(text)
    words = tuple(w.casefold() for w in raw)
    hits = _graded(lexicon(language, "words").spans(words))
    things = lexicon(language, "things").find(words)
    anchors = {c for c, _ in things}
    anchors |= {f"={axis(c)}" for c, _ in hits if axis(c)}
    anchors |= {c for c, _ in hits if c in _TIMES}
    anchors |= {f"#{v:g}" for n in numbers(text, language) for v in n.values if v > 1}
    anchors |= {f"month {m}" for m in dates(text, language).months}
    known = {i for _, i in things}
    plain_words = content_words(text) if language == "en" else words
    for i, word in enumerate(words):
        if i not in known and len(word) >= PREFIX and word in plain_words:
            anchors.add("~" + _alike(word))
    if language == "en":
        for word in plain_words:
            mine = stem(word)
            anchors |= {f"&{g}" for g in groups(mine)} or {f"&{mine}"}
    return Clause(text, language, words, tuple(hits), frozenset(anchors))


def undoes(clause: Clause, denials: frozenset[str]) -> bool:
    """Whether `clause` denies one of `denials`: "does not rule out"."""
    nots = {i for c, i in clause.hits if c == "negation"}
    return any({i - 2, i - 1, i + 1} & nots for c, i in clause.hits if c in denials and i not in nots)


GRADED = listed(
    "safe danger cheap costly early late often seldom fast slow warm healthy easy likely clean satisfied"
)
"""Concepts of adjectives that "less" before them turns round."""


def _graded(spans: list[tuple[str, int, int]]) -> list[tuple[str, int]]:
    """Concepts of `spans` with "less safe" as dangerous, and without the "less" of "au moins"."""
    floors = {n for c, start, end in spans if c == "at_least" for n in range(start, end)}
    less = {i for c, i, _ in spans if c == "less"} - floors
    hits = [(c, i) for c, i, _ in spans if i not in floors or c not in ("less", "negative")]
    return [(opposite(c) if c in GRADED and i - 1 in less else c, i) for c, i in hits]


_TIMES = listed(
    "monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter "
    "yesterday today tomorrow"
)


@lru_cache(maxsize=8192)
def _alike(word: str) -> str:
    """How `word` begins in any language's spelling."""
    folded = fold(word).replace("ph", "f").replace("th", "t").replace("ch", "k").translate(_SPELLING)
    return re.sub(r"(.)\1", r"\1", folded)[:PREFIX]
