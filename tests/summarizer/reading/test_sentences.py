"""Sentences in many languages: what is one, and what never is the end of one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.languages import known
from summarizer.reading.sentences import LONGEST_QUOTE, quote_spans, split

ONE = [
    ("sv", "Bron kostar bl.a. 3,5 miljoner kr. per år enligt dr. Eva Ek och ca. 20 andra."),
    ("no", "Møtet den 2. november ble flyttet til 17. mai."),
    ("da", "Han kommer den 3. juni kl. 14 med bl.a. 20 andre."),
    ("de", "Am 2. November kommt Prof. Dr. Anna Berg, z. B. mit dem 3. Gutachten."),
    ("fi", "Kokous pidetään 5. joulukuuta klo. 12 Helsingissä."),
    ("fr", "M. Jean Petit et Mme. Roy paieront 2,7 millions d'euros, p. ex. en mai."),
    ("es", "El Sr. Ruiz y la Dra. Gil pagarán 2,50 euros."),
    ("pl", "Spotkanie z prof. Nowakiem odbędzie się 3. maja w Warszawie."),
    ("uk", "У 2024 р. понад 5 млн. гривень отримав ім. Шевченка фонд."),
    ("nl", "Dhr. Jansen betaalt o.a. 3,5 mln. euro."),
    ("it", "Il dott. Rossi e la prof.ssa Bianchi pagheranno 2,50 euro."),
    ("pt", "O Dr. Silva e a Sra. Costa pagarão 2,50 euros."),
    ("en", "Mr. J. R. Smith of the U.S. Navy paid $3.50 at 5 p.m. on Monday."),
    ("en", "He shouted stop! and ran."),
    ("en", "Version 2.0 of example.com is out."),
]


@pytest.mark.parametrize(("language", "text"), ONE)
def test_a_full_stop_inside_a_sentence_ends_nothing(language: str, text: str) -> None:
    """Abbreviations, initials, ordinals, decimals and dates stay in their sentence."""
    assert split(text, language) == [text]


TWO = [
    ("sv", "Det är klart.", "Nu börjar arbetet."),
    ("sv", "Det kostade 12.", "Sedan steg priset."),
    ("de", "Es waren 30.", "Danach gingen alle."),
    ("en", "It opened at 5 p.m.", "Nobody came."),
    ("es", "¿Quién lo dijo?", "¡Nadie!"),
    ("fr", "« Nous partons. »", "Elle est sortie."),
    ("fr", "Il doute.", "« Nous verrons », dit-elle."),
    ("de", "„Wir gehen“, sagte er.", "„Dann ist Schluss.“"),
    ("da", "»Vi går,« siger han.", "»Så er det slut.«"),
    ("fi", "”Me lähdemme”, hän sanoo.", "”Nyt on loppu.”"),
    ("pl", "„Idziemy” – mówi.", "Potem koniec."),
    ("it", "‘Andiamo’, dice.", "Poi tace."),
    ("sv", "– Vi går, säger Åsa Ek (S).", "– Sedan är det slut."),
    ("fi", "– Rahaa ei ole, Heinonen sanoo.", "Hän lähtee."),
    ("pl", "– Idziemy – tłumaczy.", "Potem jest cisza."),
    ("pt", "— Vamos embora — disse Ana Dias, que é juíza.", "Depois saiu."),
    ("uk", "— Ми йдемо, — каже вона.", "Потім тиша."),
    ("ja", "政府は議論した。", "大臣は述べた。"),
    ("zh", "他说：“我们走。”", "然后他走了。"),
    ("ar", "ذهب الوزير إلى المدينة.", "هل سيعود؟"),
    ("he", "השר נסע לעיר.", "הוא יחזור מחר."),
    ("hi", "मंत्री शहर गए।", "वे कल लौटेंगे।"),
    ("el", "Ο υπουργός μίλησε.", "Μετά έφυγε."),
    ("el", "Τι θα γίνει τώρα;", "Κανείς δεν ξέρει."),
]


@pytest.mark.parametrize(("language", "first", "second"), TWO)
def test_two_sentences_are_two(language: str, first: str, second: str) -> None:
    """In every script and with every style of quotation mark."""
    joined = first + second if language in ("ja", "zh") else f"{first} {second}"
    assert split(joined, language) == [first, second]


QUOTED = [
    ("en", '"Seeds need light. Without it nothing helps," she said.'),
    ("de", "„Wir kommen. Dann gehen wir“, sagte sie."),
    ("fr", "« Nous partons. Tout est fini », dit-elle."),
    ("sv", "”Vi går. Sedan är det slut”, säger hon."),
    ("da", "»Vi går. Så er det slut,« siger hun."),
    ("sv", "– Vi går. Sedan är det slut, säger Åsa Ek till The Times."),
    ("no", "– Vi går. Så er det slutt."),
]


@pytest.mark.parametrize(("language", "text"), QUOTED)
def test_a_short_quotation_stays_with_its_attribution(language: str, text: str) -> None:
    """Half a quotation could not be checked against its speaker."""
    assert split(text, language) == [text]


def test_a_dash_turn_ends_with_its_attribution() -> None:
    """What follows ", says she." is the reporter again."""
    text = "– Vi går nu. Det är sent, säger hon. Mötet varade två timmar."
    assert split(text, "sv") == ["– Vi går nu. Det är sent, säger hon.", "Mötet varade två timmar."]


def test_a_long_quotation_is_split() -> None:
    """Nobody reads a quotation of two hundred words as one piece of evidence."""
    text = f'"{"We have said this before and we say it again. " * 12}" she said.'
    assert len(split(text, "en")) > 5


def test_a_mark_that_is_never_closed_quotes_nothing() -> None:
    """A slip of the pen must not swallow the paragraph; an apostrophe is no mark."""
    assert quote_spans('He said "never. It is over.') == []
    assert quote_spans("It's the dogs' and the cats' home.") == []
    assert len(split('He said "never. It is over.', "en")) == 2


def test_thai_is_cut_at_its_spaces() -> None:
    """A script without full stops still gives pieces that can be evidence."""
    text = " ".join(["รัฐบาลได้หารือเกี่ยวกับประเด็นการขึ้นภาษีเมื่อวันจันทร์"] * 8)
    assert len(split(text, "th")) > 3


@settings(max_examples=60)
@given(
    st.text(st.one_of(st.characters(), st.sampled_from('  .!?…"“”„«»‘’–—-()Aa1\n\u3002')), max_size=300),
    st.sampled_from([*known(), "und", "th", "ja"]),
)
def test_no_character_is_lost(text: str, language: str) -> None:
    """Whatever the text, its sentences joined are the text, white space aside; none is empty."""
    sentences = split(text, language)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(s and s == " ".join(s.split()) for s in sentences)


def test_a_quotation_is_never_longer_than_it_may_be() -> None:
    """The limit holds for dash turns too."""
    text = "– " + "Vi säger det igen och igen utan att någon lyssnar. " * 20
    assert max(map(len, split(text, "sv"))) <= LONGEST_QUOTE + 10
