"""Block Kit payloads → an HTML page that looks like Slack. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from bot.outbox.delivery import Part

Node = Mapping[str, Any]

EMOJI = {
    "speech_balloon": "💬",
    "face_with_raised_eyebrow": "🤨",
    "mortar_board": "🎓",
    "warning": "⚠️",
    "pencil2": "✏️",
}
"""The emoji that our messages use."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d1c1d; --soft: #616061; --line: #dddddd; --paper: #fff;
  --link: #1264a3; --button: #fff; --thread: #f8f8f8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #d1d2d3; --soft: #ababad; --line: #35373b; --paper: #1a1d21;
    --link: #36c5f0; --button: #222529; --thread: #212428; }
}
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.466 Lato, "Slack-Lato", "Helvetica Neue", Arial, sans-serif; }
main { max-width: 44rem; margin: 1.5rem auto; padding: 0 1rem; }
article { display: grid; grid-template-columns: 36px 1fr; gap: 0 8px; padding: 8px 0; }
article.reply { margin-left: 44px; padding: 8px; background: var(--thread);
  border-left: 2px solid var(--line); }
.avatar { width: 36px; height: 36px; border-radius: 8px; background: #1d2733; color: #fff;
  font-weight: 900; display: grid; place-items: center; }
.who { font-weight: 900; }
.badge { font-size: 10px; font-weight: 700; color: var(--soft); background: var(--line);
  border-radius: 3px; padding: 1px 4px; margin: 0 6px; vertical-align: 2px; }
.time { color: var(--soft); font-size: 12px; }
.context { color: var(--soft); font-size: 13px; margin: 4px 0; }
h2 { font-size: 18px; line-height: 1.33; margin: 8px 0 4px; }
p { margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
ul, ol { margin: 2px 0 6px; padding-left: 26px; }
li { margin: 3px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid var(--line); white-space: pre-wrap; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 4px; }
.button { border: 1px solid color-mix(in srgb, var(--ink) 30%, transparent); border-radius: 4px;
  padding: 4px 12px; font-size: 13px; font-weight: 700; background: var(--button); }
.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.thumbs { display: flex; gap: 4px; margin: 4px 0; }
.thumb { border-radius: 4px; padding: 2px 6px; font-size: 14px; color: var(--soft); }
hr { border: 0; border-top: 1px solid var(--line); }
"""


def page(parts: Sequence[Part]) -> str:
    """The messages as Slack shows them, replies indented."""
    messages = "\n".join(_message(part) for part in parts)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Kurir in Slack: preview</title>'
        f"<style>{STYLE}</style></head><body><main>{messages}</main></body></html>\n"
    )


def _message(part: Part) -> str:
    blocks = "".join(_BLOCKS[block["type"]](block) for block in part.payload["blocks"])
    kind = ' class="reply"' if part.in_thread else ""
    head = '<span class="who">Kurir</span><span class="badge">APP</span><span class="time">8:00 AM</span>'
    return f'<article{kind}><div class="avatar">K</div><div>{head}{blocks}</div></article>'


def _header(block: Node) -> str:
    return f"<h2>{escape(block['text']['text'])}</h2>"


def _context(block: Node) -> str:
    texts = " ".join(escape(e["text"]) for e in block["elements"])
    return f'<p class="context">{texts}</p>'


def _divider(_block: Node) -> str:
    return "<hr>"


def _actions(block: Node) -> str:
    return f'<div class="actions">{"".join(_button(e) for e in block["elements"])}</div>'


def _context_actions(block: Node) -> str:
    """The thumbs, as small as Slack shows them."""
    (element,) = block["elements"]
    thumbs = zip("👍👎", (element["positive_button"], element["negative_button"]), strict=True)
    shown = (f'<span class="thumb" title="{escape(b["text"]["text"])}">{icon}</span>' for icon, b in thumbs)
    return f'<div class="thumbs">{"".join(shown)}</div>'


def _button(element: Node) -> str:
    if element["type"] == "overflow":
        choices = ", ".join(escape(o["text"]["text"]) for o in element["options"])
        return f'<span class="button" title="{choices}">⋯</span>'
    style = " primary" if element.get("style") == "primary" else ""
    return f'<span class="button{style}">{escape(element["text"]["text"])}</span>'


def _rich_text(block: Node) -> str:
    return "".join(_RICH[e["type"]](e) for e in block["elements"])


def _line(element: Node) -> str:
    return f"<p>{_inline(element['elements'])}</p>"


def _list(element: Node) -> str:
    tag = "ol" if element["style"] == "ordered" else "ul"
    items = "".join(f"<li>{_inline(item['elements'])}</li>" for item in element["elements"])
    return f"<{tag}>{items}</{tag}>"


def _quotation(element: Node) -> str:
    return f"<blockquote>{_inline(element['elements'])}</blockquote>"


def _inline(elements: Iterable[Node]) -> str:
    return "".join(map(_piece, elements))


def _piece(element: Node) -> str:
    if element["type"] == "emoji":
        return EMOJI.get(element["name"], f":{escape(element['name'])}:")
    shown = escape(element.get("text") or element.get("url", ""))
    if element["type"] == "link":
        shown = f'<a href="{escape(element["url"], quote=True)}" rel="noreferrer">{shown}</a>'
    style = element.get("style", {})
    if style.get("bold"):
        shown = f"<b>{shown}</b>"
    return f"<i>{shown}</i>" if style.get("italic") else shown


_BLOCKS: dict[str, Callable[[Node], str]] = {
    "header": _header,
    "context": _context,
    "divider": _divider,
    "actions": _actions,
    "context_actions": _context_actions,
    "rich_text": _rich_text,
}
_RICH: dict[str, Callable[[Node], str]] = {
    "rich_text_section": _line,
    "rich_text_list": _list,
    "rich_text_quote": _quotation,
}
