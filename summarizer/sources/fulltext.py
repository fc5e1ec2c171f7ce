"""The text of an entry: what the feed gives when that is whole, else the page it links to. Pure.

A page that wants money or consent before it shows its text is recognised and said to be one; what it
shows to everybody is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from summarizer.article import Article, SentenceKind, article_id
from summarizer.errors import SummarizerError, UnreadableError
from summarizer.reading import read_article
from summarizer.reading.assembly import assemble
from summarizer.reading.document import Document, Paragraph
from summarizer.sources import Entry, Source, SourceKind
from summarizer.sources.addresses import canonical
from summarizer.sources.feeds.normalise import plain
from summarizer.sources.packing import unpack

WHOLE_WORDS = 120
"""Words from which a feed's text counts as the whole article; teasers have 20 to 60."""

PARTIAL = "only the feed's summary was read"

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "td", "th", "tr", "ul"),
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SKIPPED = ("script", "style", "iframe", "svg", "noscript", "form", "button", "template", "figure", "object")
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;|\+)\]|\[\+?\d* ?chars\])\s*\W*$")
_NOT_FREE = re.compile(
    rb'"isAccessibleForFree"\s*:\s*"?false|content_tier"[^>]{0,40}"(?:locked|metered)', re.IGNORECASE
)
_CONSENT = re.compile(
    r"^(?:consent|cmp|gdpr|cookies?)\.|/(?:consent|gdpr|privacy-?(?:gate|wall)|cookie-?wall)\b", re.IGNORECASE
)
_WALL = re.compile(
    r"subscribe (?:now )?to (?:continue|read)|(?:only|exclusive(?:ly)?) (?:for|to) (?:our )?subscribers"
    r"|already a subscriber|för att läsa (?:hela|vidare)|endast för prenumeranter|for abonnenter"
    r"|kjøp tilgang|vain tilaajille|tilaa ja lue|weiterlesen mit|nur für abonnenten|réservée? aux abonnés"
    r"|il vous reste \d+ ?%|(?:solo|exclusivo) para (?:suscriptores|assinantes|abonados)"
    r"|riservat[oa] agli abbonati|alleen voor abonnees|(?:tylko|dostępny) dla (?:subskryb|prenumer)ent"
    r"|лише для передплатників|только для подписчиков|μόνο για συνδρομητές",
    re.IGNORECASE,
)
"""What a wall says; counts only on a page that shows little text."""


def is_whole(entry: Entry) -> bool:
    """Whether the feed gives the whole article, so that its page need not be fetched."""
    text = plain_text(entry.html)
    words = len(text.split())
    return words >= WHOLE_WORDS and not _CUT_OFF.search(text[-40:])


def plain_text(html: str) -> str:
    """The words of a fragment of HTML, roughly: enough to count them."""
    return re.sub(r"<[^<>]*>", " ", html)


def read_entries(source: Source, packed: Sequence[str]) -> tuple[tuple[Article | None, Entry | None], ...]:
    """The articles that packed entries are by their own text, None where that holds no sentence.

    With the entry itself where that text is not all: then its page is to be read, if it has one.
    """
    return tuple(_own(source, unpack(each)) for each in packed)


def _own(source: Source, entry: Entry) -> tuple[Article | None, Entry | None]:
    article = read_entry(source, entry)
    is_all = article and (source.kind is SourceKind.ARTICLE or not entry.url or is_whole(entry))
    return article, None if is_all else entry


def read_entry(source: Source, entry: Entry) -> Article | None:
    """The article that one entry is by its own text; None if that holds no sentence."""
    document = Document(
        paragraphs=paragraphs(entry.html),
        title=entry.title or None,
        outlet=source.title,
        author=entry.author,
        url=canonical(entry.url) if entry.url else None,
        published=entry.published or entry.updated,
        language=source.language or entry.language,
        id=_id(source, entry),
    )
    try:
        return assemble(document, name=entry.url or entry.title or source.address)
    except UnreadableError:
        return None


def paragraphs(html: str) -> list[Paragraph]:
    """The blocks of a fragment of HTML, as paragraphs."""
    if not html.strip():
        return []
    if "<" not in html:
        return [Paragraph(text) for line in html.splitlines() if (text := plain(line))]
    try:
        tree = lxml_html.fragment_fromstring(html, create_parent="div")
    except (etree.ParserError, ValueError):
        return [Paragraph(plain(html))]
    etree.strip_elements(tree, *_SKIPPED, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return list(_blocks(tree))


def _blocks(tree: lxml_html.HtmlElement) -> Sequence[Paragraph]:
    out: list[Paragraph] = []
    pieces: list[str] = []

    def flush(tag: object) -> None:
        if text := " ".join("".join(pieces).split()):
            out.append(Paragraph(text, SentenceKind.SUBHEAD if tag in _HEADINGS else None))
        pieces.clear()

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _BLOCKS:
            flush(element.tag if event == "end" else None)
        pieces.append((element.text if event == "start" else element.tail) or "")
    flush(None)
    return out


def read_page(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    charset: str | None = None,
    entry: Entry = Entry(),  # noqa: B008 - frozen
) -> Article:
    """The article in a web page; `entry` fills in what the page does not say.

    Blocks while a child process extracts the text: async code calls it in a thread.

    Raises:
        UnreadableError: there is none, or it is behind a paywall or a consent page.
    """
    if _CONSENT.search((urlsplit(url).hostname or "") + urlsplit(url).path):
        raise UnreadableError(
            url, "the site asks for consent first; open it in a browser and give the saved page"
        )
    walled = bool(_NOT_FREE.search(body))
    try:
        article = read_article(body, name=url, media_type=content_type, charset=charset, url=url)
    except UnreadableError as error:
        raise UnreadableError(url, PAYWALL if walled else error.cause) from error
    text = " ".join(article.sentences[i].text for i in article.evidence)
    words = len(text.split())
    walled = (walled and words < 400) or (words < 250 and bool(_WALL.search(body.decode("utf-8", "ignore"))))
    if walled and words < 60:
        raise UnreadableError(url, PAYWALL)
    address = _address(article.url, url)
    note = ("it is behind a paywall: only the free part was read",) if walled else ()
    return replace(
        article,
        id=article_id(url=address, title=article.title, text=text),
        url=address,
        title=entry.title or article.title,
        published=article.published or entry.published,
        author=article.author or entry.author,
        notes=(*article.notes, *note),
    )


PAYWALL = "it is behind a paywall; Kurir does not go around it"


def _address(declared: str | None, fetched: str) -> str:
    """The canonical address: the page's own word counts for its own site only, lest it pose as another."""
    if declared and urlsplit(declared).scheme in ("http", "https") and _site(declared) == _site(fetched):
        return canonical(declared)
    return canonical(fetched)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _id(source: Source, entry: Entry) -> str:
    """Two feeds of one outlet link to the same page: that is one article."""
    if entry.url:
        return article_id(url=canonical(entry.url), title="", text="")
    return article_id(url=None, title=source.id + entry.title, text=entry.native_id or entry.html)


def explain(error: SummarizerError) -> str:
    """The clause of an error that names its subject already."""
    return getattr(error, "cause", None) or str(error)
