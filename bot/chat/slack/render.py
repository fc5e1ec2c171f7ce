"""Content → messages of Slack: bodies of `chat.postMessage` without token and channel. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from bot.chat.slack import blocks as b
from bot.chat.slack import limits
from bot.chat.slack.blocks import Block
from bot.chat.slack.briefing import BLOCK_CHARACTERS, GLUE, briefing_blocks, buttons, fallback, opinions
from bot.chat.splitting import split
from bot.content import Answer, BriefedStory, Content, Correction, Digest, Notice
from bot.labels import ENGLISH
from bot.outbox.delivery import Part
from bot.view import ELSEWHERE, outlet_name, source_line, superscript, weekday
from summarizer.briefing import Verdict


def render(content: Content) -> tuple[Part, ...]:
    """The messages that `content` becomes; the first in the channel, the others in its thread."""
    match content:
        case BriefedStory():
            return tuple(_story(content))
        case Digest():
            return tuple(_digest(content))
        case Correction():
            return tuple(_correction(content))
        case Notice():
            return tuple(_parts(_notice(content), content.text))
        case Answer():
            return tuple(_parts(_answer(content), content.text, story=content.story))


def payload(blocks: Iterable[Block], text: str) -> dict[str, Any]:
    """A message body. `text` is what a notification reads; nothing in it is markup."""
    return {
        "text": b.escape(b.shorten(text, limits.FALLBACK_TEXT)),
        "mrkdwn": False,
        "blocks": list(blocks),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def pack(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """`blocks` in messages within the limits."""
    message: list[Block] = []
    used = 0
    for block in blocks:
        size = b.size(block)
        if message and (len(message) == limits.BLOCKS_PER_MESSAGE or used + size > limits.MESSAGE_CHARACTERS):
            yield message
            message, used = [], 0
        message.append(block)
        used += size
    yield message


def _parts(blocks: Iterable[Block], text: str, *, story: str | None = None) -> Iterator[Part]:
    for number, message in enumerate(pack(blocks)):
        yield Part(payload=payload(message, text), in_thread=number > 0, story=story)


def _story(story: BriefedStory) -> Iterator[Part]:
    return _parts([*briefing_blocks(story), *buttons(story)], fallback(story), story=story.id)


def _digest(digest: Digest) -> Iterator[Part]:
    labels = digest.labels
    date = weekday(digest.day, labels.language)
    if not digest.stories:
        nothing = f"{date}: {labels.nothing(digest.what)}"
        yield Part(payload=payload([b.context(nothing)], nothing))
        return
    count = labels.count(len(digest.stories))
    more = labels.left_out.format(count=digest.more) if digest.more else ""
    lines = [_digest_line(number, story) for number, story in enumerate(digest.stories, 1)]
    blocks = [b.header(date), b.context(" · ".join(p for p in (digest.what, count, more) if p)), *lines]
    text = f"{date}: {count}. {digest.stories[0].briefing.headline}"
    yield from _parts([*blocks, b.context(labels.in_thread)], text)
    for story in digest.stories:
        yield from (replace(part, in_thread=True) for part in _story(story))


def _digest_line(number: int, story: BriefedStory) -> Block:
    """One line a story, each its own block: fifty stories still divide between messages."""
    label = b.shorten(story.briefing.headline, 300)
    title = b.link(story.article.url, label, bold=True) if story.article.url else b.text(label, bold=True)
    return b.rich(
        b.line(
            b.text(f"{number}. "), title, b.text(f"\n{source_line(story.article, story.labels)}", italic=True)
        )
    )


def _correction(correction: Correction) -> Iterator[Part]:
    title = b.line(b.emoji("pencil2"), b.text(f" {correction.story.labels.correction}", bold=True))
    changes = b.bullets([[b.text(b.shorten(change, 500))] for change in correction.changes[:20]])
    first = b.rich(title, changes) if correction.changes else b.rich(title)
    story = correction.story
    text = f"Correction: {story.briefing.headline}"
    return _parts([first, *briefing_blocks(story), *buttons(story)], text, story=story.id)


def _notice(notice: Notice) -> Iterator[Block]:
    yield from (b.rich(b.line(b.text(part))) for part in split(notice.text, BLOCK_CHARACTERS))
    items: list[list[b.Element]] = []
    for line in notice.lines:
        if items and sum(b.size({"elements": i}) for i in items) + len(line) > BLOCK_CHARACTERS:
            yield b.rich(b.bullets(items))
            items = []
        items.append([b.text(b.shorten(line, BLOCK_CHARACTERS))])
    if items:
        yield b.rich(b.bullets(items))


def _answer(answer: Answer) -> Iterator[Block]:
    """The question, the answer with its marks, and below it the sentences that the marks mean."""
    yield b.context(b.shorten(answer.question, 300))
    if answer.elsewhere:
        outlet = b.shorten(outlet_name(answer.article), 200)
        name = b.link(answer.article.url or "", outlet, bold=True)
        yield b.rich(b.line(b.text(f"{ELSEWHERE} From "), name, b.text(":")))
    *first, last = split(answer.text, BLOCK_CHARACTERS)
    yield from (b.rich(b.line(b.text(part))) for part in first)
    marks = superscript(tuple(range(1, len(answer.evidence) + 1)))
    yield b.rich(b.line(b.text(last), *([b.text(f"{GLUE}{marks}")] if marks else [])))
    for number, evidence in enumerate(answer.evidence, 1):
        original, *_ = split(evidence.text, BLOCK_CHARACTERS)
        quote = [b.text(f"{number}  ", bold=True), b.text(original)]
        if evidence.english and evidence.english != evidence.text:
            quote.append(b.text("\n" + b.shorten(evidence.english, BLOCK_CHARACTERS), italic=True))
        yield b.rich(b.quotation(*quote))
    doubt = "not verified" if answer.verdict is Verdict.UNVERIFIED else ""
    source = source_line(answer.article)
    yield b.context(" · ".join(p for p in (source, f"{answer.engine} engine", doubt) if p))
    if answer.story:
        yield b.actions(b.button("Evidence", "evidence", answer.story), b.button("Ask", "ask", answer.story))
        yield opinions(answer.story, ENGLISH)
