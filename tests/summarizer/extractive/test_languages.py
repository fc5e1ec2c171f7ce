# ruff: noqa: E501 - a sentence stands on one line
"""In every language with full cues: who says what, and which question they answer.

One small text a language, of the same shape: a town builds, an official claims, a neighbour doubts, a
specialist explains. Each sentence stands with its speaker and the first letter of the section.
"""

from __future__ import annotations

import pytest

from summarizer import Article, Sentence
from summarizer.attribution import attribute
from summarizer.extractive.sections import sections

Text = list[list[tuple[str, str | None, str]]]

TEXTS: dict[str, Text] = {
    "sv": [
        [("Kommunen bygger ett nytt badhus.", None, "")],
        [("– Det blir klart 2028, säger kommunalrådet Bo Ek.", "Bo Ek", "k")],
        [("Men föreningen Spara skogen är orolig, enligt ordföranden Lisa Holm.", "Lisa Holm", "s")],
        [("– Skogen går inte att flytta, säger hon.", "Lisa Holm", "s")],
        [("Per Falk, professor i ekologi vid Norra universitetet, ser risker.", "Per Falk", "e")],
        [("– Fåglarna kommer tillbaka först efter tio år, förklarar Falk.", "Per Falk", "e")],
    ],
    "no": [
        [("Kommunen bygger ny svømmehall.", None, "")],
        [("– Den blir ferdig i 2028, sier ordfører Kari Vik (Sp).", "Kari Vik", "k")],
        [("Naboforeningen er kritisk.", None, "")],
        [("– Ingen har spurt oss, sier leder Ola Berg i Naboforeningen.", "Ola Berg", "s")],
        [("Forsker Siri Dahl ved Havforskningsinstituttet mener støyen kan skade fisken.", "Siri Dahl", "e")],
        [("– Vi ser det samme i andre fjorder, legger hun til.", "Siri Dahl", "e")],
    ],
    "da": [
        [("Kommunen bygger en ny svømmehal.", None, "")],
        [("»Den bliver færdig i 2028,« siger borgmester Mette Lund (S).", "Mette Lund", "k")],
        [("Formanden for grundejerforeningen, Ole Krag, er bekymret.", "Ole Krag", "s")],
        [("»Trafikken bliver alt for tung,« siger han til Jyllands-Posten.", "Ole Krag", "s")],
        [
            (
                "Ifølge Anne Bak, der er lektor i trafikplanlægning ved Aalborg Universitet, er bekymringen overdrevet.",
                "Anne Bak",
                "e",
            )
        ],
        [("Hun peger på, at lignende byer ikke har fået flere ulykker.", "Anne Bak", "e")],
    ],
    "de": [
        [("Die Stadt baut ein neues Schwimmbad.", None, "")],
        [
            (
                "„Es wird 2028 fertig“, sagte Oberbürgermeisterin Eva Kern (SPD) der „Morgenzeitung“.",
                "Eva Kern",
                "k",
            )
        ],
        [("Die Bürgerinitiative Grüner Wald lehnt das Projekt ab.", None, "")],
        [("„Der Wald ist nicht ersetzbar“, so Sprecher Uwe Lang.", "Uwe Lang", "s")],
        [("Er wirft der Stadt vor, Zahlen zu verschweigen.", "Uwe Lang", "s")],
        [("Der Ökologe Max Berger vom Institut für Stadtklima sieht das anders.", "Max Berger", "e")],
        [("Der Verlust lasse sich ausgleichen, so Berger.", "Max Berger", "e")],
    ],
    "en": [
        [("The city is building a new pool.", None, "")],
        [('"It will open in 2028," mayor Jane Cole told the Evening Post.', "Jane Cole", "k")],
        [("Campaigners are unconvinced.", None, "")],
        [
            (
                'Tom Reid, who leads the Save Our Woods group, said: "You cannot move a forest."',
                "Tom Reid",
                "s",
            )
        ],
        [
            (
                "Dr Amy Stone, an ecologist at Northern University, said birds would need ten years to return.",
                "Amy Stone",
                "e",
            )
        ],
        [("“They are slow to trust a new place,” she explained.", "Amy Stone", "e")],
    ],
    "fr": [
        [("La ville construit une nouvelle piscine.", None, "")],
        [
            (
                "« Elle ouvrira en 2028 », annonce le maire, Paul Roux (PS), dans un entretien au Courrier du Soir.",
                "Paul Roux",
                "k",
            )
        ],
        [("Les riverains sont inquiets.", None, "")],
        [("« On ne déplace pas une forêt », s'insurge sa porte-parole, Anne Petit.", "Anne Petit", "s")],
        [("Selon Marc Blanc, écologue au CNRS, les oiseaux reviendront.", "Marc Blanc", "e")],
        [("« Il leur faudra dix ans », précise-t-il.", "Marc Blanc", "e")],
    ],
    "es": [
        [("La ciudad construye una piscina nueva.", None, "")],
        [("«Abrirá en 2028», anunció la alcaldesa Rosa Vidal.", "Rosa Vidal", "k")],
        [("La asociación de vecinos no está convencida.", None, "")],
        [("«Nadie nos ha consultado», se queja su presidente, Luis Mora.", "Luis Mora", "s")],
        [
            (
                "Para el biólogo Juan Prado, profesor de la Universidad del Norte, el bosque puede recuperarse.",
                "Juan Prado",
                "e",
            )
        ],
        [("Explica que las aves tardan diez años en volver.", "Juan Prado", "e")],
    ],
    "it": [
        [("La città costruisce una nuova piscina.", None, "")],
        [("«Aprirà nel 2028», ha annunciato la sindaca Carla Neri.", "Carla Neri", "k")],
        [("Il comitato Salviamo il bosco è contrario.", None, "")],
        [("«Un bosco non si sposta», ha detto il portavoce Luca Riva.", "Luca Riva", "s")],
        [
            (
                "Secondo Paolo Gatti, docente di ecologia all'Università di Torino, gli uccelli torneranno.",
                "Paolo Gatti",
                "e",
            )
        ],
        [("«Ma ci vorranno dieci anni», ha aggiunto.", "Paolo Gatti", "e")],
    ],
    "pt": [
        [("A cidade constrói uma nova piscina.", None, "")],
        [("“Abrirá em 2028”, anunciou a presidente da câmara, Rita Nunes.", "Rita Nunes", "k")],
        [("A associação de moradores está contra.", None, "")],
        [("“Ninguém nos ouviu”, lamenta o porta-voz, Rui Lopes.", "Rui Lopes", "s")],
        [("Segundo Ana Reis, investigadora da Universidade do Porto, as aves vão voltar.", "Ana Reis", "e")],
        [("“Mas demoram dez anos”, acrescentou.", "Ana Reis", "e")],
    ],
    "nl": [
        [("De stad bouwt een nieuw zwembad.", None, "")],
        [("„Het gaat in 2028 open”, zegt wethouder Karin Bos (GroenLinks).", "Karin Bos", "k")],
        [("Actiegroep Red het Bos is boos.", None, "")],
        [("'Een bos kun je niet verplaatsen', zegt voorzitter Henk Visser.", "Henk Visser", "s")],
        [
            (
                "Volgens hoogleraar ecologie Wim de Groot van de Universiteit Utrecht komen de vogels terug.",
                "Wim de Groot",
                "e",
            )
        ],
        [("Dat duurt wel tien jaar, aldus De Groot.", "Wim de Groot", "e")],
    ],
    "fi": [
        [("Kaupunki rakentaa uuden uimahallin.", None, "")],
        [("– Se valmistuu vuonna 2028, sanoo kaupunginjohtaja Matti Laine.", "Matti Laine", "k")],
        [("Asukasyhdistys vastustaa hanketta.", None, "")],
        [("”Metsää ei voi siirtää”, yhdistyksen puheenjohtaja Anna Virtanen sanoo.", "Anna Virtanen", "s")],
        [("Virtasen mukaan asukkaita ei ole kuultu.", "Anna Virtanen", "s")],
        [
            (
                "Helsingin yliopiston ekologian professori Pekka Niemi arvioi, että linnut palaavat.",
                "Pekka Niemi",
                "e",
            )
        ],
        [("– Siihen menee kymmenen vuotta, Niemi sanoo.", "Pekka Niemi", "e")],
    ],
    "pl": [
        [("Miasto buduje nowy basen.", None, "")],
        [("– Otworzymy go w 2028 roku – powiedziała prezydent miasta Ewa Kowal.", "Ewa Kowal", "k")],
        [("Mieszkańcy są oburzeni.", None, "")],
        [("„Nikt nas nie pytał”, mówi Jan Kowalski ze stowarzyszenia Zielony Las.", "Jan Kowalski", "s")],
        [("Zdaniem Kowalskiego urząd ukrywa koszty.", "Jan Kowalski", "s")],
        [
            (
                "Ekolog dr Piotr Zieliński z Uniwersytetu Warszawskiego uważa, że ptaki wrócą.",
                "Piotr Zieliński",
                "e",
            )
        ],
        [("– Zajmie to dziesięć lat – dodaje badacz.", "Piotr Zieliński", "e")],
    ],
    "uk": [
        [("Місто будує новий басейн.", None, "")],
        [("«Він відкриється у 2028 році», — сказала мерка Олена Коваль.", "Олена Коваль", "k")],
        [("Мешканці району проти.", None, "")],
        [("— Нас ніхто не питав, — каже голова громадської ініціативи Іван Шевчук.", "Іван Шевчук", "s")],
        [("На думку Шевчука, міськрада приховує витрати.", "Іван Шевчук", "s")],
        [
            (
                "Професор екології Київського університету Петро Бондар вважає, що птахи повернуться.",
                "Петро Бондар",
                "e",
            )
        ],
        [("«Це займе десять років», — додав науковець.", "Петро Бондар", "e")],
    ],
}


@pytest.mark.parametrize("language", TEXTS)
def test_every_sentence_has_its_speaker_and_every_speaker_a_section(language: str) -> None:
    rows = [(n, *row) for n, paragraph in enumerate(TEXTS[language]) for row in paragraph]
    sentences = tuple(Sentence(text, n) for n, text, _, _ in rows)
    article = Article(id=language, title="t", language=language, sentences=sentences)
    attributions = attribute(article)
    placed = sections(article, attributions)
    found = [
        (a.speaker.name, placed[a.speaker].value[0]) if a.speaker else (None, "")
        for a in attributions.sentences
    ]
    assert found == [(speaker, section) for _, _, speaker, section in rows]
