"""How a briefing reads, on any platform."""

from __future__ import annotations

from datetime import datetime

from builders import article

from bot.view import dropped_line, language_name, source_line, view
from summarizer import Briefing, Point, Reason, Section, Verdict
from summarizer.briefing import Translation


def _point(section: Section, text: str, *evidence: int, **fields: object) -> Point:
    values: dict[str, object] = {"section": section, "text": text, "evidence": evidence, **fields}
    return Point(**{"verdict": Verdict.SUPPORTED, **values})  # type: ignore[arg-type]


def test_evidence_is_numbered_by_first_citation_in_reading_order() -> None:
    """A reader meets ¹ first, and one sentence has one number wherever it is cited."""
    a = article("A.", "B.", "C.")
    b = Briefing(
        headline="H",
        engine="extractive",
        translations=(Translation(2, "C in English.", "reference"),),
        points=(
            _point(Section.EXPERT_VIEW, "x", 1),
            _point(Section.KEY_CLAIMS, "y", 2, 1),
        ),
    )
    seen = view(a, b)
    assert [p.footnotes for s in seen.sections for p in s.points] == [(1, 2), (2,)]
    assert [(f.number, f.index, f.english) for f in seen.footnotes] == [(1, 2, "C in English."), (2, 1, None)]


def test_an_empty_section_says_so() -> None:
    seen = view(article(), Briefing(headline="H", engine="extractive", points=()))
    assert [s.title for s in seen.sections] == ["Key claims", "Skeptics", "Expert view"]
    assert all(s.empty for s in seen.sections)


def test_a_point_shows_role_via_quote_language_and_doubt() -> None:
    a = article("Det är en rökridå.", language="sv")
    p = _point(
        Section.SKEPTICS,
        "It is a smokescreen.",
        0,
        speaker="Liz Truss",
        speaker_role="UK foreign minister",
        via="The Times",
        quote="rökridå",
        verdict=Verdict.UNVERIFIED,
        reasons=(Reason("coverage", "there is no translation to compare with"),),
    )
    shown = view(a, Briefing(headline="H", engine="llm", model="m", points=(p,))).sections[1].points[0]
    assert shown.role == "UK foreign minister, via The Times"
    assert shown.quote == "rökridå"
    assert shown.foreign is None
    assert shown.unverified == "there is no translation to compare with"


def test_an_untranslated_point_names_its_language_and_does_not_repeat_its_quote() -> None:
    a = article("”Nej”, säger hon.", language="sv")
    p = _point(Section.KEY_CLAIMS, "”Nej”, säger hon.", 0, language="sv", quote="Nej")
    shown = view(a, Briefing(headline="H", engine="extractive", points=(p,))).sections[0].points[0]
    assert (shown.foreign, shown.quote) == ("Swedish", None)


def test_the_source_line_has_outlet_language_and_local_date() -> None:
    """Half past midnight in Stockholm is still that day, though it is the day before in UTC."""
    a = article(language="sv", outlet="TT", published=datetime.fromisoformat("2022-03-15T00:30:00+01:00"))
    assert source_line(a) == "TT · Swedish · 15 March 2022"


def test_a_translation_is_labelled_by_who_made_it() -> None:
    """A reader must see whether a person or a machine put the words into English."""
    a = article("Bron är öppen.", "Den kostade mycket.", language="sv")
    points = (
        _point(Section.KEY_CLAIMS, "The bridge is open.", 0, translated=True),
        _point(Section.KEY_CLAIMS, "It cost much.", 1, translated=True),
    )
    made = (Translation(0, "The bridge is open.", "reference"), Translation(1, "It cost much.", "on-device"))
    briefing = Briefing(headline="H", engine="extractive", points=points, translations=made)
    assert "reference translation, machine translation" in view(a, briefing).made


def test_a_name_in_another_script_is_shown_in_latin_letters() -> None:
    """A reader who knows no Ukrainian can say it, search it and recognise it; the data keep the original."""
    a = article("Так, каже Ірина Ковальчук.", language="uk")
    p = _point(Section.KEY_CLAIMS, "Yes.", 0, speaker="Ірина Ковальчук")
    shown = view(a, Briefing(headline="H", engine="extractive", points=(p,))).sections[0].points[0]
    assert shown.speaker == "Iryna Kovalchuk"


def test_language_names() -> None:
    assert [language_name(x) for x in ("uk", "und", "zz", "x;y")] == ["Ukrainian", None, "zz", "x;y"]


def test_what_was_dropped_is_said() -> None:
    bad = _point(Section.SKEPTICS, "x", verdict=Verdict.REJECTED, reasons=(Reason("numbers", "7"),))
    one = Briefing(headline="H", engine="llm", points=(), dropped=(bad,))
    assert dropped_line(one) == "1 line dropped by the checks: numbers."
    assert dropped_line(Briefing(headline="H", engine="llm", points=())) == ""
