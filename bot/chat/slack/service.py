"""Slack as a service of the running bot: Socket Mode where there is an app token, else HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any

from bot.chat.slack.app import SlackApp, answer_http, answer_socket
from bot.chat.slack.inbound import is_whole
from bot.chat.slack.sdk import Socket
from bot.logs import get_logger

log = get_logger(__name__)

NAME = "slack"
TICKET = 30.0
"""Seconds that the address of a connection works."""


class SlackService:
    """Listens until it is stopped.

    Socket Mode connects, refreshes and reconnects by itself; in HTTP mode the web server hands requests
    to `answer`.
    """

    name = NAME

    def __init__(
        self,
        app: SlackApp,
        *,
        app_token: str = "",
        signing_secret: str = "",
        acknowledged: Callable[[float], None] = lambda _seconds: None,
        check_every: float = 5,
    ) -> None:
        """`acknowledged` is told of each request how many seconds its acknowledgement took.

        A connection is looked after every `check_every` seconds.
        """
        self._app = app
        self._app_token = app_token
        self._signing_secret = signing_secret
        self._bolt = app.bolt()
        self._acknowledged = acknowledged
        self._check_every = check_every
        self._socket: Socket | None = None
        self._renewing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        chat = self._app.handling.chat
        who = await chat.call("auth.test", {})
        log.info("slack_workspace", team=who.get("team"), bot=who.get("user_id"))
        if self._app_token:
            self._socket = Socket(chat.api, self._app_token, self._hear, ping_interval=self._check_every)
            await self._socket.connect()
            self._renewing = asyncio.create_task(self._renew_tickets())

    async def stop(self) -> None:
        if self._renewing is not None:
            self._renewing.cancel()
            self._renewing = None
        if self._socket is not None:
            await self._socket.close()
            self._socket = None
        await self._app.stop()

    def ready(self) -> str | None:
        if not self._app_token:
            return None  # requests come when they come
        return None if self._socket and self._socket.connected else "Socket Mode is not connected"

    async def answer(self, headers: Mapping[str, str], body: bytes) -> tuple[int, str, dict[str, str]]:
        """HTTP mode: status, body and headers for one request; 404 where there is no signing secret."""
        if not self._signing_secret:
            return 404, "", {}
        start = perf_counter()
        answered = await answer_http(self._bolt, self._signing_secret, headers, body)
        self._acknowledged(perf_counter() - start)
        return answered

    async def _hear(self, kind: str, body: dict[str, Any]) -> Mapping[str, Any] | None:
        start = perf_counter()
        if not is_whole(body):  # it would be sent again, and be no better
            log.warning("slack_sent_nonsense", kind=kind)
            return {}
        answered = await answer_socket(self._bolt, body)
        self._acknowledged(perf_counter() - start)
        return answered

    async def _renew_tickets(self) -> None:
        """Have a connection that does not come about asked for anew."""
        while True:
            await asyncio.sleep(min(TICKET, 6 * self._check_every))
            if self._socket is not None and self.ready() is not None:
                self._socket.renew()
