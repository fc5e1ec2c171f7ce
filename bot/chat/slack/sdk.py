"""Slack's Web API and Socket Mode. Only importer of slack_sdk, whose errors and requests end here.

One attempt a call, every failure told apart by what the caller does next.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.chat.slack.failures import Refusal, told_apart
from bot.errors import GiveUp, MaybeSent, TryLater

API = "https://slack.com/api/"
TIMEOUT = 20
"""Seconds for one request; below `bot.outbox.delivery.SEND_TIMEOUT`."""

Hear = Callable[[str, dict[str, Any]], Awaitable[Mapping[str, Any] | None]]
"""Takes a request's kind and body; what it is acknowledged with, or None: then Slack sends it again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Web API said.

    Attributes:
        data: the body.
        headers: by their names in lower case.
    """

    data: Mapping[str, Any]
    headers: Mapping[str, str]


class WebApi:
    """Slack's Web API with one token."""

    def __init__(self, token: str, *, api_url: str | None = None) -> None:
        # It never repeats a request by itself: a repeated post is a double post.
        self.web = AsyncWebClient(token=token, base_url=api_url or API, timeout=TIMEOUT, retry_handlers=[])

    async def call(
        self, method: str, body: Mapping[str, Any], *, query: Mapping[str, Any] | None = None
    ) -> Answer:
        """One request: a JSON `body` for methods that write, a `query` for those that only read.

        Raises:
            TryLater, MaybeSent, GiveUp: as in `bot.chat.ports.Chat`.
        """
        try:
            if query is not None:
                response = await self.web.api_call(method, http_verb="GET", params=dict(query))
            else:
                response = await self.web.api_call(method, json=dict(body))
        except SlackApiError as error:
            raise told_apart(method, _refusal(error)) from error
        except aiohttp.ClientConnectorError as error:  # no connection: nothing was said yet
            raise TryLater("Slack cannot be reached") from error
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            raise MaybeSent(f"Slack's answer to {method} was lost") from error
        data = response.data
        if not isinstance(data, dict):
            raise MaybeSent(f"Slack's answer to {method} could not be read")
        return Answer(data, {name.lower(): value for name, value in response.headers.items()})


def _refusal(error: SlackApiError) -> Refusal:
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    headers = getattr(response, "headers", None) or {}
    data = getattr(response, "data", None)
    code = data.get("error", "") if isinstance(data, dict) else ""
    return Refusal(status, code, headers.get("Retry-After"))


async def respond(url: str, body: Mapping[str, Any]) -> None:
    """Answer through a `response_url`, which works five times within half an hour.

    Raises:
        TryLater, MaybeSent, GiveUp: as in `bot.chat.ports.Chat`.
    """
    webhook = AsyncWebhookClient(url, timeout=TIMEOUT, retry_handlers=[])
    try:
        answer = await webhook.send_dict(dict(body))
    except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
        raise MaybeSent("Slack's answer to a response_url was lost") from error
    if answer.status_code >= 400:
        raise GiveUp(f"Slack refused a private answer ({answer.status_code})")


class Socket:
    """Socket Mode: connects, refreshes and reconnects by itself; made where a loop runs."""

    def __init__(self, api: WebApi, app_token: str, hear: Hear, *, ping_interval: float) -> None:
        self._client = SocketModeClient(app_token, web_client=api.web, ping_interval=ping_interval)
        self._client.socket_mode_request_listeners.append(self._heard)
        self._hear = hear

    async def connect(self) -> None:
        await self._client.connect()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        await self._client.close()  # type: ignore[no-untyped-call]

    @property
    def connected(self) -> bool:
        session = self._client.current_session
        return session is not None and not session.closed

    def renew(self) -> None:
        """Have the address of the next connection asked for anew; the SDK would try an older one for ever."""
        self._client.wss_uri = None

    async def _heard(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = await self._hear(request.type, request.payload)
        if answer is not None:
            response = SocketModeResponse(request.envelope_id, dict(answer) or None)
            await client.send_socket_mode_response(response)
