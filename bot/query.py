"""What a channel wants to read, as a small search language: words, phrases, AND, OR, NOT.

``ukraine talks`` needs both words, ``ukraine, climate`` either; ``"peace talks"`` is a phrase, ``nego*`` a
beginning; ``topic:world`` and ``source:NAME`` select by topic and source; ``NOT sport`` and ``-sport``
exclude; brackets group. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.errors import CommandError

MAX_QUERY = 300
"""Characters of a query; longer ones are refused."""

MAX_BRACKETS = 20
"""Each is read by a call within a call; a hundred would be more than Python's stack takes."""


@dataclass(frozen=True)
class Facts:
    """What a query is held against: one story.

    Attributes:
        text: everything readable: headline, points, original titles.
        topics: topics of the sources that report it.
        sources: names, addresses and outlets of those sources.
    """

    text: str
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> str:
        """`text` without case and accents; kept, because many channels ask the same story."""
        return _folded(self.text)


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every story."""

    def matches(self, facts: Facts) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Words:
    """Consecutive words of the text, ignoring case and accents; ``*`` at the end stands for any ending."""

    phrase: str

    def matches(self, facts: Facts) -> bool:
        return bool(_pattern(self.phrase).search(facts.folded))


@dataclass(frozen=True, slots=True)
class Topic:
    """The topic of a source."""

    name: str

    def matches(self, facts: Facts) -> bool:
        return _folded(self.name) in map(_folded, facts.topics)


@dataclass(frozen=True, slots=True)
class FromSource:
    """A part of a source's name, address or outlet."""

    name: str

    def matches(self, facts: Facts) -> bool:
        return any(_folded(self.name) in _folded(s) for s in facts.sources)


@dataclass(frozen=True, slots=True)
class Not:
    part: Query

    def matches(self, facts: Facts) -> bool:
        return not self.part.matches(facts)


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]

    def matches(self, facts: Facts) -> bool:
        return all(p.matches(facts) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]

    def matches(self, facts: Facts) -> bool:
        return any(p.matches(facts) for p in self.parts)


Query = Everything | Words | Topic | FromSource | Not | And | Or

_TOKEN = re.compile(
    r"""\s*(?:(?P<mark>[(),])
      | (?P<minus>-)?(?:(?P<field>topic|source):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s(),"]+)))""",
    re.VERBOSE | re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def parse_query(text: str) -> Query:
    """The query that `text` writes; `Everything` for an empty text, ``*``, ``all`` or ``everything``.

    Raises:
        CommandError: it cannot be understood; says where.
    """
    if len(text) > MAX_QUERY:
        raise CommandError(f"That is too long to search for: keep it under {MAX_QUERY} characters.")
    if text.strip().casefold() in ("", "*", "all", "everything"):
        return Everything()
    tokens = _tokens(text)
    if sum(token["mark"] == "(" for token in tokens) > MAX_BRACKETS:
        raise CommandError(f"There are more than {MAX_BRACKETS} brackets in it. Say it with fewer.")
    parser = _Parser(tokens)
    query = parser.any_of()
    if parser.tokens:
        raise CommandError(f"There is a closing bracket too many in “{' '.join(text.split())}”.")
    return query


def words_of(query: Query) -> tuple[str, ...]:
    """The phrases that a matching story may contain, excluded ones left out."""
    match query:
        case Words(phrase):
            return (phrase,)
        case And(parts) | Or(parts):
            return tuple(w for p in parts for w in words_of(p))
        case _:
            return ()


@dataclass(slots=True)
class _Parser:
    """Recursive descent; `tokens` is what is still to be read, in reverse."""

    tokens: list[re.Match[str]]

    def any_of(self) -> Query:
        parts = [self.all_of()]
        while self._take(",", "or"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all_of(self) -> Query:
        parts = [self.one()]
        while self.tokens and self._peek() not in (",", "or", ")"):
            self._take("and")
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self) -> Query:
        if self._take("not"):
            return Not(self.one())
        if self._take("("):
            inside = self.any_of()
            if not self._take(")"):
                raise CommandError("A bracket is opened but not closed.")
            return inside
        if not self.tokens or self._peek() in (",", ")", "and", "or"):
            raise CommandError("Something is missing: AND, OR, NOT and commas need words beside them.")
        return _term(self.tokens.pop())

    def _peek(self) -> str:
        token = self.tokens[-1]
        word = token["word"] if not (token["field"] or token["minus"]) else None
        return token["mark"] or (word or "").casefold()

    def _take(self, *wanted: str) -> bool:
        if self.tokens and self._peek() in wanted:
            self.tokens.pop()
            return True
        return False


def _term(token: re.Match[str]) -> Query:
    text = token["phrase"] if token["phrase"] is not None else token["word"]
    field = (token["field"] or "").casefold()
    if not any(c.isalnum() for c in text):
        raise CommandError(f"“{' '.join(text.split())}” holds no word to look for.")
    query: Query = Topic(text) if field == "topic" else FromSource(text) if field else Words(text)
    return Not(query) if token["minus"] else query


def _tokens(text: str) -> list[re.Match[str]]:
    """Tokens of `text` in reverse order; a stray quotation mark is an error."""
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None:
            raise CommandError("A quotation mark is opened but not closed.")
        found.append(token)
        at = token.end()
    return found[::-1]


def _folded(text: str) -> str:
    """Without case and accents: Orbán and ORBAN are one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    words = [re.escape(w) for w in _folded(phrase).removesuffix("*").split()]
    end = "" if phrase.endswith("*") else r"(?!\w)"
    return re.compile(r"(?<!\w)" + r"\W+".join(words) + end)
