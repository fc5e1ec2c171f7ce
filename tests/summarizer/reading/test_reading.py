"""Files of every format become articles, and every bad one is one clear sentence."""

from __future__ import annotations

import io
import json
import random
from datetime import datetime
from pathlib import Path

import pytest
from builders import article
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import Article, Sentence, SentenceKind
from summarizer.codec import article_to_json
from summarizer.errors import NotAnArticleError, SkippedError, UnreadableError
from summarizer.reading import LARGEST, read_article, read_sources
from summarizer.reading.assembly import MOST_SENTENCES
from summarizer.reading.language import settle

SWEDISH = (
    "Kommunen stänger två skolor\n"
    "Kommunen beslutade i måndags att stänga två av sina fyra skolor före sommaren.\n"
    "– Det är en sorglig dag, säger rektorn Åsa Öberg. Föräldrarna överklagar beslutet."
)


def test_a_text_has_title_language_sentences_and_paragraphs() -> None:
    """The first line is the title and no sentence; the rest is numbered from 0."""
    read = read_article(SWEDISH.encode(), name="a.txt")
    assert (read.title, read.language) == ("Kommunen stänger två skolor", "sv")
    assert [(s.paragraph, s.text[:12]) for s in read.sentences] == [
        (0, "Kommunen bes"),
        (1, "– Det är en "),
        (1, "Föräldrarna "),
    ]
    assert read.id == read_article(SWEDISH.encode(), name="other.txt").id


def test_a_text_without_title_gets_one_from_its_first_sentence() -> None:
    """Whole words of it, and the sentence stays in the body."""
    body = (
        "Kommunen beslutade i måndags att stänga två av sina fyra skolor före sommaren och att sälja husen."
    )
    read = read_article(f"{body}\nDet blir dyrt.".encode(), name="a.txt")
    assert read.title.endswith("…")
    assert body.startswith(read.title[:-1] + " ")
    assert read.sentences[0].text == body


def test_wrapped_lines_are_one_paragraph() -> None:
    """Blank lines part paragraphs where lines are broken for width."""
    block = (
        "The council decided on Monday to close two of its four\n"
        "libraries before the summer, as it said in a\nstatement that nobody had expected."
    )
    text = f"{block}\n\n{block}"
    assert [s.paragraph for s in read_article(text.encode(), name="a.txt").sentences] == [0, 1]


def test_markdown_loses_its_marks() -> None:
    """Headings are title and subheads; links and emphasis are their words."""
    text = (
        "# The title\n\nThe **council** [decided](https://example.com) it. It *will* close.\n\n"
        "## Critics\n\nThey are angry."
    )
    read = read_article(text.encode(), name="a.md")
    assert read.title == "The title"
    assert [(s.text, s.kind.value) for s in read.sentences] == [
        ("The council decided it.", "body"),
        ("It will close.", "body"),
        ("Critics", "subhead"),
        ("They are angry.", "body"),
    ]


PAGE = """<html lang="sv"><head><meta charset="{charset}"><title>Två skolor stängs | Exempelbladet</title>
<meta property="og:site_name" content="Exempelbladet"><meta property="og:title" content="Två skolor stängs">
<meta property="article:published_time" content="2026-11-10T06:30:00+01:00"></head><body>
<nav>Start Sport</nav><article><h1>Två skolor stängs</h1>
<p>Kommunen beslutade i måndags att stänga två av sina fyra skolor före sommaren,
efter en lång debatt i fullmäktige.</p><h2>Föräldrar är arga</h2><p>– Det är en sorglig dag för alla i vår by,
säger rektorn Åsa Öberg till Exempelbladet.</p></article><footer>Alla rättigheter förbehållna</footer>
</body></html>"""


def test_a_page_is_its_article() -> None:
    """Title, outlet, time with its zone, language, subheads; no menu, no footer, whatever the encoding."""
    read = read_article(
        PAGE.format(charset="iso-8859-1").encode("cp1252"), name="page.html", url="https://example.com/a"
    )
    assert (read.title, read.outlet, read.language) == ("Två skolor stängs", "Exempelbladet", "sv")
    assert read.published == datetime.fromisoformat("2026-11-10T06:30:00+01:00")
    assert [s.kind.value for s in read.sentences] == ["body", "subhead", "body"]
    assert "Åsa Öberg" in read.sentences[2].text
    assert read.url == "https://example.com/a"


def test_json_fields_are_read() -> None:
    """The contract's shape; the language is detected where none is given."""
    data = {"text": SWEDISH.partition("\n")[2], "title": "T", "outlet": "O", "url": "https://example.com/a",
            "published": "2026-11-10T06:30:00Z", "id": "x1"}  # fmt: skip
    read = read_article(json.dumps(data).encode(), name="a.json")
    assert (read.id, read.title, read.outlet, read.url, read.language) == (
        "x1",
        "T",
        "O",
        "https://example.com/a",
        "sv",
    )
    assert read.published is not None


def test_sentences_that_come_with_an_article_are_used_as_they_are() -> None:
    """With their own indexes, the paragraphs of the text, and their translation; labels are ignored."""
    data = {
        "text": "Första. Andra.\nKort rubrik\nTredje och sista meningen.",
        "title": "T", "title_en": "T in English", "lang": "sv",
        "sentences": ["Första. Andra.", "Kort rubrik", "Tredje och sista meningen."],
        "translations": {"en": ["First. Second.", "Short heading", "Third and last sentence."]},
        "noise": [0], "gold": {"key_claims": []},
    }  # fmt: skip
    read = read_article(json.dumps(data).encode(), name="a.json")
    assert [(s.text, s.paragraph, s.kind) for s in read.sentences] == [
        ("Första. Andra.", 0, SentenceKind.BODY),
        ("Kort rubrik", 1, SentenceKind.SUBHEAD),
        ("Tredje och sista meningen.", 2, SentenceKind.BODY),
    ]
    assert (read.english[2], read.english_title) == ("Third and last sentence.", "T in English")


def test_what_kurir_wrote_reads_back_as_the_same_article() -> None:
    """Also as part of a line of `kurir brief --format json`."""
    a = article(
        sentences=(Sentence("Ja, säger hon.", 0), Sentence("Krav", 1, SentenceKind.SUBHEAD)),
        language="sv", english=("Yes, she says.", "Demands"), english_title="Bridge", author="A",
        notes=("n",),
        published=datetime.fromisoformat("2026-11-10T06:30:00+01:00"),
    )  # fmt: skip
    assert read_article(json.dumps(article_to_json(a)).encode(), name="a.json") == a
    assert read_article(json.dumps({"article": article_to_json(a)}).encode(), name="a.json") == a


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_an_odd_encoding_is_read_and_a_guess_is_noted(encoding: str) -> None:
    """Never silent mojibake."""
    read = read_article(SWEDISH.encode(encoding), name="a.txt")
    assert "Åsa Öberg" in read.sentences[1].text
    assert bool(read.notes) == (encoding in ("utf-16-le", "cp1252"))


def test_garbled_letters_are_restored_with_a_note() -> None:
    """UTF-8 that somebody read as Windows-1252."""
    read = read_article(
        SWEDISH.encode().decode("cp1252", "replace").replace("\ufffd", "\x81").encode(), name="a.txt"
    )
    assert read.notes


def test_a_declared_language_is_believed_unless_the_text_is_certainly_another() -> None:
    """Feeds say "en-us" of everything; Danish and Norwegian cannot be told apart for sure."""
    assert settle("en-US", SWEDISH) == ("sv", "it is declared to be in 'en' but reads as 'sv'")
    assert settle("nb", "Møtet ble flyttet til mandag, sier ordføreren.") == ("nb", None)
    assert settle(None, "Qwrx zlopf gnarf wibble tok.")[0] == "und"


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\0\n",
    "binary.txt": bytes(range(32)) * 9,
    "picture.txt": b"\x89PNG\r\n\x1a\n",
    "report.txt": b"%PDF-1.7",
    "huge.txt": b"a" * (LARGEST + 1),
    "cut.json": b'{"text": "It is',
    "deep.json": b"[" * 100_000,
    "list.json": b'["a"]',
    "none.json": b'{"title": "T"}',
    "text.json": b'{"text": 5}',
    "time.json": b'{"text": "It is so.", "published": "yesterday"}',
    "times.json": b'{"text": "It is so.", "published": 5}',
    "sentences.json": b'{"text": "It is so.", "sentences": [1, 2]}',
    "paragraphs.json": b'{"sentences": ["It is so."], "paragraphs": ["0"]}',
    "kinds.json": b'{"sentences": ["It is so."], "not_evidence": {"0": "fish"}}',
    "translation.json": b'{"text": "It is so.", "translations": ["a"]}',
    "menu.html": b"<html><body><nav>Start Sport</nav></body></html>",
    "nested.html": b"<html><body>" + b"<div>" * 5000 + b"</div>" * 5000,
    "dots.txt": b". " * 5000,
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_article_is_one_sentence(name: str) -> None:
    """It names the input and says why."""
    with pytest.raises(UnreadableError) as caught:
        read_article(BAD[name], name=name)
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_a_single_sentence_is_an_article() -> None:
    """Short is not bad."""
    assert len(read_article(b"The mayor opened the bridge on Monday.", name="a.txt").evidence) == 1


def test_a_very_long_text_is_cut_with_a_note() -> None:
    """Never silently."""
    text = "The mayor opened bridge number {n} on Monday, and it was cold. "
    read = read_article("".join(text.format(n=n) for n in range(5000)).encode(), name="a.txt")
    assert len(read.sentences) <= MOST_SENTENCES
    assert any("only the first" in n for n in read.notes)


def test_what_could_act_on_a_terminal_is_taken_out_and_what_is_text_stays() -> None:
    """Escapes, direction overrides, NULs, surrogates go; mentions and markup are only letters here."""
    data = json.dumps(
        {"text": "Red \x1b[31malert\x1b[0m \u202eevil\u0000 \ud800 @everyone <!channel> *now* it is."}
    )
    text = read_article(data.encode(), name="a.json").sentences[0].text
    assert text == "Red alert evil \ufffd @everyone <!channel> *now* it is."


def test_sources_are_files_folders_and_standard_input(tmp_path: Path) -> None:
    """One bad file among good ones comes as its error, in its place."""
    (tmp_path / "a.txt").write_text(SWEDISH, encoding="utf-8")
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    (tmp_path / "c.md").write_text("# Title\n\nIt is a long story. It ends.", encoding="utf-8")
    (tmp_path / "ignored.csv").write_text("1,2", encoding="utf-8")
    found = list(
        read_sources([str(tmp_path), "-", str(tmp_path / "missing.txt")], stdin=io.BytesIO(SWEDISH.encode()))
    )
    assert [type(f) for f in found] == [Article, UnreadableError, Article, Article, UnreadableError]
    assert str(found[4]).endswith("missing.txt: there is no such file or folder")


def test_a_device_without_end_is_too_large(tmp_path: Path) -> None:
    """Its size is told as zero; what it holds is never read in full."""
    endless = tmp_path / "endless.txt"
    endless.symlink_to("/dev/zero")
    (found,) = read_sources([str(endless)])
    assert str(found).endswith("Kurir reads articles of up to 8 MB")


def test_a_file_s_name_cannot_write_on_the_terminal(tmp_path: Path) -> None:
    """Errors name the file, without the escapes in its name."""
    (tmp_path / "a\x1b[31mb.json").write_text("{", encoding="utf-8")
    (found,) = read_sources([str(tmp_path)])
    assert "\x1b" not in str(found)
    assert "ab.json" in str(found)


def test_a_folder_without_articles_is_said(tmp_path: Path) -> None:
    """An empty result would look like success."""
    assert [type(f) for f in read_sources([str(tmp_path)])] == [UnreadableError]
    (tmp_path / "floors.json").write_text("{}", encoding="utf-8")
    assert [type(f) for f in read_sources([str(tmp_path)])] == [SkippedError, UnreadableError]


@pytest.mark.parametrize("other", ['{"extractive": {"f1": 0.7}}', "[1, 2]"])
def test_json_that_is_no_article_is_passed_over_unless_it_is_named(tmp_path: Path, other: str) -> None:
    """Labels and settings may lie beside articles; who names one of them asks for an article."""
    (tmp_path / "a.txt").write_text(SWEDISH, encoding="utf-8")
    (tmp_path / "b.json").write_text(other, encoding="utf-8")
    (tmp_path / "c.json").write_text('{"text": ""}', encoding="utf-8")
    found = list(read_sources([str(tmp_path), str(tmp_path / "b.json")]))
    assert [type(f) for f in found] == [Article, SkippedError, UnreadableError, NotAnArticleError]


def test_addresses_are_read_by_the_fetcher_that_is_given() -> None:
    """The reader opens no connection itself."""
    asked: list[str] = []

    def fetch(url: str) -> Article:
        asked.append(url)
        return article()

    assert list(read_sources(["https://example.com/a"], fetch=fetch)) == [article()]
    assert asked == ["https://example.com/a"]
    assert [type(f) for f in read_sources(["https://example.com/a"])] == [UnreadableError]


@settings(max_examples=40)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))),
       st.sampled_from(["a.txt", "a.md", "a.json", "-"]))  # fmt: skip
def test_any_bytes_are_an_article_or_one_sentence(data: bytes, name: str) -> None:
    """Nothing else is ever raised."""
    try:
        read = read_article(data, name=name)
    except UnreadableError as error:
        assert "\n" not in str(error)  # noqa: PT017 - it need not be raised
    else:
        assert read.title
        assert read.evidence


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Åsa Öberg säger att räntan höjs på måndag. Många är oroliga.", "cp1252"),
        ("Rząd ogłosił w środę, że podwyżki będą niższe. Związkowcy są źli.", "cp1250"),
        ("Türkiye'de öğretmenler çarşamba günü greve gidiyor, dedi sözcü.", "cp1254"),
        ("Az árak emelkedtek, mondta a miniszter. Többen tiltakoztak az erős hűtés ellen.", "cp1250"),
        ("Міська рада ухвалила рішення у вівторок, повідомив мер.", "cp1251"),
    ],
)
def test_an_undeclared_code_page_is_told_by_the_language(text: str, encoding: str) -> None:
    """A short text fits several code pages; only one of them makes words of its language."""
    read = read_article(text.encode(encoding), name="a.txt")
    assert " ".join(s.text for s in read.sentences) == text
    assert read.notes


def test_random_bytes_are_no_text() -> None:
    data = random.Random(7).randbytes(5_000)  # noqa: S311 - the same each time
    with pytest.raises(UnreadableError, match="binary data"):
        read_article(data, name="a.txt")
