"""Follow-up questions, answered from one article or not at all.

::

    question.py    a question → what it asks for, and by which words
    retrieval.py   sentences of the article, best support first
    extractive.py  the answer without a model: the sentences that support it best
    answerer.py    the answer with or without a model, through the gate
"""

from summarizer.answering.answerer import Answerer
from summarizer.answering.values import NOT_SAID, Answered

__all__ = ["NOT_SAID", "Answered", "Answerer"]
