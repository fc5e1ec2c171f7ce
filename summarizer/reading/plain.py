"""Plain text and Markdown → `Document`. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.article import SentenceKind
from summarizer.reading.characters import ends_sentence, fold
from summarizer.reading.document import Document, Paragraph

_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*$")
_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)([^*_\n]+?)(?<=\S)\1(?!\w)")
_FRONT_MATTER = re.compile(r"---\n(.{0,5000}?)\n---\n", re.S)


def read_text(text: str) -> Document:
    """A bare text: a line is a paragraph, unless blank lines part paragraphs of wrapped lines."""
    return Document(paragraphs=[Paragraph(p) for p in paragraphs(text)], title_in_text=True)


def read_markdown(text: str) -> Document:
    """Markdown: the first heading is the title, other headings subheads, marks are taken off."""
    front = _FRONT_MATTER.match(text)
    fields = _fields(front[1]) if front else {}
    text = re.sub(r"^(```|~~~).*?^\1", "", text[front.end() if front else 0 :], flags=re.S | re.M)
    text = re.sub(r"^([^\n#]{1,200})\n(=+|-+)$", r"# \1\n", text, flags=re.M)
    found = [_markdown_paragraph(p) for p in paragraphs(re.sub(r"^(#.*)$", r"\n\1\n", text, flags=re.M))]
    found = [p for p in found if re.search(r"\w", p.text)]
    title = fields.get("title")
    if not title and found and found[0].kind is SentenceKind.SUBHEAD:
        title, found = found[0].text, found[1:]
    return Document(
        paragraphs=found,
        title=title,
        author=fields.get("author"),
        language=fields.get("lang"),
        title_in_text=not title,
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`, each on one line, none empty."""
    blocks = [[fold(x) for x in b.split("\n") if x.strip()] for b in re.split(r"\n[ \t]*\n", text)]
    if _is_wrapped(blocks):
        return [" ".join(b) for b in blocks if b]
    return [line for b in blocks for line in b]


def _is_wrapped(blocks: list[list[str]]) -> bool:
    """Whether lines are broken for width: inside blocks, most lines are long and end mid-sentence."""
    inner = [line for b in blocks for line in b[:-1]]
    broken = [line for line in inner if not ends_sentence(line) and 40 <= len(line) <= 120]
    return len(inner) > 1 and len(broken) > len(inner) * 0.6


def _fields(front: str) -> dict[str, str]:
    pairs = (line.split(":", 1) for line in front.splitlines() if ":" in line)
    return {k.strip().lower(): v.strip().strip("\"'") for k, v in pairs if v.strip()}


def _markdown_paragraph(line: str) -> Paragraph:
    caption = _IMAGE.fullmatch(line)
    if caption:
        return Paragraph(caption[1], SentenceKind.CAPTION)
    heading = _HEADING.match(line)
    text = heading[1] if heading else re.sub(r"^(?:>\s*)+|^(?:[*+-]|\d+[.)])\s+(?=\S)", "", line)
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    paragraph = Paragraph(fold(_EMPHASIS.sub(r"\2", text)))
    return replace(paragraph, kind=SentenceKind.SUBHEAD) if heading else paragraph
