"""English for a reader who does not know the article's language.

Translators, in the order in which they are asked: ``reference`` (came with the article), ``on_device``
(models on disk, see ``models``). Where none answers, ``scaffold`` puts everything but the sentences
themselves into English.
"""

from summarizer.english.on_device import OnDeviceTranslator
from summarizer.english.reference import ReferenceTranslator

__all__ = ["OnDeviceTranslator", "ReferenceTranslator"]
