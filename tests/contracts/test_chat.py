"""What every chat adapter does alike: the `Chat` port, held against Slack, Discord and the terminal."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from builders import article
from contents import answer
from fakes.discord_server import DiscordServer
from fakes.slack_server import SlackServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.discord.client import DiscordChat
from bot.chat.discord.escape import clean, unescape
from bot.chat.discord.rest import Rest
from bot.chat.ports import Chat, Renderer
from bot.chat.slack.client import SlackChat
from bot.chat.slack.sdk import WebApi
from bot.chat.terminal import TerminalChat
from bot.content import BriefedStory, Content, Correction, Digest, Evidence, Notice
from bot.outbox.delivery import Part
from bot.subscription import Channel, Platform
from summarizer import Briefing, Point, Section, Verdict

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
RENDERERS: dict[str, Renderer] = {
    "slack": SlackChat.render,
    "discord": DiscordChat.render,
    "terminal": TerminalChat.render,
}


@dataclass
class Surface:
    """An adapter with the place that it posts to.

    Attributes:
        chat: the adapter.
        channel: where.
        shown: every message there as text, in order, with the message whose thread it is in.
        remembers: whether what was posted can be looked up again.
    """

    chat: Chat
    channel: Channel
    shown: Callable[[], list[tuple[str | None, str]]]
    remembers: bool = True


@pytest.fixture(params=["slack", "discord", "terminal"])
async def surface(request: pytest.FixtureRequest) -> AsyncIterator[Surface]:
    if request.param == "slack":
        async with SlackServer() as server:
            messages = server.messages["C1"]
            yield Surface(
                SlackChat(WebApi("xoxb-test", api_url=server.url)),
                Channel(Platform.SLACK, "C1"),
                lambda: [(m.get("thread_ts"), json.dumps(m["blocks"])) for m in messages],
            )
    elif request.param == "discord":
        async with DiscordServer() as discord:
            rest = Rest("token", api_url=discord.url)
            yield Surface(
                DiscordChat(rest),
                Channel(Platform.DISCORD, "10000"),
                lambda: [
                    (None if place == "10000" else place, json.dumps(m["components"]))
                    for place in list(discord.messages)
                    for m in discord.messages[place]
                ],
            )
            await rest.close()
    else:
        stream = io.StringIO()
        yield Surface(
            TerminalChat(stream),
            Channel(Platform.TERMINAL, "screen"),
            lambda: [(None, line) for line in stream.getvalue().split("\n") if line.strip()],
            remembers=False,
        )


async def test_a_message_is_posted_and_looked_up_by_its_key(surface: Surface) -> None:
    (part,) = surface.chat.render(Notice(text="Hello"))
    posted = await surface.chat.send(surface.channel, part, key="k-0", reply_to=None)
    assert len(surface.shown()) == 1
    found = await surface.chat.find(surface.channel, part, key="k-0", reply_to=None, since=LONG_AGO)
    assert found == (posted if surface.remembers else None)
    assert await surface.chat.find(surface.channel, part, key="k-1", reply_to=None, since=LONG_AGO) is None


async def test_a_reply_goes_into_the_thread_and_is_looked_up_there(surface: Surface) -> None:
    (part,) = surface.chat.render(Notice(text="Hello"))
    root = await surface.chat.send(surface.channel, part, key="k-0", reply_to=None)
    reply = await surface.chat.send(surface.channel, part, key="k-1", reply_to=root)
    assert reply != root
    if surface.remembers:
        assert [thread for thread, _ in surface.shown()] == [None, root]
        found = await surface.chat.find(surface.channel, part, key="k-1", reply_to=root, since=LONG_AGO)
        assert found == reply


async def test_an_edit_shows_the_new_text(surface: Surface) -> None:
    (old,), (new,) = surface.chat.render(Notice(text="Old")), surface.chat.render(Notice(text="New"))
    message = await surface.chat.send(surface.channel, old, key="k-0", reply_to=None)
    await surface.chat.edit(surface.channel, new, message=message, reply_to=None)
    assert "New" in surface.shown()[-1][1]
    assert not surface.remembers or len(surface.shown()) == 1


WORD = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
TEXT = st.lists(WORD, min_size=1, max_size=400).map(" ".join)


@settings(max_examples=12, suppress_health_check=[HealthCheck.data_too_large])
@given(st.lists(TEXT, min_size=1, max_size=4))
@pytest.mark.parametrize("platform", RENDERERS)
def test_whatever_is_said_is_said_over_all_messages(platform: str, texts: list[str]) -> None:
    """The split law: no point is lost or cut, however long the briefing."""
    points = tuple(Point(section=Section.SKEPTICS, text=t, verdict=Verdict.SUPPORTED) for t in texts)
    briefing = Briefing(headline="H", engine="extractive", points=points)
    parts = RENDERERS[platform](BriefedStory(id="b1", article=article(), briefing=briefing))
    said = _folded(_texts(platform, parts))
    assert all(_folded(clean(t)) in said for t in texts)


HOSTILE = "@everyone <@123> <!channel> <#9> [x](https://evil.test) **b** \x1b[31m \u202e"
ARTICLE = article(HOSTILE, HOSTILE, title=HOSTILE, outlet=HOSTILE)
STORY = BriefedStory(
    id="b1",
    article=ARTICLE,
    briefing=Briefing(
        headline=HOSTILE,
        engine="extractive",
        points=(
            Point(
                section=Section.SKEPTICS,
                text=HOSTILE,
                speaker=HOSTILE,
                evidence=(0,),
                verdict=Verdict.SUPPORTED,
            ),
        ),
    ),
    notes=(HOSTILE,),
    outlets=(HOSTILE, "TT"),
)
CONTENTS: list[Content] = [
    STORY,
    Digest(day=date(2026, 11, 23), slot=LONG_AGO, what=HOSTILE, stories=(STORY,)),
    Correction(story=STORY, changes=(HOSTILE,)),
    Notice(text=HOSTILE, lines=(HOSTILE,)),
    answer(
        question=HOSTILE,
        text=HOSTILE,
        evidence=(Evidence(0, HOSTILE, HOSTILE),),
        article=ARTICLE,
        story="b1",
    ),
]


@pytest.mark.parametrize("content", CONTENTS, ids=lambda c: type(c).__name__)
async def test_nobody_is_mentioned_and_nothing_foreign_is_markup(surface: Surface, content: Content) -> None:
    """Both stand-ins refuse live mentions; what rearranges text is gone on every platform."""
    root = None
    for number, part in enumerate(surface.chat.render(content)):
        made = await surface.chat.send(
            surface.channel, part, key=f"k-{number}", reply_to=root if part.in_thread else None
        )
        root = root or made
        body = json.dumps(part.payload, ensure_ascii=False)
        assert "\u202e" not in body
        assert "\\u001b" not in body
        if surface.chat.platform is Platform.DISCORD:
            assert part.payload["allowed_mentions"] == {"parse": []}
            assert "@everyone" not in body.replace("\\\\@everyone", "")
            assert "](https://evil.test)" not in body
    assert surface.shown()


def _texts(platform: str, parts: tuple[Part, ...]) -> str:
    """What a person reads, bullets and the terminal's line breaks aside."""
    if platform == "terminal":
        return "".join(p.payload["text"] for p in parts)
    found: list[str] = []
    key = "content" if platform == "discord" else "text"

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get(key), str):
                found.append(node[key])
            for value in node.values():
                walk(value)
        elif isinstance(node, list | tuple):
            for item in node:
                walk(item)

    walk([p.payload for p in parts])
    lines = "\n".join(found).split("\n")
    return (
        unescape("\n".join(t.removeprefix("- ") for t in lines)) if platform == "discord" else "".join(lines)
    )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())
