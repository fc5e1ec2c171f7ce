"""Builds what people talk to: the chats, what answers requests, and each platform's listening side.

Part of the composition root.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from bot.commands.desk import Desk
from bot.errors import SettingsError
from bot.outbox.delivery import Delivery
from bot.settings import Settings
from bot.store import Store
from bot.subscription import Channel, Platform

if TYPE_CHECKING:
    from bot.chat.ports import Chat
    from bot.chat.slack.service import SlackService
    from bot.commands.requests import Handler, Requests
    from bot.queue.jobs import Queue
    from bot.runtime.services import Service

Wake = Callable[[Channel], Awaitable[None]]
Acknowledged = Callable[[str, float], None]
"""Told of each request: the platform, and seconds until it was acknowledged."""


def build_chats(settings: Settings, only: Platform | None = None) -> dict[Platform, Chat]:
    """Every platform that `settings` has the tokens of; the terminal where there is none, or asked for."""
    secrets = settings.secrets
    chats: dict[Platform, Chat] = {}
    if secrets.slack_bot_token and only in (None, Platform.SLACK):
        from bot.chat.slack.client import SlackChat
        from bot.chat.slack.sdk import WebApi

        token = secrets.slack_bot_token.get_secret_value()
        chats[Platform.SLACK] = SlackChat(WebApi(token, api_url=secrets.slack_api_url))
    if secrets.discord_token and only in (None, Platform.DISCORD):
        from bot.chat.discord.client import DiscordChat
        from bot.chat.discord.rest import Rest

        rest = Rest(secrets.discord_token.get_secret_value(), api_url=secrets.discord_api_url)
        chats[Platform.DISCORD] = DiscordChat(rest, embeds=not settings.discord.components)
    if only is Platform.TERMINAL or not (chats or only):
        from bot.chat.terminal import TerminalChat

        chats[Platform.TERMINAL] = TerminalChat()
    if not chats:
        raise SettingsError((f"{only} has no token; see docs/configuration.md",))
    return chats


def build_requests(
    settings: Settings, desk: Desk, chats: Mapping[Platform, Chat], queue: Queue, wake: Wake
) -> Requests:
    """Has `desk` answer people's requests on the platforms of `chats`, those another process heard too."""
    from bot.commands.requests import Requests

    async def post(delivery: Delivery) -> None:
        await desk.store.deliveries.add(delivery)
        await wake(delivery.channel)

    handlers: dict[Platform, Handler] = {
        platform: _handler(settings, desk, chat, post)
        for platform, chat in chats.items()
        if platform is not Platform.TERMINAL
    }
    return Requests(desk.store.inbox, queue, handlers, desk.now)


def _handler(
    settings: Settings, desk: Desk, chat: Chat, post: Callable[[Delivery], Awaitable[None]]
) -> Handler:
    if chat.platform is Platform.SLACK:
        from bot.chat.slack.client import SlackChat
        from bot.chat.slack.handling import Handling as Slack
        from bot.llm.memory import spent_of

        if isinstance(chat, SlackChat):
            subscribers = frozenset(settings.slack.subscribers)
            return Slack(desk, chat, post, subscribers, spent_of(settings), settings.budget.daily_usd)
    else:
        from bot.chat.discord.client import DiscordChat
        from bot.chat.discord.handling import Handling as Discord

        if isinstance(chat, DiscordChat):
            return Discord(desk, chat, post)
    raise TypeError(f"{chat.platform} is served by {type(chat).__name__}")


def build_slack(settings: Settings, requests: Requests, acknowledged: Acknowledged) -> SlackService | None:
    """Slack's listening side; None where it is not served, or has no app token and no signing secret."""
    secrets = settings.secrets
    if not (secrets.slack_app_token or secrets.slack_signing_secret):
        return None
    from bot.chat.slack.app import SlackApp
    from bot.chat.slack.handling import Handling
    from bot.chat.slack.service import SlackService

    handling = requests.handlers.get(Platform.SLACK)
    if not isinstance(handling, Handling):
        return None
    return SlackService(
        SlackApp(handling, partial(requests.take, Platform.SLACK)),
        app_token=secrets.slack_app_token.get_secret_value() if secrets.slack_app_token else "",
        signing_secret=(
            secrets.slack_signing_secret.get_secret_value() if secrets.slack_signing_secret else ""
        ),
        acknowledged=partial(acknowledged, Platform.SLACK.value),
    )


def build_discord(
    settings: Settings, store: Store, requests: Requests, acknowledged: Acknowledged
) -> Service | None:
    """Discord's listening side, where it is served.

    Of several machines one holds the gateway; another takes over from it.
    """
    if Platform.DISCORD not in requests.handlers or settings.secrets.discord_token is None:
        return None
    from bot.chat.discord.app import KurirClient
    from bot.chat.discord.handling import Handling
    from bot.chat.discord.service import DiscordService, use_api
    from bot.runtime.leading import OnlyLeader
    from bot.store.leader import Leader

    handling = requests.handlers[Platform.DISCORD]
    if not isinstance(handling, Handling):
        return None
    desk = handling.desk
    use_api(settings.secrets.discord_api_url)
    service = DiscordService(
        lambda: KurirClient(
            desk,
            partial(requests.take, Platform.DISCORD),
            subscribers=settings.discord.subscribers,
            acknowledged=partial(acknowledged, Platform.DISCORD.value),
        ),
        settings.secrets.discord_token.get_secret_value(),
    )
    return OnlyLeader(service, Leader(store.database, service.name))
