"""Evidence: every index names a sentence of the article's body, and there is at least one."""

from __future__ import annotations

from summarizer.article import SentenceKind
from summarizer.gate.case import Case, Finding


def check(case: Case) -> tuple[Finding, ...]:
    if not case.point.evidence:
        return (Finding("no sentence of the article is named as evidence"),)
    found = []
    for i in case.point.evidence:
        if not 0 <= i < len(case.article.sentences):
            found.append(Finding(f"there is no sentence {i}"))
        elif not case.article.sentences[i].is_evidence and not _asked(case, i):
            found.append(Finding(f"sentence {i} is a {case.article.sentences[i].kind}, not body text"))
    return tuple(found)


def _asked(case: Case, index: int) -> bool:
    """Whether the sentence is an interviewer's question that stands beside its answer."""
    sentences = case.article.sentences
    is_question = sentences[index].kind is SentenceKind.QUESTION
    return is_question and any(sentences[i].is_evidence for i in case.evidence)
