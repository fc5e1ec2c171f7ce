"""Names: persons, places and organisations of the text are in the evidence, or belong to its speaker.

A capital inside an English sentence marks a name. Words that organisations are named with in English
(council, institute, fisheries) may be translations, so only the rest of such a name is held against the
article.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from summarizer.briefing import Verdict
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.lexicon import listed, words
from summarizer.gate.normalise.dates import dates
from summarizer.gate.normalise.names import code_of, fold, home, local_forms, same_name

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
)


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words and not (case.point.translated and case.point.language == ENGLISH):
        return ()
    evidence = _tokens(case.pool)
    context = evidence | _tokens(_context(case))
    found = []
    for name in names(case.point.text):
        if _known(name, context, case):
            continue
        if _known(name, _everything(case), case):
            verdict = Verdict.REJECTED if _swapped(name, case) else Verdict.UNVERIFIED
            found.append(Finding(f"{name} is in the article, but not in the evidence", verdict))
        elif (code := code_of(name)) and code in home(case.language):
            continue
        else:
            soft = name.isupper() or (case.language != ENGLISH and is_generic(name))
            found.append(
                Finding(f"{name} is not in the article", Verdict.UNVERIFIED if soft else Verdict.REJECTED)
            )
    return tuple(found)


def names(text: str) -> tuple[str, ...]:
    """Words of an English `text` that are names or parts of names, without those that English capitalises."""
    found: list[str] = []
    matches = list(_NAME.finditer(text))
    for i, match in enumerate(matches):
        word = match.group().removesuffix("'s").removesuffix("’s").rstrip(".'’")
        if not word or not word[0].isupper() or len(word) < 2:
            continue
        for part in word.split("-"):
            if not part[:1].isupper() or len(part) < 2 or part.casefold() in _never():
                continue
            if _SENTENCE_START.search(text[: match.start()]) and not _is_name_at_start(text, matches, i):
                continue
            if dates(part, ENGLISH).weekdays or dates(f"1 {part}", ENGLISH).months:
                continue
            if part not in found and not (is_generic(part) and code_of(part) is None):
                found.append(part)
    return tuple(found)


def _is_name_at_start(text: str, matches: list[re.Match[str]], i: int) -> bool:
    """Whether a sentence's first word is a name: a capital or a verb of speech follows, or it has 's."""
    if matches[i].group().endswith(("'s", "’s")) or matches[i].group().isupper():
        return True
    if code_of(matches[i].group()):
        return True
    if i + 1 >= len(matches) or text[matches[i].end() : matches[i + 1].start()].strip():
        return False
    after = matches[i + 1].group()
    if dates(f"1 {after}", ENGLISH).months or dates(after, ENGLISH).weekdays:
        return False
    return (after[0].isupper() and not is_generic(after)) or after in _SPEECH


_SPEECH = listed(
    "says said argues argued warns warned believes doubts thinks denies denied calls wants has "
    "claims fears adds told rejects expects"
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


def _known(name: str, tokens: frozenset[str], case: Case) -> bool:
    if fold(name) in tokens or any(same_name(name, t, case.language) for t in tokens):
        return True
    if (code := code_of(name)) and case.language != ENGLISH:
        forms = local_forms(code, case.language)
        if any(fold(t).startswith(form) for t in tokens for form in forms):
            return True
    if code and any(code_of(t) == code for t in tokens):
        return True
    if name.casefold().endswith(_COGNATE) and case.language != ENGLISH:
        stem = fold(name)[: max(5, len(name) - 4)].replace("c", "k")
        return any(fold(t).replace("c", "k").startswith(stem) for t in tokens)
    return False


def _swapped(name: str, case: Case) -> bool:
    """Whether `name` is somebody's with whom the evidence and the point's speaker have nothing to do."""
    for speaker in case.attributions.speakers:
        parts = words(speaker.name)
        if any(same_name(name, p, case.language) for p in parts):
            return not any(i in speaker.mentions for i in case.evidence)
    return case.language == ENGLISH or code_of(name) is None
