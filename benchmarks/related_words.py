"""Make the lists of related words of the gate from WordNet: ``python -m benchmarks.related_words DICT``.

DICT is the folder ``dict`` of WordNet 3.0 (Debian: ``/usr/share/wordnet`` of ``wordnet-base``). Writes
``related.txt`` of `summarizer.gate.normalise`, and candidates for ``things.txt`` to standard output: which of
them are common words, and not much used in figures of speech ("leave the door open"), is for people to say.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "summarizer" / "gate" / "normalise" / "related.txt"
HEAD = """\
# Words and what they mean, from WordNet 3.0 (WORDNET-LICENSE.txt), made by benchmarks/related_words.py:
# numbers of its meanings, then those of which it is a kind.
"""
POS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
SENSE_TYPE = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
THINGS = frozenset((5, 6, 8, 13, 17, 20, 27))  # lexicographer files: animal, artifact, body, food, …

LEAST_SEEN = 2
"""Times a word must occur in WordNet's tagged texts to be listed."""

GENERAL = 60
"""Words below which a meaning is no longer special: "thing" would support everything."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a word: its key, rank, and how often it was tagged."""

    key: Key
    rank: int
    seen: int


def main(folder: Path) -> None:
    """Write ``related.txt`` and print candidates for ``things.txt``."""
    files, pointers = read_meanings(folder)
    senses = read_senses(folder)
    OUT.write_text(HEAD + "\n".join(related(senses, pointers)) + "\n", encoding="utf-8")
    for word, found in sorted(senses.items()):
        weights = [(s.key, s.seen + (0.5 if s.rank == 1 else 0.1)) for s in found]
        touched = sum(w for key, w in weights if key[0] == "n" and files[key] in THINGS)
        if 2 * touched >= sum(w for _, w in weights):
            print(word)


def read_meanings(folder: Path) -> tuple[dict[Key, int], dict[Key, list[tuple[str, Key]]]]:
    """Lexicographer file and pointers of every meaning."""
    files: dict[Key, int] = {}
    pointers: dict[Key, list[tuple[str, Key]]] = {}
    for pos, name in POS.items():
        for line in _lines(folder / f"data.{name}"):
            fields = line.split("|")[0].split()
            at = 4 + 2 * int(fields[3], 16)
            count = int(fields[at])
            quads = [fields[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(count)]
            files[pos, fields[0]] = int(fields[1])
            pointers[pos, fields[0]] = [(q[0], (q[2].replace("s", "a"), q[1])) for q in quads]
    return files, pointers


def read_senses(folder: Path) -> dict[str, list[Sense]]:
    """Meanings of every plain word of more than two letters."""
    seen: Counter[tuple[str, str, int]] = Counter()
    for line in _lines(folder / "cntlist.rev"):
        key, number, count = line.split()
        word, rest = key.split("%")
        seen[word, SENSE_TYPE[rest[0]], int(number)] = int(count)
    found: dict[str, list[Sense]] = defaultdict(list)
    for pos, name in POS.items():
        for line in _lines(folder / f"index.{name}"):
            fields = line.split()
            word, offsets = fields[0], fields[6 + int(fields[3]) :]
            if re.fullmatch(r"[a-z]{3,}", word):
                found[word] += [
                    Sense((pos, offset), n, seen[word, pos, n]) for n, offset in enumerate(offsets, 1)
                ]
    return found


def related(senses: dict[str, list[Sense]], pointers: dict[Key, list[tuple[str, Key]]]) -> list[str]:
    """Lines of ``related.txt``."""
    own: dict[str, set[Key]] = {}
    kinds: dict[str, set[Key]] = {}
    for word, found in senses.items():
        if sum(s.seen for s in found) < LEAST_SEEN:
            continue
        usual = _usual(found)
        own[word] = usual | {t for k in usual for sign, t in pointers[k] if sign in "+\\"}
        above = {t for k in usual for sign, t in pointers[k] if sign == ("&" if k[0] == "a" else "@")}
        above |= {t for k in above if k[0] == "n" for sign, t in pointers[k] if sign == "@"}
        kinds[word] = above - own[word]
    below = Counter(k for above in kinds.values() for k in above)
    kinds = {w: {k for k in above if below[k] <= GENERAL} for w, above in kinds.items()}
    used = Counter(k for table in (own, kinds) for keys in table.values() for k in keys)
    meant = {k for keys in own.values() for k in keys}
    numbers: dict[Key, int] = {}
    lines = []
    for word in sorted(own):
        mine = sorted(numbers.setdefault(k, len(numbers)) for k in sorted(own[word]) if used[k] > 1)
        above_it = sorted(numbers.setdefault(k, len(numbers)) for k in sorted(kinds[word] & meant))
        if mine or above_it:
            lines.append(f"{word} {' '.join(map(str, mine))}|{' '.join(map(str, above_it))}")
    return lines


def _usual(found: list[Sense]) -> set[Key]:
    """The meanings that a reader thinks of."""
    total = sum(s.seen for s in found)
    return {
        s.key
        for s in found
        if (s.rank <= 5 and s.seen >= 0.04 * total and s.seen)
        or s.rank == 1
        or (s.rank == 2 and s.key[0] in "va")
    }


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="latin-1").splitlines() if not line.startswith("  ")]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
