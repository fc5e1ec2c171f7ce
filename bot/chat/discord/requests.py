"""A `Request`: who wants what, where, and how to answer. A value; `app` makes it of what Discord sends.

It is JSON, so that it survives a restart in the inbox.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.commands.grammar import Ask, BriefUrl, Command, Search, parse
from bot.errors import CommandError
from bot.subscription import Channel, Platform


class Wish(StrEnum):
    """What kind of thing is asked for."""

    COMMAND = "command"  # `text` as after `/brief`
    QUESTION = "question"  # `text` in plain words
    SEARCH = "search"  # `text` are words to look for, even if they read as a command
    URL = "url"
    EVIDENCE = "evidence"
    USEFUL = "useful"
    NOT_USEFUL = "not_useful"
    SHARE = "share"  # the briefing, or else the message whose components `text` holds as JSON
    PREVIEW = "preview"  # `text` is a subscription that is shown before it is made


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Something that somebody asked for.

    Attributes:
        key: Discord's own id of it; the same when Discord repeats it.
        wish: what kind of thing.
        text: the words.
        user: who.
        channel: the channel, or ``@`` and the user for direct messages.
        thread: the thread that it was asked in.
        in_forum: the thread is a forum's post, so what is subscribed here is the forum.
        reply_to: the message below which a public answer goes, where that is not a thread yet.
        briefing: id of the briefing that is meant.
        token: answers the interaction for 15 minutes; None for a plain message.
        application: our own id, which goes with the token.
        public: the answer is for everybody.
        blocked: why the bot cannot post in this place; None: it can.
        refused: why this person may not change subscriptions here; None: they may.
    """

    key: str
    wish: Wish = Wish.COMMAND
    text: str = ""
    user: str
    channel: str
    thread: str | None = None
    in_forum: bool = False
    reply_to: str | None = None
    briefing: str | None = None
    token: str | None = None
    application: str = ""
    public: bool = False
    blocked: str | None = None
    refused: str | None = None

    @property
    def where(self) -> Channel:
        """The place as the desk knows it."""
        return Channel(Platform.DISCORD, self.channel, self.thread)

    @property
    def home(self) -> Channel:
        """The channel, whatever thread of it this was asked in."""
        return Channel(Platform.DISCORD, self.channel)

    @property
    def command(self) -> Command:
        """What the desk is asked.

        Raises:
            CommandError: the words are no command.
        """
        match self.wish:
            case Wish.QUESTION:
                if not self.text.strip():
                    raise CommandError("Ask what? For example: Who doubts it?")
                return Ask(self.text)
            case Wish.SEARCH:
                return Search(" ".join(self.text.split()))
            case Wish.URL:
                return BriefUrl(address(self.text))
            case _:
                return parse(self.text)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Request:
        return cls(**{**data, "wish": Wish(data["wish"])})


def address(text: str) -> str:
    """An address as somebody typed it, with its scheme.

    Raises:
        CommandError: it is none.
    """
    text = text.strip().strip("<>")
    url = text if "://" in text else f"https://{text}"
    if not text or any(c.isspace() for c in url) or not url.lower().startswith(("http://", "https://")):
        raise CommandError("That is no web address. They look like https://example.com/news/story")
    return url
