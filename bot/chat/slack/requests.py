"""What Slack sends → a `Request`: who wants what, where, and how to answer. Pure.

A request is JSON, so that it survives a restart in the inbox. Bodies are described at
https://docs.slack.dev/interactivity and https://docs.slack.dev/apis/events-api
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.chat.slack import form, views
from bot.errors import CommandError
from bot.subscription import Channel, Platform

LINK = re.compile(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>")
MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")

VOTES = {"+1": True, "thumbsup": True, "-1": False, "thumbsdown": False}
"""Reactions that say whether a briefing was useful, without their skin tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Something that somebody asked for.

    Attributes:
        key: Slack's own id of it; the same when Slack repeats it.
        text: a command as after `/brief`, or a question where `plain`.
        user: who.
        channel: where.
        team: the workspace of who asks.
        thread: the message whose thread it was asked in.
        message: the message that was pressed or mentioned.
        briefing: id of the briefing that a button carries.
        response_url: where a private answer goes, if Slack gave one.
        plain: `text` is a question in plain words, not a command.
        public: the answer is for everybody: asked aloud in a thread, a mention or a direct message.
        home: it was asked in the App Home or in a form: the App Home is renewed.
        overheard: plain words in a channel's thread, which are for Kurir only if it talks about a briefing.
    """

    key: str
    text: str
    user: str
    channel: str
    team: str | None = None
    thread: str | None = None
    message: str | None = None
    briefing: str | None = None
    response_url: str | None = None
    plain: bool = False
    public: bool = False
    home: bool = False
    overheard: bool = False

    @property
    def where(self) -> Channel:
        """The channel as the desk knows it; direct messages too have an id of their own in Slack."""
        return Channel(Platform.SLACK, self.channel, self.thread)

    @property
    def direct(self) -> bool:
        """Whether it was asked in a direct message."""
        return self.channel.startswith(("D", "@"))

    @property
    def below(self) -> str | None:
        """The message below which an answer may be streamed; in a direct message the question itself."""
        return self.thread or (self.message if self.direct else None)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Request:
        return cls(**data)


def from_body(body: Mapping[str, Any]) -> Request | None:
    """What is to be worked on; None for what only opens a form, and for what nobody said to the bot."""
    match body.get("type"):
        case None if body.get("command") == "/brief":
            return None if opens_form(body) else from_command(body)
        case "event_callback" if body["event"]["type"] == "app_mention":
            return from_mention(body)
        case "event_callback" if body["event"]["type"] == "message":
            return from_message(body)
        case "block_actions":
            return _from_pressed(body)
        case "message_action":
            return from_shortcut(body)
        case "view_submission":
            return _from_view(body)
    return None


def opens_form(body: Mapping[str, Any]) -> bool:
    """Whether a slash command asks for the form of a subscription."""
    return str(body.get("text", "")).strip().lower() == "subscribe"


def _from_pressed(body: Mapping[str, Any]) -> Request | None:
    """A button that is a command: id and value say which, and of which briefing or subscription."""
    action = body["actions"][0]
    value = (action.get("selected_option") or action).get("value") or ""
    name = action["action_id"].partition(" ")[0]
    match name:
        case "useful" | "not_useful" | "share":
            return from_action(body, name, briefing=value)
        case "more" | "opinion":
            word, _, briefing = value.partition(" ")
            return from_action(body, word, briefing=briefing)
        case "hold":  # "pause 2 C1": a subscription of the App Home
            command, _, channel = value.rpartition(" ")
            return replace(from_action(body, command), channel=channel, home=True)
    return None


def _from_view(body: Mapping[str, Any]) -> Request | None:
    """A form that was sent; None for one that cannot be understood, which the form itself says."""
    view = body["view"]
    data, values = views.metadata_of(view), (view.get("state") or {}).get("values") or {}
    plain = view["callback_id"] == views.ASK
    try:
        text = views.question_of(values) if plain else form.form_of(values, data).command()
    except CommandError:
        return None
    return Request(
        key=f"view {view['id']}",
        text=text,
        user=body["user"]["id"],
        channel=data["channel"],
        team=(body.get("team") or {}).get("id"),
        thread=data.get("thread"),
        briefing=data.get("briefing"),
        plain=plain,
        public=data.get("thread") is not None,
        home=not plain,
    )


def from_command(body: Mapping[str, Any]) -> Request:
    """A slash command."""
    return Request(
        key=f"command {body['trigger_id']}",
        text=readable(body.get("text", "")),
        user=body["user_id"],
        channel=body["channel_id"],
        response_url=body.get("response_url"),
    )


def from_action(body: Mapping[str, Any], text: str, *, briefing: str | None = None) -> Request:
    """A button or menu of a message; `text` is the command that it stands for."""
    container = body.get("container") or {}
    message = body.get("message") or {}
    return Request(
        key=f"action {body['trigger_id']}",
        text=text,
        user=body["user"]["id"],
        channel=(body.get("channel") or {}).get("id") or container.get("channel_id", ""),
        thread=message.get("thread_ts") or container.get("thread_ts"),
        message=container.get("message_ts"),
        briefing=briefing,
        response_url=body.get("response_url"),
    )


def from_mention(body: Mapping[str, Any]) -> Request:
    """Somebody mentioned the bot: a link is to be briefed, other words are a question."""
    event = body["event"]
    text = readable(MENTION.sub("", (event.get("text") or "")))
    link = next(iter(links(event.get("text") or "")), None)
    return Request(
        key=f"event {body['event_id']}",
        text=link or text,
        user=event.get("user", ""),
        channel=event["channel"],
        team=body.get("team_id"),
        thread=event.get("thread_ts") or event["ts"],
        message=event["ts"],
        plain=link is None,
        public=True,
    )


def from_message(body: Mapping[str, Any]) -> Request | None:
    """Plain words in a direct message or in a thread; None for what nobody said to the bot.

    Edits, joins and the bot's own messages have a subtype or a bot id; a message in a channel outside a
    thread is not for the bot.
    """
    event = body["event"]
    if event.get("subtype") or event.get("bot_id") or not event.get("user"):
        return None
    direct = event.get("channel_type") == "im"
    if not (direct or event.get("thread_ts")) or MENTION.search(event.get("text") or ""):
        return None  # a mention comes as an event of its own
    text = readable(event.get("text") or "")
    link = next(iter(links(event.get("text") or "")), None)
    command = text.removeprefix("/brief").strip() if text.startswith("/brief") else None
    return Request(
        key=f"event {body['event_id']}",
        text=command if command is not None else link if link and direct else text,
        user=event["user"],
        channel=event["channel"],
        team=body.get("team_id"),
        thread=event.get("thread_ts"),
        message=event["ts"],
        plain=command is None and not (link and direct),
        public=True,
        overheard=not direct,
    )


def from_shortcut(body: Mapping[str, Any]) -> Request | None:
    """The message shortcut "Brief this"; None if the message has no link."""
    message = body["message"]
    found = [*links(message.get("text") or ""), *_deep_links(message.get("blocks"))]
    if not found:
        return None
    return Request(
        key=f"shortcut {body['trigger_id']}",
        text=found[0],
        user=body["user"]["id"],
        channel=body["channel"]["id"],
        thread=message.get("thread_ts"),
        message=body.get("message_ts"),
        response_url=body.get("response_url"),
    )


def reaction(event: Mapping[str, Any]) -> bool | None:
    """Whether a reaction calls a message useful; None where it says nothing about that."""
    return VOTES.get(event["reaction"].partition("::")[0]) if event["item"]["type"] == "message" else None


def readable(text: str) -> str:
    """What a person typed: Slack's `<https://…|label>` and `&amp;` undone."""
    return html.unescape(LINK.sub(r"\1", text)).strip()


def links(text: str) -> list[str]:
    """The addresses in a message's text, in order."""
    return [html.unescape(url) for url in LINK.findall(text)]


def _deep_links(node: Any) -> Iterator[str]:
    """Links of rich text and buttons."""
    if isinstance(node, dict):
        url = node.get("url")
        if isinstance(url, str) and url.startswith(("http://", "https://")):
            yield url
        for value in node.values():
            yield from _deep_links(value)
    elif isinstance(node, list):
        for item in node:
            yield from _deep_links(item)
