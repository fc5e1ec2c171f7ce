"""Builds what people talk to: the desk, and each platform's listening side. Part of the composition root."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.answering import answer
from bot.app import build_answerer, build_fetcher, now
from bot.commands.desk import Desk
from bot.delivery import Delivery
from bot.settings import Settings
from bot.store import Store
from bot.subscription import Channel, Platform
from summarizer.sources.page import fetch_article

if TYPE_CHECKING:
    from bot.chat.ports import Chat
    from bot.chat.slack.service import SlackService
    from bot.runtime import Service

Wake = Callable[[Channel], Awaitable[None]]
Acknowledged = Callable[[str, float], None]
"""Told of each request: the platform, and seconds until it was acknowledged."""


@asynccontextmanager
async def open_desk(settings: Settings, store: Store) -> AsyncIterator[Desk]:
    """The desk that `settings` describe, with its own guarded fetcher."""
    answerer = build_answerer(settings)
    async with build_fetcher(settings) as fetcher:
        yield Desk(
            store=store,
            summarizer=answerer.summarizer,
            read_page=partial(fetch_article, fetcher),
            answer=partial(answer, answerer),
            now=now,
            new_id=partial(token_hex, 8),
            words=settings.briefing.words,
            tz=settings.schedule.tz,
        )


@asynccontextmanager
async def open_slack(
    settings: Settings, store: Store, chat: Chat, wake: Wake, acknowledged: Acknowledged
) -> AsyncIterator[SlackService | None]:
    """Slack's listening side; None where there is neither an app token nor a signing secret."""
    secrets = settings.secrets
    if not (secrets.slack_app_token or secrets.slack_signing_secret):
        yield None
        return
    from bot.chat.slack.app import SlackApp
    from bot.chat.slack.client import SlackChat
    from bot.chat.slack.handling import Handling
    from bot.chat.slack.service import SlackService

    if not isinstance(chat, SlackChat):
        raise TypeError(f"{Platform.SLACK} is served by {type(chat).__name__}")

    async def post(delivery: Delivery) -> None:
        await store.deliveries.add(delivery)
        await wake(delivery.channel)

    async with open_desk(settings, store) as desk:
        handling = Handling(desk, chat, post, frozenset(settings.slack.subscribers))
        yield SlackService(
            SlackApp(handling, chat.client),
            app_token=secrets.slack_app_token.get_secret_value() if secrets.slack_app_token else "",
            signing_secret=(
                secrets.slack_signing_secret.get_secret_value() if secrets.slack_signing_secret else ""
            ),
            acknowledged=partial(acknowledged, Platform.SLACK.value),
        )


@asynccontextmanager
async def open_discord(
    settings: Settings, store: Store, chats: Mapping[Platform, Chat], wake: Wake, acknowledged: Acknowledged
) -> AsyncIterator[Service]:
    """Discord's listening side. Of several machines one holds the gateway; another takes over from it."""
    from bot.chat.discord.app import KurirClient
    from bot.chat.discord.client import DiscordChat
    from bot.chat.discord.handling import Handling
    from bot.chat.discord.service import DiscordService, use_api
    from bot.leading import OnlyLeader
    from bot.store.leader import Leader

    chat, secrets = chats[Platform.DISCORD], settings.secrets
    if not isinstance(chat, DiscordChat) or secrets.discord_token is None:
        raise TypeError(f"{Platform.DISCORD} is served by {type(chat).__name__}")
    use_api(secrets.discord_api_url)

    async def post(delivery: Delivery) -> None:
        await store.deliveries.add(delivery)
        await wake(delivery.channel)

    async with open_desk(settings, store) as desk:
        handling = Handling(desk, chat, post)
        service = DiscordService(
            lambda: KurirClient(
                handling,
                subscribers=settings.discord.subscribers,
                acknowledged=partial(acknowledged, Platform.DISCORD.value),
            ),
            secrets.discord_token.get_secret_value(),
        )
        yield OnlyLeader(service, Leader(store.database, service.name))
