"""What an extractive briefing is made of."""

from __future__ import annotations

import pytest
from builders import article

from summarizer import Article, Section, Sentence, Verdict
from summarizer.briefing import Draft
from summarizer.extractive import ExtractiveEngine, extract
from summarizer.pipeline import Summarizer

# The shape of a wire story: a round of talks, a skeptic heard by another paper, an interviewed specialist.
TALKS = (
    ("Delegationer från regeringarna i Norrland och Söderland har mötts fyra gånger sedan i mars.",),
    ("Den senaste samtalsomgången inleddes i onsdags.",),
    (
        "Men Estlands försvarsminister Kadri Tamm är skeptisk till att Söderland vill ha fred – "
        'och kallar samtalen en "teaterpjäs".',
    ),
    ("– Den som vill ha fred flyttar inte fram kanoner samma dag, säger Kadri Tamm till The Guardian.",),
    ("– Vi ser inga förslag som är värda namnet, tillägger hon.",),
    ("Emil Sandgren, expert på strategi vid Krigsskolan i Uppsala, säger att pauser utnyttjats förr.",),
    ("– Då fyllde man på med bränsle och fortsatte, säger Sandgren.",),
    ("Han tror inte att Söderland nöjer sig med de krav som nu ligger på bordet.",),
    ("TT: Finns det något hopp?",),
    ("– Det enda hoppfulla är att offensiven har stannat av.",),
)


def talks() -> Article:
    sentences = tuple(Sentence(s, n) for n, p in enumerate(TALKS) for s in p)
    return Article(id="talks", title="Samtalen fortsätter", language="sv", sentences=sentences)


@pytest.fixture(scope="module")
def draft() -> Draft:
    return extract(talks(), words=400)


def test_the_three_sides_of_a_story_are_told_apart(draft: Draft) -> None:
    heard = {s: {(p.speaker, p.via) for p in draft.points if p.section is s} for s in Section}
    assert heard[Section.KEY_CLAIMS] == {(None, None)}
    assert heard[Section.SKEPTICS] == {("Kadri Tamm", "The Guardian")}
    assert heard[Section.EXPERT_VIEW] == {("Emil Sandgren", None)}


def test_a_quote_is_verbatim_and_no_question_is_a_point(draft: Draft) -> None:
    source = talks()
    for p in draft.points:
        assert p.quote is None or p.quote in source.text(p.evidence)
        assert 8 not in p.evidence


async def test_the_gate_supports_every_extractive_point() -> None:
    briefing = await Summarizer(engine=ExtractiveEngine()).brief(talks(), words=400)
    assert not briefing.dropped
    assert {p.verdict for p in briefing.points} == {Verdict.SUPPORTED}


@pytest.mark.parametrize("words", [60, 100, 160, 300])
async def test_the_briefing_stays_within_its_words(words: int) -> None:
    briefing = await Summarizer(engine=ExtractiveEngine()).brief(talks(), words=words)
    assert 0 < briefing.words <= words


def test_what_is_said_twice_is_told_once() -> None:
    twice = article(
        "The mayor, Ann Lee, said the bridge would open in May.",
        "It cost 12 million euros.",
        "Ann Lee said the bridge would open in May.",
    )
    told = [i for p in extract(twice, words=160).points for i in p.evidence]
    assert 2 not in told


def test_without_voices_the_article_speaks_and_nobody_is_made_up() -> None:
    points = extract(article(), words=160).points
    assert [(p.section, p.speaker) for p in points] == [(Section.KEY_CLAIMS, None)]


def test_an_article_of_ten_thousand_sentences_is_briefed_from_its_beginning() -> None:
    long = article(*(f"Sentence number {i} says nothing new." for i in range(10_000)))
    assert 0 < len(extract(long, words=160).points) < 20


def test_two_officials_who_agree_make_no_skeptic() -> None:
    agreed = article(
        "The bridge opens in May.",
        "It is ready, said mayor Ann Lee.",
        "Everything is in place, said deputy mayor Tom Reid.",
    )
    assert {p.section for p in extract(agreed, words=160).points} == {Section.KEY_CLAIMS}
