"""What an article says that a person is: roles, subjects and bodies beside the name, in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summarizer.article import Article
from summarizer.attribution import attribute
from summarizer.english.scaffold import english_role
from summarizer.gate.lexicon import concepts, lexicon, listed, words
from summarizer.gate.normalise.names import COMPOUNDING, same_name
from summarizer.gate.people import matches, name_parts
from summarizer.languages import table

BEFORE, BEHIND = 8, 10
"""Words before and behind a name among which the article says what the person is."""
STATES = frozenset(("former", "current", "deputy"))
"""What says nothing of the role itself."""
VAGUE = frozenset(("official", "worker", "expert"))
"""What many a role is besides: no other role speaks against it."""
CROWDS = frozenset(("customer", "patient", "employer", "pensioner", "witness"))
"""What stands beside a name mostly as whom or what the person deals with: "consumer law"."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an article says of one person.

    Attributes:
        roles: concepts of ``[gate.roles]`` near the name.
        close: those of the role that attribution found, as one phrase; else those in apposition to the name.
        beside_roles: those in apposition to the name.
        fields: subjects and portfolios near the name.
        phrase: the role that attribution found, in the article's words.
        english: its English, where it can be built.
        place: what follows the name behind a preposition, if there is no phrase that holds it.
        beside: bodies right before the name and behind it that no preposition marks.
        bodies: what kind of body phrase and place put the person with: concepts of ``[gate.bodies]``.
        subjects: what the person teaches or studies: English concepts of ``[gate.fields]``.
        named_in: sentences that name the person.
    """

    roles: frozenset[str]
    close: frozenset[str]
    beside_roles: frozenset[str]
    fields: frozenset[str]
    phrase: str
    english: str
    place: str
    beside: str
    bodies: frozenset[str]
    subjects: frozenset[str]
    named_in: frozenset[int]

    @property
    def near_in(self) -> frozenset[int]:
        """The sentences that name the person, and the ones before and after each; not all need exist."""
        return frozenset(i + step for i in self.named_in for step in (-1, 0, 1))


@lru_cache(maxsize=512)
def known_of(article: Article, name: str) -> Known | None:
    """What `article` says of `name`; None where it says nothing."""
    parts = name_parts(name)
    if not parts:
        return None
    language = article.language
    phrases = [s.role for s in attribute(article).speakers if s.role and parts[-1] in words(s.name)]
    texts = list(phrases)
    named: set[int] = set()
    for i, sentence in enumerate(article.sentences):
        tokens = words(sentence.text)
        at = [k for k, token in enumerate(tokens) if same_name(parts[-1], token, language)]
        # Mr Cook is no cook
        tokens = (
            tuple("" if any(same_name(p, t, language) for p in parts) else t for t in tokens) if at else ()
        )
        texts += [" ".join(tokens[max(0, k - BEFORE) : k + BEHIND]) for k in at]
        if at:
            named.add(i)
    if not texts:
        return None
    english = "; ".join(e for p in phrases if language != "en" and (e := english_role(language, p)))
    translated = concepts(english, "en", "roles") - STATES
    close = _concepts(phrases, language, "roles") | translated
    beside_roles = _concepts(_appositions(article, parts), language, "roles")
    if not close - STATES:  # what attribution took for the role may be when or where it was said
        close |= beside_roles
    roles = _concepts(texts, language, "roles") | close
    if not roles - STATES:
        sentences = [s.text for s in article.sentences if matches(name, s.text, language)]
        roles = _concepts(sentences, language, "roles")
    place = "; ".join(_places(article, parts[-1]))
    return Known(
        roles=roles,
        close=close,
        beside_roles=beside_roles,
        fields=_concepts(texts, language, "fields"),
        phrase="; ".join(phrases),
        english=english,
        place=place,
        beside="; ".join(_beside(article, parts)),
        bodies=_concepts([*phrases, place], language, "bodies"),
        subjects=subjects_in([*phrases, place], language) | concepts(english, "en", "fields"),
        named_in=frozenset(named),
    )


_CUT = re.compile(r"[,;.!?()–—\"“”„«»]|:(?!\w)")
_PARENTHESIS = re.compile(r"\s?\([^\s()]{1,4}\)(?=,)")
"""A party or an age behind a name: "Eva Lind (S), mayor"."""
APPOSED = 4
"""Words before a name, or behind it and a comma, that may say what the person is."""


def _appositions(article: Article, parts: tuple[str, ...]) -> list[str]:
    """What stands directly before the name, and between it and the next pause where a comma follows it."""
    found = []
    roles = lexicon(article.language, "roles")
    for sentence in article.sentences:
        chunks = _CUT.split(_PARENTHESIS.sub("", sentence.text))
        for i, chunk in enumerate(chunks):
            tokens = words(chunk)
            at = [k for k, t in enumerate(tokens) if any(same_name(p, t, article.language) for p in parts)]
            if at:
                found.append(" ".join(tokens[max(0, at[0] - APPOSED) : at[0]]))
                if chunks[i - 1 : i] and (at[0] == 0 or roles.of_word(tokens[0])):
                    found.append(_before_comma(chunks[i - 1], at[-1] == len(tokens) - 1, sentence.text))
                if at[-1] == len(tokens) - 1 and i + 1 < len(chunks):
                    found.append(" ".join(words(chunks[i + 1])[:APPOSED]))
    return found


def _before_comma(chunk: str, ends: bool, text: str) -> str:
    """What a name between commas stands beside: "the mayor of Nor, Eva Lind, says"."""
    is_apposition = ends and f"{chunk}," in text
    return " ".join(words(chunk)[-APPOSED:]) if is_apposition else ""


LONGEST = 5
"""Words of a body behind a name and its preposition."""


def _places(article: Article, last: str) -> list[str]:
    """What follows the surname `last` behind a preposition: "from the Institute of Law"."""
    links = _LINKS.get(article.language, frozenset())
    found = []
    for sentence in article.sentences:
        tokens = _SPACED.findall(sentence.text)
        for i, token in enumerate(tokens[:-2]):
            if not token[0].isupper() or not same_name(last, token.casefold().rstrip(","), article.language):
                continue
            rest = tokens[i + 1 : i + 2 + LONGEST]
            if rest[0].casefold() in links:
                end = next((n for n, t in enumerate(rest) if t[-1] in ",;:.!?"), LONGEST)
                found.append(" ".join(rest[1 : end + 1]))
    return found


_GENITIVE = {"sv": "s", "no": "s", "da": "s", "fi": "n"}
"""Endings of a name before the role that it belongs to: "Nordbankens chefekonom Eva Lind"."""


def _beside(article: Article, parts: tuple[str, ...]) -> list[str]:
    """Names of bodies without a preposition: before the role or behind it, or declined behind the name."""
    language = article.language
    roles, ending = lexicon(language, "roles"), _GENITIVE.get(language)
    found: list[str] = []
    chunks = [c for s in article.sentences for c in _CUT.split(s.text)]
    for chunk, following in pairwise([*chunks, ""]):
        tokens = chunk.split()
        at = [i for i, t in enumerate(tokens) if any(same_name(p, t.casefold(), language) for p in parts)]
        if not at:
            continue
        if language == "de":  # a capital says nothing, the kind of body before it does
            found.append(f"{' '.join(tokens[at[-1] + 1 :])} {following}")
            continue
        before, behind = tokens[max(0, at[0] - 4) : at[0]], tokens[at[-1] + 1 : at[-1] + 3]
        titles = [i for i, t in enumerate(before) if roles.of_word(t.casefold())]
        for i, token in enumerate(before):
            is_owner = ending and i + 1 < len(before) and token.endswith(ending)
            if token[0].isupper() and (is_owner or any(title < i for title in titles)):
                found.append(token)
        found += [t for t in behind if t[0].isupper() and language == "fi" and t.endswith(_FROM)]
    return found


_FROM = ("sta", "stä", "lta", "ltä")
"""Finnish endings of where somebody is from."""
_SPACED = re.compile(r"\S+")
_LINKS = {
    language: listed(links)
    for language, links in {
        "sv": "vid på hos från", "no": "ved på hos fra", "da": "ved på hos fra", "nl": "van bij",
        "de": "von vom bei beim an am", "en": "of from at with", "fr": "de du des d' chez",
        "es": "de del", "pt": "de do da dos das",
        "it": "di del della dell' dello dei degli delle dal dalla dall' presso", "pl": "z ze przy od",
        "uk": "з із зі зо при від",
    }.items()
}  # fmt: skip
"""Prepositions before the body that somebody belongs to; not those before the outlet that it was told to."""


def subjects_in(texts: list[str], language: str) -> frozenset[str]:
    """English concepts of the subjects that `texts` name, declined or not."""
    found: set[str] = set()
    tokens = [w for t in texts for w in words(t)]
    bodies = lexicon(language, "bodies")
    tokens = [a for a, b in pairwise([*tokens, ""]) if not bodies.of_word(b)]  # no "technical college"
    for subject, english in table(language, "english").get("fields", {}).items():
        parts = words(subject)
        for i in range(len(tokens) - len(parts) + 1):
            if all(map(_is_form, tokens[i : i + len(parts)], parts)):
                found |= concepts(english, "en", "fields")
    if language == "en":
        return concepts(" ".join(texts), "en", "fields")
    return frozenset(found) | concepts(" ".join(tokens), language, "fields")


LEAST_PART = 5
"""Letters of the shortest subject that is read inside a compound: ``Medizininformatikerin``."""


def subjects_about(texts: list[str], language: str) -> frozenset[str]:
    """Subjects that `texts` may speak of at all: by a word, a specialist's name, or a part of a compound."""
    known = lexicon(language, "fields")
    inside = {
        concept
        for word in {w for t in texts for w in words(t) if len(w) > LEAST_PART}
        for start in range(2, len(word) - LEAST_PART + 1)
        for end in range(start + LEAST_PART, len(word) + 1)
        for concept in known.beginnings.get(word[start:end], ())
    }
    return subjects_in(texts, language).union(inside, *(concepts(t, language, "fields") for t in texts))


def _is_form(token: str, base: str) -> bool:
    return token.startswith(base[: max(4, len(base) - 2)]) and len(token) - len(base) <= 4


def _concepts(texts: list[str], language: str, name: str) -> frozenset[str]:
    find = _roles if name == "roles" else lambda text, language: concepts(text, language, name)
    found = frozenset().union(*(find(t, language) for t in texts))
    if name == "roles" and language in COMPOUNDING:
        found = found.union(*(_of_compound(w, language) for t in texts for w in words(t) if len(w) > 8))
    return found


@lru_cache(maxsize=4096)
def _roles(text: str, language: str) -> frozenset[str]:
    """Roles of `text`; in a longer title a word of several meanings has none: `commissaire-priseur`."""
    known, tokens = lexicon(language, "roles"), words(text)
    hits = known.spans(tokens)
    inside = {i for _, start, end in hits if end - start > 1 for i in range(start, end)}
    # nor has "general", an officer, in that of a director
    ambiguous = {
        i for i in inside if len(of := known.of_word(tokens[i]) - STATES) > 1 or of & {"officer", "union"}
    }
    return frozenset(
        role for role, start, end in hits if role in STATES or end - start > 1 or start not in ambiguous
    )


@lru_cache(maxsize=8192)
def _of_compound(word: str, language: str) -> frozenset[str]:
    """Roles that the second part of a compound names: ``boligrådmand``."""
    known = lexicon(language, "roles")
    if known.of_word(word):
        return frozenset()
    for i in range(3, len(word) - 4):
        rest = word[i:]
        if len(rest) > 4 and (found := known.exact.get(rest)):
            return frozenset(found)
        for end in range(len(rest), 4, -1):  # the longest first: "politiker" is no "politi"
            if len(rest) - end <= 3 and (found := known.beginnings.get(rest[:end])):
                return frozenset(found)
    return frozenset()


_PART = re.compile(r"[,;]|\s(?:and|who|which|as well as)\s")
_COMPLEMENT = re.compile(
    r"\s(?:of|for|at|in|with|on|from|to|by|under|near|responsible|representing|speaking)\s"
)
_BODIES = listed(
    "union unions federation association party company cooperative co-operative agency authority ministry "
    "council committee group firm institute university college newspaper broadcaster daily paper office bank "
    "board club trust foundation charity government parliament court commission department municipality city "
    "network alliance coalition campaign organisation organization operator supplier utility hospital school "
    "service chain station regulator body chamber laboratory team institution movement outlet magazine unit "
    "section division squad desk branch bureau ward directorate inspectorate tribunal faculty academy museum"
)
"""Nouns that are no person: a "farmers' cooperative" is not a farmer."""


def is_body(phrase: str) -> bool:
    """Whether an English phrase ends with a kind of body, "research institute"."""
    return words(phrase)[-1:] != () and words(phrase)[-1] in _BODIES


def roles_in(text: str, language: str) -> frozenset[str]:
    """Concepts of ``[gate.roles]`` in a text of the article, compounds taken apart."""
    return _concepts([text], language, "roles")


def complement(phrase: str) -> str:
    """What an English role says of where somebody works, and for whom.

    That is what follows the first preposition of each part, what stands before the role itself ("union
    lawyer"), and parts that are no role ("economist, Tidewater College").
    """
    found = []
    for part in _PART.split(phrase):
        before, *behind = _COMPLEMENT.split(f" {part} ", maxsplit=1)
        found += behind if heads(part) else [part]
        if heads(part):
            found.append(" ".join(before.split()[:-1]))
    return " ".join(found)


_ANY = listed("leader manager student worker expert officer chair")
"""What a longer title still says: a film director may be called "director"."""


def heads(phrase: str) -> list[frozenset[str]]:
    """What an English phrase calls somebody, one set of concepts for each role in it.

    Of each part between commas the last role noun before a preposition counts, with the words that belong to
    it: "energy expert at the union" is an expert, a "state secretary" no secretary, but a "group leader" a
    leader besides a politician. A part whose noun is a body says nothing of a person.
    """
    found: list[frozenset[str]] = []
    for part in _PART.split(phrase):
        tokens = words(_COMPLEMENT.split(f" {part} ", maxsplit=1)[0])
        if not tokens or tokens[-1] in _BODIES:
            continue
        hits = [hit for hit in lexicon("en", "roles").spans(tokens) if hit[0] not in STATES]
        if hits:
            last = max(end for _, _, end in hits)
            first = min(start for _, start, end in hits if end == last)
            found.append(
                frozenset(c for c, start, end in hits if end == last and (start == first or c in _ANY))
            )
        elif words(part)[:1] == ("deputy",) and len(tokens) == 1:
            found.append(frozenset(("politician", "deputy")))
    return found
