"""The article in a web page. Only importer of trafilatura, and a program: `page` runs it as a child
process, because hostile pages make extraction slow and large, and a process can be killed.

Reads pages from standard input (a line with the length in bytes, then UTF-8), answers each with one
line of JSON: the shape of `Extract`, or ``null`` where there is no article.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any, TypedDict

LARGEST = 1_000_000
"""Characters of markup that are extracted from, scripts and styles aside."""


class Extract(TypedDict):
    """What a page says: paragraphs as (kind, text), kind ``body`` or ``subhead``; the rest as found."""

    paragraphs: list[tuple[str, str]]
    title: str | None
    outlet: str | None
    author: str | None
    url: str | None
    published: str | None
    language: str | None
    cut: bool


def extract(html: str) -> Extract | None:
    """The article in `html`, or None."""
    from lxml import html as lxml_html  # type: ignore[import-untyped]
    from trafilatura import bare_extraction

    html = re.sub(r"<(script(?![^>]*ld\+json)|style|svg|template)\b.*?</\1\s*>", " ", html, flags=re.S | re.I)
    cut = len(html) > LARGEST
    tree = lxml_html.fromstring(html[:LARGEST].encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    about = _about(tree)
    # The markup, not the tree: extraction changes the tree it is given.
    found: Any = bare_extraction(
        html[:LARGEST], include_comments=False, include_tables=False, with_metadata=True
    )
    if found is None or found.body is None:
        return None
    title = about["title"] or found.title
    paragraphs = [p for p in _paragraphs(found.body) if p[1] != title]
    if not any(kind == "body" for kind, _ in paragraphs):
        return None
    return {
        "paragraphs": paragraphs,
        "title": title,
        "outlet": found.sitename,
        "author": found.author,
        "url": found.url,
        "published": about["published"] or found.date,
        "language": about["language"],
        "cut": cut,
    }


def _paragraphs(body: Any) -> list[tuple[str, str]]:
    """The text of every block, in order; headings are subheads."""
    out = []
    for element in body.iter("head", "p", "quote", "item", "list"):
        if element.getparent().tag in ("p", "item", "head") or (
            element.tag in ("list", "quote") and len(element)
        ):
            continue
        text = " ".join("".join(element.itertext()).split())
        if text:
            out.append(("subhead" if element.tag == "head" else "body", text))
    return out


def _about(tree: Any) -> dict[str, str | None]:
    """Title, time and language as the page declares them: exacter than what can be told from its text."""
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        if key and element.get("content"):
            meta.setdefault(key.lower(), element.get("content").strip())
    linked = next((f for s in tree.iter("script") for f in [_linked_data(s.text)] if f), {})
    times = (linked.get("datePublished"), meta.get("article:published_time"), meta.get("datepublished"))
    language = tree.get("lang") or meta.get("og:locale") or meta.get("language")
    return {
        "title": next((t for t in (linked.get("headline"), meta.get("og:title")) if t), None),
        "published": next((t for t in times if t), None),
        "language": language,
    }


def _linked_data(text: str | None) -> dict[str, str]:
    """Strings of the first JSON-LD object that is an article."""
    try:
        data = json.loads(text or "null")
    except (ValueError, RecursionError):
        return {}
    items = data.get("@graph", [data]) if isinstance(data, dict) else data
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and "headline" in item:
            return {k: v.strip() for k, v in item.items() if isinstance(v, str) and v.strip()}
    return {}


def main() -> None:
    """Answer pages until standard input ends."""
    while line := sys.stdin.buffer.readline():
        page = sys.stdin.buffer.read(int(line))
        try:
            answer = extract(page.decode("utf-8", "replace"))
        except Exception:  # whatever a parser makes of a broken page: there is no article in it
            answer = None
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
