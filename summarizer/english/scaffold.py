"""English around sentences that nothing translates: roles, countries, dates, a headline. Pure.

Countries and languages come from CLDR (Babel), roles from table ``[english]`` of the language. What
cannot be put in English for sure is left out or stays in the original; nothing is half translated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

from summarizer.article import UNKNOWN_LANGUAGE, Article
from summarizer.languages import table

_SHORT = {"GB": "the UK", "US": "the US", "AE": "the UAE", "EU": "the EU"}
_NATIONAL_LANGUAGES = {  # a language whose name is also a country's adjective
    "sv": "SE", "nb": "NO", "da": "DK", "fi": "FI", "is": "IS", "de": "DE", "fr": "FR", "nl":
    "NL", "es": "ES", "pt": "PT", "it": "IT", "el": "GR", "pl": "PL", "cs": "CZ", "sk": "SK",
    "hu": "HU", "ro": "RO", "bg": "BG", "sl": "SI", "hr": "HR", "sr": "RS", "sq": "AL", "et":
    "EE", "lv": "LV", "lt": "LT", "uk": "UA", "be": "BY", "ru": "RU", "ka": "GE", "hy": "AM",
    "tr": "TR", "zh": "CN", "ja": "JP", "th": "TH", "vi": "VN", "id": "ID",
}  # fmt: skip
_WORDS = re.compile(r"[^\s,;()]+(?:\([^)]*\))?")
_OFFICES = ("minister", "president", "chancellor", "ambassador", "parliament", "general")
_GENITIVE_S = frozenset({"sv", "no", "nb", "nn", "da"})
_ADJECTIVE_LAST = frozenset({"fr", "es", "it", "pt"})
_AND = frozenset({"och", "og", "und", "et", "y", "e", "en", "&", "of"})
_PREFIX = re.compile(r"^(ex|vice|eks|екс)-(?=\w{4})|^(?:(ex)(?=ministr|president))", re.IGNORECASE)
_COMPOUNDING = frozenset({"sv", "no", "nb", "nn", "da", "de", "nl", "fi"})


def english_role(language: str, role: str) -> str | None:
    """`role` ("Storbritanniens utrikesminister") in English ("UK foreign minister"), or None.

    Built from its parts: the role noun, countries and adjectives before or after it, "former" and its
    like, the body one works for (its name kept) and the subject one knows about. A part that is not
    known is left out; without a known role noun there is no answer.
    """
    if language == "en":
        return role
    words = _words(language)
    if not words.roles:
        return None
    found: list[str] = []
    for part in re.split(r"[,;]", role):
        tokens = _tokens(words, part)
        if tokens and tokens[0].casefold() in words.links:  # ", de l'université de Montarieu"
            if found and " at " not in found[-1] and " of " not in found[-1]:
                found[-1] += _links(words, tokens, with_body=True, with_nation=False, only_first=True)
        elif english := _part(words, tokens):
            found.append(english)
    return ", ".join(dict.fromkeys(found)) or None


def english_language(language: str) -> str | None:
    """The English name of a language: "Swedish"; None where CLDR knows none."""
    return Locale("en").languages.get(language) if language != UNKNOWN_LANGUAGE else None


def english_headline(article: Article, speakers: Iterable[tuple[str, str | None]] = ()) -> str:
    """An honest English headline for an article whose title nothing translates.

    Made of what is known: language, date, countries it mentions, and who speaks (`speakers`: name and
    English role or None, most important first; three are named).
    """
    language = english_language(article.language)
    head = f"{language} report" if language else "Report"
    if article.published:
        month = Locale("en").months["format"]["wide"][article.published.month]
        head += f", {article.published.day} {month} {article.published.year}"
    if places := countries(article):
        head += f", on {_listed(places[:3])}"
    named = [f"{name} ({role})" if role else name for name, role in dict(speakers).items()]
    return f"{head}: {_listed(named[:3])}" if named else head


def countries(article: Article) -> list[str]:
    """English names of the countries that more than one sentence mentions, most mentioned first."""
    words = _words(article.language)
    counts: Counter[str] = Counter()
    for sentence in article.sentences:
        tokens = [t for t in _WORDS.findall(sentence.text) if t[0].isupper()]
        counts.update({code for t in tokens if (code := words.country(t))})
    return [_country(code) for code, count in counts.most_common(3) if count > 1]


@dataclass(frozen=True, slots=True)
class _Words:
    """Table ``[english]`` of a language with CLDR's names, keys case-folded."""

    language: str
    roles: Mapping[str, str]
    modifiers: Mapping[str, str]
    fields: Mapping[str, str]
    organisations: Mapping[str, str]
    places: Mapping[str, str]
    demonyms: Mapping[str, str]
    links: Mapping[str, str]
    institutions: Mapping[str, str]
    articles: frozenset[str]
    of: frozenset[str]

    def country(self, word: str) -> str | None:
        """The country that a capitalised word names, declined or not."""
        key = _best(word.strip('.:!?"”“»«').casefold(), self.places, slack=1, ending=3)
        return self.places[key] if key else None


@cache
def _words(language: str) -> _Words:
    given = table(language, "english")
    places, demonyms = _cldr(language)

    def some(key: str) -> dict[str, Any]:
        return {k.casefold(): v for k, v in given.get(key, {}).items()}

    return _Words(
        language=language,
        roles=some("roles"), modifiers=some("modifiers"), fields=some("fields"),
        organisations=some("organisations"), places={**places, **some("places")},
        demonyms={**demonyms, **some("demonyms")}, links=some("links"),
        institutions=some("institutions"),
        articles=frozenset(given.get("articles", ())), of=frozenset(given.get("of", ())),
    )  # fmt: skip


def _cldr(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Names of countries, and adjectives as far as they are names of languages, to country codes."""
    try:
        locale = Locale(language)
    except (UnknownLocaleError, ValueError):
        return {}, {}
    known = table("en", "english").get("adjectives", {})
    names = {n.casefold(): c for c, n in locale.territories.items() if c in known and " " not in n}
    adjectives = {
        name.casefold(): country
        for code, country in _NATIONAL_LANGUAGES.items()
        if (name := locale.languages.get(code)) and " " not in name
    }
    return names, adjectives


def _best(word: str, entries: Iterable[str], *, slack: int, ending: int) -> str | None:
    """The entry that `word` is an inflected form of: equal up to `slack` last letters, then an ending.

    A short entry must be equal in full, or but for one letter: too many words begin alike. Acronyms take
    nothing but an s.
    """
    best, best_key = (0, 0), None
    for entry in entries:
        if not word or not entry or word[0] != entry[0] or len(word) > len(entry) + ending:
            continue
        if len(entry) <= 3 and word not in (entry, f"{entry}s", f"{entry}:s"):
            continue
        same = _common(word, entry)
        least = len(entry) - min(slack, (len(entry) > 3) + (len(entry) > 6))
        if same >= least and len(word) - same <= ending and (same, -len(entry)) > best:
            best, best_key = (same, -len(entry)), entry
    return best_key


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _part(words: _Words, tokens: list[str]) -> str | None:
    """One comma-separated part of a role, or None if it holds no role noun."""
    head = _head(words, tokens)
    if head is None:
        return None
    start, end, noun, inside = head
    before, after = [*tokens[:start], *inside], tokens[end:]
    beside = after[:1] if words.language in _ADJECTIVE_LAST else []
    modifiers = [m for t in before + beside if (m := _modifier(words, t))]
    nation = next((n for t in before + beside if (n := _nation(words, t))), None)
    nation = nation or _nation_after(words, after, noun)
    body = _body_before(words, before) or _body_after(words, after)
    phrase = " ".join(p for p in (*modifiers, nation, body, noun) if p)
    return phrase + _links(words, after, with_body=not body, with_nation=nation is not None)


def _tokens(words: _Words, part: str) -> list[str]:
    """The words of `part` without articles; an elided article or preposition is a word."""
    text = re.sub(r"\b(d|l|dell|all|un)[’']", r"\1' ", part, flags=re.IGNORECASE)
    tokens = [t for t in _WORDS.findall(text) if t.casefold() not in words.articles]
    return [
        x for t in tokens for x in ([t] if t.casefold() in words.roles else _PREFIX.sub(r"\1\2 ", t).split())
    ]


def _head(words: _Words, tokens: Sequence[str]) -> tuple[int, int, str, list[str]] | None:
    """Where the role noun stands (start, end), its English, and adjectives found inside it."""
    for size in range(min(6, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            window = list(tokens[start : start + size])
            adjectives = [t for t in window[1:] if t[0].islower() and _nation(words, t)] if size > 1 else []
            noun = _role(words, [t for t in window if t not in adjectives])
            if noun:
                return start, start + size, noun, adjectives
    return None


def _role(words: _Words, window: Sequence[str]) -> str | None:
    """English of the role noun that exactly these words are, inflected or not."""
    text = " ".join(w.casefold() for w in window).replace("' ", "'")
    if text in words.roles:
        return words.roles[text]
    if len(window) > 1:
        same_size = [r for r in words.roles if len(r.split()) == len(window)]
        fits = (r for r in same_size if all(
            _best(w.casefold(), [e], slack=2, ending=3) for w, e in zip(window, r.split(), strict=True)
        ))  # fmt: skip
        return next((words.roles[r] for r in fits), None)
    singles = [r for r in words.roles if " " not in r]
    if key := _best(text, singles, slack=2, ending=4):
        return words.roles[key]
    return _compound(words, text, singles) if words.language in _COMPOUNDING else None


def _compound(words: _Words, text: str, singles: Sequence[str]) -> str | None:
    """English of a compound: "energiexpert" is an energy expert, "rymdexpert" at least an expert."""
    stem = _uninflected(words, text)
    parts = [r for r in singles if _is_part(r) and len(stem) > len(r) + 1 and stem.endswith(r)]
    if not parts:
        return None
    part = max(parts, key=len)
    first = _first_part(words, stem.removesuffix(part).rstrip("-"))
    if first and words.roles[part] == "head":
        return f"head of the {first}" if first in words.organisations.values() else f"head of {first}"
    return f"{first} {words.roles[part]}" if first else words.roles[part]


def _first_part(words: _Words, text: str) -> str | None:
    """English of the rest of a compound: "ex", "skugg", a subject ("klimat") or a body ("Behörden")."""
    known = words.modifiers.get(text) or words.fields.get(text) or words.fields.get(text.removesuffix("s"))
    return known or (_organisation(words, text) if len(text) > 3 else None)


def _is_part(role: str) -> bool:
    """Whether words that end like this are its compounds: a "kollege" is no "lege"."""
    return len(role) >= 5 or role in ("chef", "sjef", "eier")


def _uninflected(words: _Words, text: str) -> str:
    """`text` without the article or ending that its language puts at the end of a noun."""
    for ending in ("innen", "erna", "arna", "in", "en", "et", "n", "s"):
        stem = text.removesuffix(ending)
        if stem != text and any(stem.endswith(r) for r in words.roles if _is_part(r)):
            return stem
    return text


def _modifier(words: _Words, token: str) -> str | None:
    word = token.casefold().rstrip("-")
    key = word if word in words.modifiers else _best(word, words.modifiers, slack=1, ending=2)
    return words.modifiers[key] if key else None


def _nation(words: _Words, token: str) -> str | None:
    """The adjective of the country that `token` names or is the adjective of."""
    code = words.country(token) if token[0].isupper() else None
    if code is None:
        key = _best(token.casefold(), words.demonyms, slack=2, ending=3)
        code = words.demonyms[key] if key else None
    adjective: str | None = table("en", "english").get("adjectives", {}).get(code) if code else None
    return adjective


def _nation_after(words: _Words, after: Sequence[str], noun: str) -> str | None:
    """The country whose office it is ("ministra de España"); an expert is *on* a country."""
    if not noun.endswith(_OFFICES):
        return None
    names = [t for t in after if t.casefold() not in words.links][:1]
    return _nation(words, names[0]) if names and names[0][0].isupper() else None


def _body_before(words: _Words, before: Sequence[str]) -> str | None:
    """The body in front of the noun: "regeringens" → "government", "Natos" → "Nato"."""
    for token in before:
        if _nation(words, token) or _modifier(words, token):
            continue
        if body := _organisation(words, token):
            return body
        if token[0].isupper() and words.language in _GENITIVE_S and token.endswith("s"):
            return token.removesuffix("s").rstrip(":’'")
    return None


def _body_after(words: _Words, after: Sequence[str]) -> str | None:
    """The body that follows without a name of its own: "porte-parole du gouvernement", "речниця уряду"."""
    rest = after[1:] if after and after[0].casefold() in words.links else after
    if not rest or (len(rest) > 1 and rest[1].casefold() not in words.links):
        return None
    named = len(rest) > 2 and rest[2][0].isupper()  # "université de Montarieu" is a name
    return None if named or rest[0][0].isupper() else _organisation(words, rest[0])


def _organisation(words: _Words, token: str) -> str | None:
    key = _best(token.casefold(), words.organisations, slack=2, ending=2)
    return words.organisations[key] if key else None


_GERMAN_ENDING = re.compile(r"^([A-ZÄÖÜ]\w+isch)(?:en|er)(?= (?:Universität|Hochschule|Akademie|Fakultät))")
"""The ending of an adjective behind "der", which is no part of the name: "Technischen Universität"."""


def _links(
    words: _Words, after: Sequence[str], *, with_body: bool, with_nation: bool, only_first: bool = False
) -> str:
    """What follows the noun: " of political science", " at Uppsala universitet"."""
    out, i = "", 0
    while i < len(after) and not (only_first and i):
        link, rest = after[i].casefold(), after[i + 1 :]
        field, used = _field(words, rest if link in words.of else after[i:])
        english = words.links.get(link)
        if field and not out:
            out, i = f" of {field}", i + used + (link in words.of)
            continue
        if english and with_body and (name := _name(words, rest)):
            is_nation = with_nation and len(name) == 1 and words.country(name[0]) is not None
            if rest[0][0].islower() and name[0] == rest[1]:  # "i föreningen Nya Vägar"
                english = "of"
            told = _institution(words, name) or _GERMAN_ENDING.sub(r"\1e", " ".join(name))
            return out if is_nation else f"{out} {english} {told}".replace("' ", "'")
        i += 1
    return out


def _institution(words: _Words, name: Sequence[str]) -> str | None:
    """The official English name of the institution that `name` begins with, inflected or not."""
    for size in range(len(name), 0, -1):
        parts = [t.casefold() for t in name[:size]]
        if english := words.institutions.get(" ".join(parts).replace("' ", "'")):
            return english
        for known, english in words.institutions.items():
            keys = known.split()
            if size > 1 and len(keys) == size and all(
                _best(t, [k], slack=2, ending=3) for t, k in zip(parts, keys, strict=True)
            ):  # fmt: skip
                return english
    return None


def _field(words: _Words, rest: Sequence[str]) -> tuple[str | None, int]:
    for size in (3, 2, 1):
        text = " ".join(w.casefold() for w in rest[:size])
        if len(rest) >= size and text in words.fields:
            return words.fields[text], size
    return None, 0


def _name(words: _Words, rest: Sequence[str]) -> list[str]:
    """The name at the start of `rest`: capitalised words, little ones between them, "universitet" after.

    A common noun before it ("föreningen Nya Vägar") is no part of it, and alone it is no name; German
    writes every noun like a name, so one word is none there.
    """
    if len(rest) > 1 and rest[0][0].islower() and rest[1][0].isupper() and _organisation(words, rest[0]):
        rest = rest[1:]
    name: list[str] = []
    for i, token in enumerate(rest):
        big = [t[0].isupper() or t[0].isdigit() for t in rest[i : i + 3]]
        opens = not name and len(big) > 2 and big[2] and bool(_organisation(words, token))
        named = bool(name) and i + 1 < len(rest) and _organisation(words, rest[i + 1]) is not None
        little = named or token.casefold() in words.links or token.casefold() in words.of or token in _AND
        if not (
            big[0]
            or opens
            or (name and (_organisation(words, token) or (little and (named or any(big[1:2])))))
        ):
            break
        name.append(token)
    alone = len(name) == 1 and (words.language == "de" or _organisation(words, name[0]) is not None)
    return [] if alone else name


def _country(code: str) -> str:
    return _SHORT.get(code) or str(Locale("en").territories[code])


def _listed(items: Sequence[str]) -> str:
    return ", ".join(items[:-1]) + (" and " if len(items) > 1 else "") + items[-1]
