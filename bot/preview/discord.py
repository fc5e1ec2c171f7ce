"""Components V2 payloads → an HTML page that looks like Discord. Pure; knows the markdown that we write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from babel.dates import format_date

from bot.outbox.delivery import Part

Node = Mapping[str, Any]

STYLE = """
:root { color-scheme: light dark; --ink: #2e3035; --strong: #060607; --soft: #5c5e66; --line: #e1e2e4;
  --paper: #fff; --card: #f8f8f9; --link: #0068c4; --button: #e6e6ea; --select: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #dbdee1; --strong: #f2f3f5; --soft: #949ba4; --line: #3a3c43; --paper: #313338;
    --card: #2b2d31; --link: #00a8fc; --button: #4e5058; --select: #1e1f22; }
}
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.375 "gg sans", "Noto Sans", "Helvetica Neue", Helvetica, Arial, sans-serif; }
main { max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; }
article { display: grid; grid-template-columns: 40px minmax(0, 1fr); gap: 0 16px; padding: 8px 0; }
article.reply { margin-left: 2.5rem; padding-left: 12px; border-left: 2px solid var(--line); }
.avatar { width: 40px; height: 40px; border-radius: 50%; background: #1d2733; color: #fff;
  font-weight: 700; display: grid; place-items: center; }
.who { font-weight: 500; color: var(--strong); }
.badge { font-size: 10px; font-weight: 600; color: #fff; background: #5865f2; border-radius: 4px;
  padding: 1px 5px; margin: 0 6px; vertical-align: 2px; }
.time { color: var(--soft); font-size: 12px; }
.card { position: relative; overflow: hidden; margin: 4px 0; max-width: 600px; padding: 16px;
  border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.card > .edge { position: absolute; inset: 0 auto 0 0; width: 4px; }
.card > * + * { margin-top: 8px; } .card > .edge + * { margin-top: 0; }
h1, h2, h3 { color: var(--strong); line-height: 1.375; margin: 0; font-weight: 700; }
h1 { font-size: 24px; } h2 { font-size: 20px; } h3 { font-size: 17px; }
p, ul, blockquote { margin: 0; overflow-wrap: anywhere; }
ul { padding-left: 20px; } li { margin: 4px 0; }
blockquote { padding-left: 12px; border-left: 4px solid color-mix(in srgb, var(--soft) 60%, transparent); }
small { display: block; color: var(--soft); font-size: 13px; }
b { color: var(--strong); font-weight: 600; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
time { background: color-mix(in srgb, var(--ink) 8%, transparent); border-radius: 3px; padding: 0 2px; }
hr { border: 0; border-top: 1px solid var(--line); }
.row { display: flex; flex-wrap: wrap; gap: 8px; }
.button { border-radius: 8px; padding: 5px 16px; font-size: 14px; font-weight: 500;
  background: var(--button); color: var(--strong); }
.primary { background: #5865f2; color: #fff; }
.select { flex: 1; max-width: 400px; border: 1px solid var(--line); border-radius: 8px; padding: 7px 12px;
  background: var(--select); color: var(--soft); font-size: 14px; display: flex;
  justify-content: space-between; }
"""


def page(parts: Sequence[Part]) -> str:
    """The messages as Discord shows them, those of the thread indented."""
    messages = "\n".join(_message(part) for part in parts)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Kurir in Discord: preview</title>'
        f"<style>{STYLE}</style></head><body><main>{messages}</main></body></html>\n"
    )


def _message(part: Part) -> str:
    shown = "".join(map(_component, part.payload["components"]))
    kind = ' class="reply"' if part.in_thread else ""
    head = '<span class="who">Kurir</span><span class="badge">APP</span><span class="time">08:00</span>'
    return f'<article{kind}><div class="avatar">K</div><div>{head}{shown}</div></article>'


def _component(node: Node) -> str:
    return _COMPONENTS[node["type"]](node)


def _container(node: Node) -> str:
    edge = f'<span class="edge" style="background:#{node["accent_color"]:06x}"></span>'
    return f'<div class="card">{edge}{"".join(map(_component, node["components"]))}</div>'


def _text(node: Node) -> str:
    return f"<div>{''.join(_blocks(node['content']))}</div>"


def _separator(node: Node) -> str:
    return "<hr>" if node["divider"] else ""


def _row(node: Node) -> str:
    return f'<div class="row">{"".join(map(_component, node["components"]))}</div>'


def _button(node: Node) -> str:
    style = " primary" if node["style"] == 1 else ""
    return f'<span class="button{style}">{escape(node["label"])}{" ↗" if "url" in node else ""}</span>'


def _select(node: Node) -> str:
    options = ", ".join(o["label"] for o in node["options"])
    return (
        f'<span class="select" title="{escape(options)}">{escape(node["placeholder"])}<span>⌄</span></span>'
    )


_COMPONENTS: dict[int, Callable[[Node], str]] = {
    1: _row,
    2: _button,
    3: _select,
    10: _text,
    14: _separator,
    17: _container,
}

_LINES = (
    (re.compile(r"### (.*)"), "h3"),
    (re.compile(r"## (.*)"), "h2"),
    (re.compile(r"# (.*)"), "h1"),
    (re.compile(r"-# (.*)"), "small"),
    (re.compile(r"- (.*)"), "li"),
    (re.compile(r"> (.*)"), "blockquote"),
)
_INLINE = re.compile(
    r"\\(?P<plain>[^0-9A-Za-z\s])|\[(?P<label>(?:\\.|[^\]\\])*)\]\(<(?P<url>[^>]*)>\)"
    r"|<t:(?P<time>-?\d+):D>|(?P<mark>\*\*|\*)"
)


def _blocks(markdown: str) -> Iterator[str]:
    """Line by line; neighbouring bullets are one list."""
    listed = False
    for line in markdown.split("\n"):
        tag, text = next(((tag, m[1]) for p, tag in _LINES if (m := p.fullmatch(line))), ("p", line))
        if (tag == "li") != listed:
            listed = not listed
            yield "<ul>" if listed else "</ul>"
        yield f"<{tag}>{_inline(text)}</{tag}>"
    if listed:
        yield "</ul>"


def _inline(text: str) -> str:
    made: list[str] = []
    open_tags: list[str] = []
    at = 0
    for match in _INLINE.finditer(text):
        made += [escape(text[at : match.start()]), _piece(match, open_tags)]
        at = match.end()
    return "".join([*made, escape(text[at:]), *(f"</{t}>" for t in reversed(open_tags))])


def _piece(match: re.Match[str], open_tags: list[str]) -> str:
    if match["plain"]:
        return escape(match["plain"])
    if match["url"] is not None:
        return f'<a href="{escape(match["url"])}" rel="noreferrer">{_inline(match["label"])}</a>'
    if match["time"]:
        when = format_date(datetime.fromtimestamp(int(match["time"]), UTC), "d MMMM y", locale="en")
        return f"<time>{when}</time>"
    tag = "b" if match["mark"] == "**" else "i"
    if open_tags and open_tags[-1] == tag:
        open_tags.pop()
        return f"</{tag}>"
    open_tags.append(tag)
    return f"<{tag}>"
