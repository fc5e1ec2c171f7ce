"""What `kurir doctor` asks Slack: the bot's token and its permissions, the app's token, the channels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.chat.slack.client import SlackChat
from bot.chat.slack.sdk import WebApi
from bot.doctor.check import Check
from bot.errors import DeliveryError
from bot.subscription import Channel

CHANNELS = 50
"""Channels that are looked at at most: Slack allows about that many questions a minute."""
INVITE = "Write /invite @Kurir in that channel, or end the subscription with kurir unsubscribe."


async def check(
    token: str,
    *,
    app_token: str,
    over_http: bool,
    api_url: str | None,
    manifest: str,
    channels: Sequence[Channel],
) -> tuple[Check, ...]:
    """Everything about Slack.

    Args:
        token: the bot's.
        app_token: of Socket Mode; empty where there is none.
        over_http: Slack's requests come to our web server.
        api_url: base address of the Web API, if it is not Slack's own.
        manifest: text of ``config/slack-manifest.yaml``.
        channels: those with subscriptions.
    """
    api = WebApi(token, api_url=api_url)
    try:
        answer = await api.call("auth.test", {})
    except DeliveryError as error:
        fix = "Copy the Bot User OAuth Token (xoxb-…) of the installed app into SLACK_BOT_TOKEN."
        return (Check("slack", False, f"{error}.", fix),)
    who, chat = answer.data, SlackChat(api)
    team, bot = who.get("team") or who.get("team_id"), who.get("user") or who.get("user_id")
    return (
        Check("slack", True, f"The token works: {bot} in {team}."),
        check_scopes(answer.headers.get("x-oauth-scopes", ""), manifest),
        await check_listening(app_token, over_http, api_url),
        *[await _channel(chat, c) for c in channels[:CHANNELS] if c.user is None],
    )


def check_scopes(granted: str, manifest: str) -> Check:
    """Whether the token may do all that `manifest` asks for; `granted` is a list with commas."""
    missing = sorted(set(scopes(manifest)) - {s.strip() for s in granted.split(",")})
    if missing:
        fix = "Update the app from config/slack-manifest.yaml, then install it to the workspace again."
        return Check("slack scopes", False, f"The app lacks {', '.join(missing)}.", fix)
    return Check("slack scopes", True, "The app has every permission of its manifest.")


def scopes(manifest: str) -> tuple[str, ...]:
    """The bot's scopes in an app manifest: the list below ``bot:`` in ``scopes:``."""
    below = re.search(r"^ *scopes:\n *bot:\n((?: *- .*\n?| *#.*\n?)+)", manifest, re.MULTILINE)
    return tuple(re.findall(r"^ *- *([\w.:]+)", below[1], re.MULTILINE)) if below else ()


async def check_listening(app_token: str, over_http: bool, api_url: str | None) -> Check:
    """Whether commands and buttons can reach this bot."""
    name = "slack socket"
    if not app_token:
        if over_http:
            return Check(name, True, "Slack's requests come over HTTP, to /slack/events.")
        fix = "Set SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET and [web] listen (HTTP mode)."
        return Check(name, False, "The bot can post, but hears nothing: commands have no way here.", fix)
    try:
        await WebApi(app_token, api_url=api_url).call("apps.connections.open", {})
    except DeliveryError as error:
        cause = str(error).replace("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN").replace("the bot's", "the app's")
        fix = "Make an app-level token (xapp-…) with connections:write; Socket Mode must be on in the app."
        return Check(name, False, f"Socket Mode does not open: {cause}.", fix)
    return Check(name, True, "Socket Mode opens.")


async def _channel(chat: SlackChat, channel: Channel) -> Check:
    name = f"slack {channel.id}"
    try:
        found: Mapping[str, object] = (
            await chat.call("conversations.info", query={"channel": channel.id})
        ).get("channel", {})
    except DeliveryError as error:
        return Check(name, False, f"{error}.", INVITE)
    if found.get("is_archived"):
        return Check(name, False, "The channel is archived.", "End its subscriptions: kurir unsubscribe.")
    if not (found.get("is_member") or found.get("is_im")):
        return Check(name, False, "The bot is not in this channel, which has a subscription.", INVITE)
    return Check(name, True, "The bot is in this channel.")
