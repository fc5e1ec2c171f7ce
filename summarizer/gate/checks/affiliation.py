"""Bodies and groups that the point places somebody with: the union, the university, the hunters.

Part of the check on roles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.checks.names import capitalised, is_common, is_in, is_in_article, names
from summarizer.gate.lexicon import concepts, lexicon, listed, words
from summarizer.gate.normalise.names import code_of, home
from summarizer.gate.normalise.related import means
from summarizer.gate.people import matches, name_parts, people
from summarizer.gate.roles import STATES, Known, complement, heads, roles_in

LEAD = 3
"""Sentences at the start whose names belong to the whole article: its place, its main body."""

_GROUPS = listed(
    "teacher parent student farmer doctor nurse lawyer journalist engineer fisher tenant landlord driver "
    "hunter patient customer pensioner employer pilot firefighter pharmacist midwife dentist vet soldier "
    "police athlete owner craftsman architect cook social_worker investor"
)
_NEAR = (
    frozenset(("academia", "hospital")),
    frozenset(("association", "party")),
    frozenset(("state", "police")),
    frozenset(("academia", "museum")),
    frozenset(("academia", "school")),
    frozenset(("state", "council")),
    frozenset(("party", "council")),
    frozenset(("company", "council")),
    frozenset(("hospital", "council")),
    frozenset(("school", "council")),
    frozenset(("museum", "council")),
    frozenset(("state", "bank")),
    frozenset(("company", "bank")),
)
"""Kinds of bodies that names do not tell apart."""


_APART = listed("police court hospital museum party")
"""Kinds of bodies that tell a body of two kinds from one of the other: a police academy from a college."""


_OF = {"minister": "state", "professor": "academia", "judge": "court"}
"""The kind of body that a role belongs to by itself."""


def wrong_body(phrase: str, name: str, known: Known, case: Case) -> Finding | None:
    """A union for a university, teachers for parents: the kind of body the person belongs to."""
    if _is_named(phrase, name, f"{known.phrase}; {known.place}", case):
        return None
    rest = complement(phrase) if heads(phrase) else phrase
    said, there = concepts(rest, ENGLISH, "bodies"), known.bodies
    if there and "professor" in known.close:
        there |= {"academia"}
    if "journalist" not in known.close:
        there -= {"media"}  # whom it was told to
    if not said and not known.roles - STATES:
        said = frozenset(_OF[r] for head in heads(phrase) for r in head if r in _OF)
    if said and there and not said & there and not _are_near(said, there):
        return Finding(
            f"the article places the person with a body of {either(there)}, the point of {either(said)}"
        )
    if _heads_another(phrase, said, known, case):
        return Finding(
            f"the article says {either(known.close - STATES)}, the point head of a body of {either(said)}"
        )
    around = _around(known, case) if said and not there and _SPEAKS_FOR & known.close else frozenset()
    if around and not said & around:
        return Finding(f"the sentences on {name} speak of {either(around)}, the point of {either(said)}")
    more = said & _APART - there if said & there else frozenset()
    if more and not (
        _are_near(more, there) or more & concepts(_text_around(known, case), case.language, "bodies")
    ):
        return Finding(f"the article places {name} with no {either(more)}")
    owner = _owner(known, name, case) if said and not there else ""
    owners = concepts(owner, case.language, "bodies") - {"media"}
    if owners and not said & owners and not _are_near(said, owners):
        return Finding(f"{name} belongs to a body of {either(owners)}, the point says {either(said)}")
    speaks = frozenset().union(*heads(phrase)) & {"spokesperson", "lawyer"}
    served = known.close & _SERVED if speaks & known.close else frozenset()
    if served and said & _BODIES_PROPER and not there and not served & concepts(rest, ENGLISH, "roles"):
        return Finding(f"the article says whose {either(speaks)}: {either(served)}, the point {either(said)}")
    groups, those = concepts(rest, ENGLISH, "roles") & _GROUPS, known.close & _GROUPS
    those -= frozenset().union(*heads(phrase))
    if not groups or groups & those:
        return None
    if those and ("association" in said or "union" in concepts(rest, ENGLISH, "roles")):
        return Finding(f"the article speaks of {either(those)}, the point of {either(groups)}")
    if "association" in said and (members := _members_near(known, case)) and not groups & members:
        return Finding(f"the article speaks of {either(members)}, the point of {either(groups)}")
    if groups & known.roles or not there | around:
        return None
    sentences = case.article.sentences
    at = {i for i, t in enumerate(sentences) if roles_in(t.text, case.language) & groups}
    others = (p.named_in - known.named_in for p in people(case.article) if p.is_person)
    is_near = _is_named(phrase, name, _text_around(known, case), case)
    is_others = around or any(i + step in at for o in others for i in o for step in (-1, 0, 1))
    if at and not at & known.near_in and is_others and not is_near:
        return Finding(f"the article does not place {name} with {either(groups)}s")
    return None


_GENERIC_HEADS = listed("leader manager chair executive officer")
"""What the head of any body may be called."""
_CALLINGS = listed(
    "politician mayor minister spokesperson economist researcher professor lawyer parliamentarian union "
    "engineer historian sociologist psychologist"
)
"""What nobody is by heading a body of `_TELLING`."""
_TELLING = listed("police court hospital museum bank fire army church theatre school state media")
"""Kinds of bodies that are named wherever somebody is introduced as the head of one."""


def _heads_another(phrase: str, said: frozenset[str], known: Known, case: Case) -> bool:
    """Whether `phrase` calls the head of a body whom the article calls otherwise, with no such body near."""
    close = known.close - STATES
    if not heads(phrase) or not all(h <= _GENERIC_HEADS for h in heads(phrase)):
        return False
    if not said or not said <= _TELLING or not close or not close <= _CALLINGS:
        return False
    texts = " ".join(case.article.sentences[i].text for i in known.named_in)
    beside = concepts(texts, case.language, "bodies") | known.bodies
    return not said & beside and not _are_near(said, beside)


_SERVED = listed(
    "parent student farmer patient customer pensioner tenant resident organiser claimant employer"
)
_BODIES_PROPER = listed("state council company court police hospital bank museum")
"""Who speaks for one of the former speaks for none of the latter."""


_SPEAKS_FOR = listed("chair president spokesperson leader secretary")
_MEMBERS = frozenset(("association", "party"))
"""Kinds of bodies that, named in the sentence before, are those of the chair or spokesperson."""


def _is_named(phrase: str, name: str, text: str, case: Case) -> bool:
    """Whether `text` of the article has a name that `phrase` places the person with, no place."""
    own = (n for n in names(f"The {phrase}") if not matches(n, name, ENGLISH) and code_of(n) is None)
    return any(is_in(one, text, case) for one in own)


def _around(known: Known, case: Case) -> frozenset[str]:
    """Kinds of bodies beside somebody whom the sentence before introduces with a body that has members."""
    texts = [s.text for s in case.article.sentences]
    first = min(known.named_in, default=0)
    bodies = lexicon(case.language, "bodies")
    opening = bodies.find(words(" ".join(texts[max(0, first - 1) : first + 1])))
    if not opening or min(opening, key=lambda hit: hit[1])[0] not in _MEMBERS:
        return frozenset()
    return concepts(_text_around(known, case), case.language, "bodies")


def _text_around(known: Known, case: Case) -> str:
    """What the sentences that name the person say, and those beside them."""
    return " ".join(s.text for i, s in enumerate(case.article.sentences) if i in known.near_in)


def _are_near(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether a kind of body of each is one that names do not tell apart."""
    return any(some & near and others & near for near in _NEAR)


_POSSESSIVE = {
    language: listed(words)
    for language, words in {
        "sv": "dess deras", "no": "dens dets deres", "da": "dens dets deres", "nl": "zijn haar hun",
        "de": "sein seine seinem ihr ihre ihrem deren dessen", "en": "its their", "fr": "son sa leur",
        "es": "su", "pt": "seu sua", "it": "suo sua loro", "pl": "jej jego ich", "fi": "sen heidän",
        "uk": "її його їхній їхня",
    }.items()
}  # fmt: skip


def _owner(known: Known, name: str, case: Case) -> str:
    """The sentences that name the body of somebody introduced as "its president"; empty if nobody is so."""
    first = min(known.named_in, default=0)
    texts = [s.text for s in case.article.sentences]
    tokens = words(texts[first])
    at = next((i for i, t in enumerate(tokens) if t in name_parts(name)), 0)
    before, roles = tokens[max(0, at - 4) : at], lexicon(case.language, "roles")
    whose = [i for i, t in enumerate(before) if t in _POSSESSIVE.get(case.language, ())]
    if not whose or not any(roles.of_word(t) for t in before[whose[-1] + 1 :]):
        return ""
    return " ".join(texts[max(0, first - 1) : first + 1])


def _members_near(known: Known, case: Case) -> frozenset[str]:
    """Whose associations the first sentence that names the person, and the one before, speak of."""
    first = min(known.named_in, default=0)
    bodies, roles = lexicon(case.language, "bodies"), lexicon(case.language, "roles")
    found: set[str] = set()
    for sentence in case.article.sentences[max(0, first - 1) : first + 1]:
        for word in words(sentence.text):
            if "association" in bodies.of_word(word):
                found |= roles.of_word(word)
    return frozenset(found) & _GROUPS


def wrong_place(phrase: str, name: str, known: Known, case: Case) -> Finding | None:
    """The point places the person with somebody whom the article only names beside another."""
    claimed = [
        n
        for n in names(f"The {phrase}")
        if not matches(n, name, ENGLISH)
        and (code_of(n) is None or (f" of {n}" in phrase and code_of(n) not in home(case.language)))
    ]
    has_own = _names_body(f"{known.phrase}; {known.place}; {known.beside}", claimed, case)
    if claimed and not any(is_in_article(one, case) for one in claimed):
        strange = [one for one in claimed if _is_strange(one, case)]
        if strange and has_own and case.language != "uk":
            return Finding(f"{strange[0]} is not in the article")
    owner = "" if has_own else _owner(known, name, case)
    if claimed and owner and all(is_in_article(n, case) and not is_in(n, owner, case) for n in claimed):
        return Finding(f"the article does not place {name} with {claimed[0]}")
    for one in claimed:
        at = {i for i, s in enumerate(case.article.sentences) if is_in(one, s.text, case)}
        if not at or at & known.near_in or (min(at) < LEAD and not has_own):
            continue
        own = _IN_A_PLACE.split(known.phrase)[0]
        is_other = _names_body(own, claimed, case) and not re.search(
            rf"\b(?:of|in) {re.escape(one)}\b", phrase
        )
        if is_other or any(p.is_person and p.named_in & at for p in people(case.article)):
            return Finding(f"the article does not place {name} with {one}")
    return None


_IN_A_PLACE = re.compile(r"\s(?:in|im|i|à|en|em|no|na|w|we|у|в)\s", re.I)
"""What may say where somebody is, in any language; what follows is not surely whom they belong to."""


def _is_strange(name: str, case: Case) -> bool:
    """Whether `name` is no word that may be translated, and nothing in the article begins like it."""
    stem = name.casefold()[: max(6, len(name) - 3)]
    return not (
        is_common(name)
        or name.isupper()
        or means(name.casefold())
        or any(w.startswith(stem) for s in case.article.sentences for w in words(s.text))
    )


def has_own_body(known: Known, claimed: Sequence[str], case: Case) -> bool:
    """Whether the article names a body of the person's own that is none of `claimed`."""
    return _names_body(f"{known.phrase}; {known.place}", claimed, case)


def _names_body(text: str, claimed: Sequence[str], case: Case) -> bool:
    """Whether `text` of the article names a body that is none of `claimed`."""
    told = re.sub(r"\([^)]*\)", "", text)
    parts = [p for p in re.split(r"[;,] ", told) if "media" not in concepts(p, case.language, "bodies")]
    own = [w for part in parts for w in _CAPITAL.findall(part) if _is_name(w, part, case)]
    return bool(own) and not any(matches(c, told, case.language) for c in claimed)


_CAPITAL = re.compile(r"(?<![\w-])[^\W\d_a-zà-ÿа-яіїєґ][\w-]{2,}")


def _is_name(word: str, phrase: str, case: Case) -> bool:
    """Whether `word` of a phrase of the article is a name: in German, what follows a kind of body."""
    if case.language == "de":
        before = phrase[: phrase.index(word)].split()[-1:]
        return bool(before and concepts(before[0], "de", "bodies"))
    return not phrase.startswith(word) or word in capitalised(case.article, case.language)


def either(concepts: frozenset[str]) -> str:
    """Concepts as a reader reads them."""
    return " or ".join(sorted(concepts)).replace("_", " ")
