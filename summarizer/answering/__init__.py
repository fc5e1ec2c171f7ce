"""Follow-up questions, answered from one article or not at all.

::

    question.py    a question → what it asks for, and by which words
    glossary.py    what words mean, over languages; a file a language in glossary/
    likeness.py    words of two languages that look like one
    kinds.py       whether a sentence holds the kind of answer that is wanted
    retrieval.py   sentences of the article, best support first
    extractive.py  the answer without a model: the sentences that support it best
    answerer.py    the answer with or without a model, through the gate
"""

from summarizer.answering.answerer import Answerer
from summarizer.answering.values import NOT_SAID, Answered

__all__ = ["NOT_SAID", "Answered", "Answerer"]
