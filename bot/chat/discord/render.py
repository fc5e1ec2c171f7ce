"""Content → messages of Discord: bodies of Create Message. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bot.chat.discord import components as c
from bot.chat.discord import limits
from bot.chat.discord.briefing import accent, blocks, briefing_components, buttons, source
from bot.chat.discord.components import Accent, Component
from bot.chat.discord.escape import link, pieces, shortened, weight
from bot.content import Answer, BriefedStory, Content, Correction, Digest, Notice
from bot.outbox.delivery import Part
from bot.view import ELSEWHERE, outlet_name, weekday
from summarizer.briefing import Verdict

AIRY = 15
"""Stories of a digest that stand apart; more stand close together, so that they are seen at once."""


def render(content: Content) -> tuple[Part, ...]:
    """The messages that `content` becomes; the first in the channel, the others in its thread."""
    match content:
        case BriefedStory():
            body = briefing_components(content)
            return tuple(parts(body, accent(content), buttons(content), story=content.id))
        case Digest():
            return tuple(_digest(content))
        case Correction():
            return tuple(_correction(content))
        case Notice():
            return tuple(parts(_notice(content), Accent.QUIET))
        case Answer():
            return tuple(_answer(content))


def parts(
    body: Iterable[Component], colour: Accent, closing: Sequence[Component] = (), *, story: str | None = None
) -> Iterator[Part]:
    """Messages of `body` within the limits; the last one ends with `closing`, whole."""
    room = limits.COMPONENTS_PER_MESSAGE - 1 - c.count(list(closing))
    messages = list(pack(body, room))
    for number, held in enumerate(messages, 1):
        payload = c.message([*held, *closing] if number == len(messages) else held, colour)
        yield Part(payload=payload, in_thread=number > 1, story=story)


def pack(body: Iterable[Component], most: int) -> Iterator[list[Component]]:
    """`body` in messages of at most `most` components each, and no more text than Discord takes."""
    message: list[Component] = []
    number = used = 0
    for component in body:
        number, used = number + c.count(component), used + c.size(component)
        if message and (number > most or used > limits.TEXT):
            yield _trimmed(message)
            message, number, used = [], c.count(component), c.size(component)
        message.append(component)
    yield _trimmed(message)


def _trimmed(message: list[Component]) -> list[Component]:
    """Without the separators that a division left at either end."""
    while len(message) > 1 and message[-1]["type"] == c.Kind.SEPARATOR:
        message = message[:-1]
    while len(message) > 1 and message[0]["type"] == c.Kind.SEPARATOR:
        message = message[1:]
    return message


def _digest(digest: Digest) -> Iterator[Part]:
    labels = digest.labels
    date = weekday(digest.day, labels.language)
    if not digest.stories:
        nothing = f"{date}: {labels.nothing(digest.what)}"
        yield Part(payload=c.message([c.text(f"-# {shortened(nothing, 500)}")], Accent.QUIET))
        return
    count = labels.count(len(digest.stories))
    more = labels.left_out.format(count=digest.more) if digest.more else ""
    facts = " · ".join(p for p in (shortened(digest.what, 300), count, more) if p)
    title = c.text(f"## {date}", f"-# {facts}")
    closing = c.text(f"-# {labels.in_thread}")
    listed = _listed(digest.stories, limits.TEXT - c.size([title, closing]) - 10)
    yield Part(payload=c.message([title, c.separator(), *listed, closing], Accent.NORMAL))
    for story in digest.stories:
        yield from (replace(part, in_thread=True) for part in render(story))


def _listed(stories: Sequence[BriefedStory], room: int) -> list[Component]:
    """The stories, all in one message: each with link and source where there is room for that."""
    share = room // len(stories) - 12
    forms: tuple[Callable[[BriefedStory], str], ...] = (
        lambda s: "\n-# ".join(filter(None, (_linked(s), source(s.article, s.labels)))),
        lambda s: " · ".join(
            filter(None, (f"**{shortened(s.briefing.headline, 150)}**", source(s.article, s.labels)))
        ),
        lambda s: shortened(s.briefing.headline, share),
    )
    for form in forms:
        lines = [f"**{n}.** {form(story)}" for n, story in enumerate(stories, 1)]
        if sum(weight(line) + 1 for line in lines) <= room:
            break
    return [c.text(line) for line in lines] if len(lines) <= AIRY else [c.text(*lines)]


def _linked(story: BriefedStory) -> str:
    return f"**{link(story.article.url, shortened(story.briefing.headline, 300))}**"


def _correction(correction: Correction) -> Iterator[Part]:
    story = correction.story
    changes = (f"- {shortened(change, 500)}" for change in correction.changes[:20])
    first = blocks(changes, f"### ✏️ {story.labels.correction}")
    body = [*first, c.separator(), *briefing_components(story)]
    return parts(body, Accent.CORRECTION, buttons(story), story=story.id)


def _notice(notice: Notice) -> Iterator[Component]:
    lines = [piece for line in notice.text.split("\n") for piece in pieces(line, limits.BLOCK)]
    yield from blocks(lines)
    yield from blocks(f"- {shortened(line, limits.BLOCK - 10)}" for line in notice.lines)


def _answer(answer: Answer) -> Iterator[Part]:
    """The question, the answer, and below it the sentences that it rests on."""
    unsure = answer.verdict is Verdict.UNVERIFIED
    engine = f"{answer.engine} engine"
    facts = " · ".join(p for p in (source(answer.article), engine, "not verified" if unsure else "") if p)
    quoted = (line for e in answer.evidence for line in quotation("", e.text, e.english))
    elsewhere = []
    if answer.elsewhere:
        outlet = link(answer.article.url, shortened(outlet_name(answer.article), 200))
        elsewhere = [c.text(f"{ELSEWHERE} From **{outlet}**:")]
    body = [
        c.text(f"-# {shortened(answer.question, 300) or '…'}"),
        *elsewhere,
        *blocks(piece or "…" for piece in pieces(answer.text, limits.BLOCK)),
        *blocks(quoted),
        c.text(f"-# {facts}"),
    ]
    colour = Accent.QUIET if not answer.answerable else Accent.UNVERIFIED if unsure else Accent.NORMAL
    closing = [_go_on(answer.story)] if answer.story else []
    return parts(body, colour, closing, story=answer.story)


def _go_on(briefing: str) -> Component:
    return c.row(c.button("Ask more", "ask", briefing), c.button("Evidence", "evidence", briefing))


def quotation(mark: str, original: str, english: str | None) -> Iterator[str]:
    """A cited sentence, verbatim and in English."""
    for number, piece in enumerate(pieces(original, limits.BLOCK - 50)):
        yield f"> **{mark}** {piece}" if mark and number == 0 else f"> {piece}"
    if english and english != original:
        yield f"> *{shortened(english, limits.BLOCK - 50)}*"
