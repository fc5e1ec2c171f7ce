"""Language: a text that is to be English is English."""

from __future__ import annotations

import unicodedata

from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.lexicon import listed, words

_ENGLISH = listed(
    "the of and to in is was for with on not by from has have be it its as at an are this that would "
    "but or will he she they who which their his her were been had no than after before about only "
    "can could may says said if all when where while because must should also more most there into "
    "over under up out so does did do a i"
)
_OTHER = listed(
    "och att det som är av för med till inte har ett men sig från hon kan ska der die das und ist "
    "nicht von zu dem ein eine auf sich im wird auch nach bei aus wie um le la les des et est que "
    "qui une dans pour pas sur du ne ce il elle avec en sont el los las y un una por con para se del "
    "es al su lo como más på og til ikke af jeg at vil ja ei että oli joka mutta hän w nie na się z "
    "że do jest od jak dla przez ale het een van voor niet op zijn met di che non per sono della nel "
    "o os não um uma em da dos"
)


def check(case: Case) -> tuple[Finding, ...]:
    if case.point.language != ENGLISH:
        return (
            ()
            if case.is_verbatim
            else (Finding("the point is not in English and not verbatim from the article"),)
        )
    if is_english(case.point.text):
        return ()
    return (Finding("the text is not in English"),)


def is_english(text: str) -> bool:
    """Whether one sentence is English: by its script, then by its commonest words; names do not matter."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return True
    foreign = sum(not c.isascii() and "LATIN" not in unicodedata.name(c, "") for c in letters)
    if foreign > 0.3 * len(letters):
        return False
    tokens = words(text)
    here = sum(w in _ENGLISH for w in tokens)
    there = sum(w in _OTHER and w not in _ENGLISH for w in tokens)
    odd = sum(not w.isascii() for w in tokens)
    if here == 0 and there == 0:
        return 2 * odd < len(tokens)
    return here > there or (here == there and odd == 0)
