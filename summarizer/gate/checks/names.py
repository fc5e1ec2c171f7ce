"""Names: persons, places and organisations of the text are in the evidence, or belong to its speaker.

A capital inside an English sentence marks a name. Words that organisations are named with in English
(council, institute, fisheries) may be translations, so only the rest of such a name is held against the
article.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from summarizer.article import Article
from summarizer.attribution import SpeakerKind
from summarizer.briefing import Verdict
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.lexicon import concepts, listed, words
from summarizer.gate.normalise.dates import dates
from summarizer.gate.normalise.english import is_known
from summarizer.gate.normalise.names import (
    begins,
    cities_of,
    code_of,
    fold,
    has_form,
    home,
    is_within,
    local_forms,
    places,
    same_name,
)
from summarizer.gate.people import matches

_NAME = re.compile(r"[^\W\d_][\w’'.&-]*[\w]|[^\W\d_]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|[\"“”„»«‘(]\s*)$")
_COGNATE = (
    "al",
    "als",
    "ive",
    "ives",
    "ic",
    "ics",
    "ist",
    "ists",
    "ian",
    "ians",
    "ate",
    "ates",
    "ion",
    "ism",
    "ity",
    "ats",
    "crats",
    "crat",
    "can",
    "cans",
)


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words and not (case.point.translated and case.point.language == ENGLISH):
        return ()
    evidence = _tokens(case.pool)
    own = evidence | frozenset(words(case.point.speaker or ""))
    context = own | _tokens(_context(case))
    told = _translated(case, context)
    found = []
    for name in names(case.point.text, capitalised(case.article, case.language)):
        if name in told:
            continue
        if _known(name, context, case):
            if not _known(name, own, case) and _displaces(name, case):
                found.append(Finding(f"{name} is beside the evidence, which has another name"))
            continue
        if _known(name, _everything(case), case):
            rejected = _swapped(name, case) or _displaces(name, case)
            verdict = Verdict.REJECTED if rejected else Verdict.UNVERIFIED
            found.append(Finding(f"{name} is in the article, but not in the evidence", verdict))
        elif (code := code_of(name)) and code in home(case.language) and not _other_place(case):
            continue
        else:
            ordinary = is_generic(name) or (name.endswith("s") and is_common(name))
            soft = name.isupper() or (case.language != ENGLISH and ordinary and not code)
            found.append(
                Finding(f"{name} is not in the article", Verdict.UNVERIFIED if soft else Verdict.REJECTED)
            )
    return tuple(found) or _other_subject(case, told)


def _other_subject(case: Case, told: frozenset[str]) -> tuple[Finding, ...]:
    """A point that begins with another name than the speaker's body, which the evidence calls "the party"."""
    first = _NAME.search(case.point.text)
    speaker = case.point.speaker or ""
    register = [s for s in case.attributions.speakers if fold(s.name) == fold(speaker)]
    own = f"{speaker} {case.point.speaker_role or ''} {' '.join(s.role or '' for s in register)}"
    name = first.group() if first else ""
    if (
        name in told
        or name not in names(case.point.text, capitalised(case.article, case.language))
        or _known(name, _tokens(case.pool) | frozenset(words(own)), case)
        or any(_names_of(t, case) for t in case.sentences)
        or not (_inner_names(own) and case.given and is_in_article(name, case))
        or not any(concepts(t, case.language, "bodies") for t in case.sentences)
    ):
        return ()
    return (Finding(f"the evidence does not speak of {name}"),)


@lru_cache(maxsize=64)
def capitalised(article: Article, language: str) -> frozenset[str]:
    """Words that the article writes with a capital inside its sentences: names, outside German."""
    if language == "de":
        return frozenset()
    return frozenset(word for s in article.sentences for word in _inner_names(s.text))


_TITLE = re.compile(r"(?<=\w\s)[\"“”„«»‘]\s?[^\W\d_][\w’'-]*(?:\s[\w’'-]+){0,2}\s?[\"“”«»’]")
"""Marks around a name inside a sentence, as of stations and ships; they open no sentence."""


def _inner_names(text: str) -> list[str]:
    """Words with a capital that do not begin a sentence of `text`."""
    text = _TITLE.sub(lambda m: re.sub(r"[\"“”„«»‘]", " ", m.group()), text)
    found = (m for m in _NAME.finditer(text) if m.group()[0].isupper() and len(m.group()) > 2)
    return [m.group() for m in found if not _SENTENCE_START.search(text[: m.start()])]


_GERMAN = re.compile(
    r"\b(?:Universität|Hochschule|Stadt|Gemeinde|Landkreis|Kreis)\s([A-ZÄÖÜ][\w-]{2,})"
    r"|\b(?i:in|nach|aus|bei|von)\s([A-ZÄÖÜ]\w{2,}(?:stadt|burgen|burg|bergen|berg|dorf|heim|hausen|thal|tal|felden|"
    r"feld|furt|bach|ingen|hafen|münde|brücken|brück|walde|wald|see|ried|rode|stein|linden|kirchen|horst|hagen|"
    r"werder|zell|brunn|born|büttel|au|ow|itz))\b"
)
"""Where a capital makes a name in German: behind a kind of place, or in a place's form without article."""


def _german_names(text: str) -> list[str]:
    return [one or other for one, other in _GERMAN.findall(text)]


def _names_of(text: str, case: Case) -> list[str]:
    """Names in a sentence of the article: those inside it, and its first word where the article says so."""
    if case.language == "de":
        return _german_names(text)
    first = _NAME.search(text)
    known = first and (
        first.group() in capitalised(case.article, case.language) or places(first.group(), case.language)
    )
    return [*([first.group()] if first and known else []), *_inner_names(text)]


def _displaces(name: str, case: Case) -> bool:
    """Whether the evidence has a name that the point leaves out: the one in whose place `name` is."""
    if not case.given:
        return False
    told = [case.point.text, case.point.speaker or "", case.point.speaker_role or "", case.point.via or ""]
    said = [w for t in told for w in words(t)]
    return any(
        not any(same_name(s, word, case.language) or same_name(word, s, case.language) for s in said)
        for sentence in case.sentences
        for word in _names_of(sentence, case)
        if not word.isupper() and not _is_said(word, case)
    )


def _is_said(word: str, case: Case) -> bool:
    """Whether the point has the place `word` in English."""
    codes = {code for w in words(case.point.text) if (code := code_of(w))}
    return any(begins(fold(word), form) for code in codes for form in local_forms(code, case.language))


def _other_place(case: Case) -> bool:
    """Whether the evidence names a country or region that the point leaves out."""
    if case.language == ENGLISH:
        return False
    said = {code for w in words(case.point.text) if (code := code_of(w))}
    named = frozenset().union(*(places(w, case.language) for s in case.sentences for w in _inner_names(s)))
    return bool(named - said - home(case.language)) and not named & home(case.language)


def names(text: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Words of an English `text` that are names or parts of names, without those that English capitalises.

    Args:
        text: English.
        known: words that are names wherever they stand.
    """
    found: list[str] = []
    matches = list(_NAME.finditer(text))
    for i, match in enumerate(matches):
        word = match.group().removesuffix("'s").removesuffix("’s").rstrip(".'’")
        if not word or not word[0].isupper() or len(word) < 2:
            continue
        for part in word.split("-"):
            if not part[:1].isupper() or len(part) < 2 or part.casefold() in _never():
                continue
            at_start = _SENTENCE_START.search(text[: match.start()])
            if at_start and part not in known and not _is_name_at_start(text, matches, i):
                continue
            if _is_time(part):
                continue
            if part not in found and not (is_generic(part) and code_of(part) is None):
                found.append(part)
    return tuple(found)


def _is_name_at_start(text: str, matches: list[re.Match[str]], i: int) -> bool:
    """Whether a sentence's first word, capital by its place, is a name.

    It is one if all of it is capitals, if it is a well-known place, if one more capital follows as a surname
    does, or if a verb of speech follows. Before two or more capitals it may as well be what the person is
    ("Rower Ann Hill").
    """
    word = matches[i].group()
    code = code_of(word.removesuffix("'s").removesuffix("’s")) or ""
    if word.isupper() or (code and not (code.startswith("city:") and is_generic(word))):
        return True
    if is_role(word):
        return False
    following = _capitals_after(text, matches, i)
    if following:
        return following == 1 and (not is_generic(matches[i + 1].group()) or not is_common(word))
    if word.endswith(("'s", "’s")):
        return not is_common(word[:-2])
    after = matches[i + 1].group() if i + 1 < len(matches) else ""
    return after in _SPEECH and not is_common(word)


def _capitals_after(text: str, matches: list[re.Match[str]], i: int) -> int:
    """How many words with capitals follow directly, particles of names aside, days and months not counted."""
    count = 0
    for before, match in pairwise(matches[i:]):
        if text[before.end() : match.start()].strip():
            break
        word = match.group()
        if word in _PARTICLES and count:
            continue
        if not word[0].isupper() or _is_time(word):
            break
        count += 1
    return count


def _is_time(word: str) -> bool:
    return bool(dates(f"1 {word}", ENGLISH).months or dates(word, ENGLISH).weekdays)


def is_role(word: str) -> bool:
    """Whether `word` says what somebody is."""
    return bool(concepts(word, ENGLISH, "roles")) or word.casefold().endswith(_ROLE_ENDINGS)


def is_common(word: str) -> bool:
    """Whether `word` is an ordinary English word that Kurir knows."""
    return is_generic(word) or is_role(word) or is_known(word.casefold())


_ROLE_ENDINGS = ("ologist", "ologists", "grapher", "woman", "women", "maker", "keeper", "holder")
_PARTICLES = listed("van von de der den del della di da dos do la le al el ten ter zu of")
_SPEECH = listed(
    "says said argues argued warns warned believes doubts thinks denies denied calls wants "
    "claims fears adds told rejects expects insists insisted explains explained"
)


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    text = files(__package__).joinpath("generic.txt").read_text(encoding="utf-8")
    never, generic = re.sub(r"(?m)^#.*$", "", text).split("---")
    return frozenset(never.split()), frozenset(generic.split())


def _never() -> frozenset[str]:
    return _lists()[0]


def is_generic(word: str) -> bool:
    """Whether `word` is an ordinary English word that stands in names of organisations."""
    w = word.casefold()
    return w in _lists()[1] or w.removesuffix("s") in _lists()[1]


def _tokens(texts: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(w for text, _ in texts for w in words(text))


def _context(case: Case) -> tuple[tuple[str, str], ...]:
    """Texts beside the evidence that a name may come from: speaker, role, title, outlet, neighbours."""
    article = case.article
    own = [t for t in (case.point.speaker, case.point.speaker_role, case.point.via) if t]
    own += [article.title, article.outlet or ""]
    for speaker in case.attributions.speakers:
        if case.point.speaker and fold(speaker.name) == fold(case.point.speaker):
            own += [article.sentences[i].text for i in speaker.mentions]
    return tuple((t, case.language) for t in own) + case.around(1, 0)


def _everything(case: Case) -> frozenset[str]:
    return _tokens(tuple((s.text, case.language) for s in case.article.sentences))


def is_in(name: str, text: str, case: Case) -> bool:
    """Whether `text` of the article has `name`, in whatever form."""
    return _known(name, frozenset(words(text)), case)


def is_in_article(name: str, case: Case) -> bool:
    """Whether any sentence of the article has `name`, in whatever form."""
    return _known(name, _everything(case), case)


def _known(name: str, tokens: frozenset[str], case: Case) -> bool:
    if fold(name) in tokens or any(
        same_name(name, t, case.language) or is_within(name, t, case.language) for t in tokens
    ):
        return True
    if (code := code_of(name)) and _has_code(code, tokens, case):
        return True
    if code and any(code_of(t) == code for t in tokens):
        return True
    if "’" in name or "'" in name:  # "Sant'Elmo"
        parts = words(name)
        if len(parts) > 1 and all(p in tokens for p in parts):
            return True
    if name.casefold().endswith(_COGNATE) and case.language != ENGLISH:
        stem = _plain(name)[: max(5, len(name) - 4)]
        return any(_plain(t).startswith(stem) for t in tokens)
    return False


def _plain(word: str) -> str:
    """`word` in the spelling that most languages share for words of one origin."""
    return fold(word).replace("c", "k").replace("y", "i")


def _has_code(code: str, tokens: frozenset[str], case: Case) -> bool:
    """Whether the article's language calls the place `code` by some of `tokens`, or names a city of it."""
    if case.language == ENGLISH:
        return False
    forms = local_forms(code, case.language)
    forms += cities_of(code, case.language) if len(code) == 2 else ()
    folded = frozenset(fold(t) for t in tokens)
    return any(has_form(form, folded) for form in forms)


_CAPITALS = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:\s(?:of\s(?:the\s)?)?[A-ZÀ-Þ][\w’'-]+)+")


def _translated(case: Case, tokens: frozenset[str]) -> frozenset[str]:
    """Words of the point's names of several words that `tokens` have in the article's language."""
    found: set[str] = set()
    for phrase in _CAPITALS.findall(case.point.text):
        parts = phrase.split()
        for size in (3, 2):
            for i in range(len(parts) - size + 1):
                code = code_of(" ".join(parts[i : i + size]))
                if code and _has_code(code, tokens, case):
                    found.update(parts[i : i + size])
    return frozenset(found)


def _swapped(name: str, case: Case) -> bool:
    """Whether `name` is somebody's with whom the evidence and the point's speaker have nothing to do."""
    for speaker in case.attributions.speakers:
        parts = words(speaker.name)
        if any(same_name(name, p, case.language) for p in parts):
            others = (
                s for s in case.attributions.speakers if s is not speaker and s.kind is SpeakerKind.PERSON
            )
            is_theirs = any(matches(o.name, text, case.language) for o in others for text in case.sentences)
            return is_theirs and not any(i in speaker.mentions for i in case.evidence)
    return case.language == ENGLISH or code_of(name) is None
