"""On-device translation: one sentence at a time, once, and never an error for a text."""

from __future__ import annotations

from pathlib import Path

from builders import article
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.english.models import model_folder
from summarizer.english.on_device import LONGEST, OnDeviceTranslator, Translate, pieces


def installed(folder: Path, language: str = "sv", content: bytes = b"x") -> Path:
    """A folder with a model's files, of no use."""
    model = model_folder(folder, language)
    model.mkdir(parents=True)
    for name in ("model", "vocabulary", "shortlist"):
        (model / name).write_bytes(content)
    return folder


async def test_each_sentence_is_translated_once(tmp_path: Path) -> None:
    """Sentence by sentence; a second briefing of the same text costs nothing."""
    asked: list[str] = []

    def load(folder: Path) -> Translate:
        return lambda text: asked.append(text) or f"<{text}>"  # type: ignore[func-returns-value]

    translator = OnDeviceTranslator(installed(tmp_path), load=load)
    a = article("Skolan stängs.", "Det blir dyrt.", language="sv", title="Rubrik")
    for _ in range(2):
        assert await translator.translate(a, (0, 1)) == {0: "<Skolan stängs.>", 1: "<Det blir dyrt.>"}
        assert await translator.translate_title(a) == "<Rubrik>"
    assert asked == ["Skolan stängs.", "Det blir dyrt.", "Rubrik"]


async def test_a_language_without_a_model_is_left_to_others(tmp_path: Path) -> None:
    translator = OnDeviceTranslator(installed(tmp_path, "de"))
    a = article("Skolan stängs.", language="sv")
    assert await translator.translate(a, (0,)) == {}
    assert await translator.translate_title(a) is None


async def test_a_broken_model_translates_nothing(tmp_path: Path) -> None:
    """The real engine refuses these bytes; the briefing goes on without."""
    translator = OnDeviceTranslator(installed(tmp_path, content=b"no model"))
    assert await translator.translate(article("Skolan stängs.", language="sv"), (0,)) == {}


def test_long_text_is_cut_between_sentences_and_clauses() -> None:
    """The model would cut it off without a word."""
    quote = "– Vi stänger skolan. Det är bestämt, säger hon."
    assert pieces(quote) == ["– Vi stänger skolan.", "Det är bestämt, säger hon."]
    clauses = ", ".join(["detta är en bisats som fortsätter"] * 12) + "."
    assert all(len(p.split()) <= LONGEST for p in pieces(clauses))
    assert all(p.endswith((",", ".")) for p in pieces(clauses))


@settings(max_examples=40)
@given(st.text(st.sampled_from("ab ,.!?–”A"), max_size=400))
def test_no_word_is_lost_in_pieces(text: str) -> None:
    """Every letter of the text is in one piece, none longer than the model takes."""
    letters = [c for c in text if c.isalpha()]
    found = pieces(text)
    assert [c for p in found for c in p if c.isalpha()] == letters
    assert all(len(p.split()) <= LONGEST for p in found)
