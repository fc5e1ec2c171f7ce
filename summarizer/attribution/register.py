"""The people and bodies of an article: every form of a name leads to one entry."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.attribution.cases import nominative
from summarizer.attribution.names import Mention
from summarizer.attribution.values import Speaker, SpeakerKind

_MAX_ENDING = 4  # letters a case ending may add or change: Kowalski, Kowalskiego


@dataclass(slots=True)
class Entry:
    """One person or body while the article is being read."""

    name: str
    kind: SpeakerKind
    role: str | None = None
    tags: set[str] = field(default_factory=set)
    aliases: list[str] = field(default_factory=list)
    mentions: set[int] = field(default_factory=set)
    gender: str | None = None
    order: int = 0
    genitive: bool = False  # the name is only known in that case

    @property
    def words(self) -> list[str]:
        return _words(self.name)


class Register:
    """Finds the entry of a name; makes one for a new name."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._by_stem: dict[str, list[Entry]] = {}

    def meet(self, mention: Mention, index: int, *, genitive: bool = False) -> Entry | None:
        """The entry of `mention`, found at sentence `index`; None for a lone word nobody has introduced."""
        entry = self.find(mention.name)
        if entry is None:
            if not mention.full:
                return None
            entry = Entry(mention.name, mention.kind, order=len(self.entries), genitive=genitive)
            self.entries.append(entry)
            self._index(entry)
        self._learn(entry, mention, index, genitive=genitive)
        return entry

    def _learn(self, entry: Entry, mention: Mention, index: int, *, genitive: bool = False) -> None:
        entry.mentions.add(index)
        entry.tags |= mention.tags
        if mention.role and (entry.role is None or len(entry.mentions) == 1):
            entry.role = mention.role
        if mention.name != entry.name:
            more = len(_words(mention.name)) - len(entry.words)
            if more > 0 or (more == 0 and entry.genitive and not genitive):
                mention_name, entry.name, entry.genitive = entry.name, mention.name, genitive
                self._index(entry)
            else:
                mention_name = mention.name
            if mention_name not in entry.aliases:
                entry.aliases.append(mention_name)

    def add(self, mention: Mention, index: int) -> Entry:
        """Enter a lone surname that stands in speech position."""
        entry = self.find(mention.name)
        if entry is None:
            entry = Entry(mention.name, mention.kind, order=len(self.entries))
            self.entries.append(entry)
            self._index(entry)
        self._learn(entry, mention, index)
        return entry

    def _index(self, entry: Entry) -> None:
        for word in {entry.words[-1], entry.words[0]} if entry.words else ():
            known = self._by_stem.setdefault(_stem(word), [])
            if entry not in known:
                known.append(entry)

    def find(self, name: str) -> Entry | None:
        """The entry that `name` means: same last name and nothing against it; the newest if several."""
        words = _words(name)
        if not words:
            return None
        candidates = self._by_stem.get(_stem(words[-1]), ())
        for entry in reversed(candidates):
            if _same_name(words, entry.words):
                return entry
        return None


def _words(name: str) -> list[str]:
    return [w.strip(".,'’").casefold() for w in name.split() if w.strip(".,'’")]


def _stem(word: str) -> str:
    return word[:3]


def _same_name(words: list[str], known: list[str]) -> bool:
    """`words` is the known name or a part of it that ends with the surname, in any case form."""
    if len(words) == 1:
        return same_word(words[0], known[-1])
    if len(known) == 1:
        return same_word(words[-1], known[-1])
    return same_word(words[-1], known[-1]) and same_word(words[0], known[0])


def same_word(a: str, b: str) -> bool:
    """Whether two forms are the same name but for a case ending."""
    if a == b or _is_finnish_form(a, b) or _is_finnish_form(b, a):
        return True
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    longest, shortest = max(len(a), len(b)), min(len(a), len(b))
    return (
        common >= 3
        and shortest - common <= 2
        and longest - common <= _MAX_ENDING
        and common >= 0.55 * longest
    )


def _is_finnish_form(base: str, form: str) -> bool:
    """Virtanen, Virtasen: names in -nen change their stem."""
    return base.endswith("nen") and form.startswith(base[:-3] + "s") and len(form) <= len(base) + 4


def to_speaker(entry: Entry, language: str) -> Speaker:
    declined = entry.genitive and entry.kind is SpeakerKind.PERSON
    name = nominative(entry.name, language) if declined else entry.name
    return Speaker(
        name=name,
        kind=entry.kind,
        role=entry.role,
        aliases=tuple(
            a for a in (*entry.aliases, *((entry.name,) if name != entry.name else ())) if a != name
        ),
        mentions=tuple(sorted(entry.mentions)),
    )
