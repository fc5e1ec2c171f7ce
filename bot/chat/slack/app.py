"""Listens to Slack with Bolt: every listener acknowledges first, then has the request answered as a job.

Forms and the home are shown from here: what opens them lasts three seconds.

Only importer of Bolt; requests come in by `answer_http` and `answer_socket`.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.error import BoltUnhandledRequestError

from bot.chat.slack import form, inbound, requests, views
from bot.chat.slack.handling import Handling
from bot.chat.slack.requests import Request
from bot.chat.slack.screens import Screens
from bot.commands.rating import reacted
from bot.errors import BotError
from bot.logs import get_logger
from bot.subscription import Channel, Platform

log = get_logger(__name__)

WORKING = "Reading… this takes a few seconds."
PATIENCE = 0.05
"""Seconds that an acknowledgement waits for the database: a busy one may not make Slack wait."""

Ack = Callable[..., Awaitable[Any]]
Next = Callable[[], Awaitable[Any]]
Body = Mapping[str, Any]


@dataclass(slots=True)
class SlackApp:
    """Slack's side of the bot.

    Attributes:
        handling: shows forms and the home, with its desk.
        take: keeps a request, by its key, and has it answered.
        screens: modals.
    """

    handling: Handling
    take: Callable[[str, Mapping[str, Any]], Awaitable[None]]
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    screens: Screens = field(init=False)

    def __post_init__(self) -> None:
        self.screens = Screens(self.handling)

    def bolt(self) -> AsyncApp:
        """Bolt's app with all listeners."""
        # Signatures are checked in `answer_http`, the only way in over HTTP: once, and with a clean answer.
        app = AsyncApp(
            client=self.handling.chat.api.web,
            signing_secret="",
            request_verification_enabled=False,
            raise_error_for_unhandled_request=True,
        )
        app.use(self._take_in)
        app.command("/brief")(self._command)
        app.shortcut("brief_message")(self._shortcut)
        app.event("app_home_opened")(self._opened)
        app.event("reaction_added")(self._reacted)
        app.event("assistant_thread_started")(self._thread_started)
        app.action(re.compile("^edit "))(self._edit)
        app.action("evidence")(self._evidence)
        app.action("ask")(self._ask)
        app.action("home_subscribe")(self._open_form)
        for name in form.FIELDS:
            app.action(name)(self._form_changed)
        app.view(form.SUBSCRIBE)(self._form_sent)
        app.error(_acknowledged)
        return app

    async def stop(self, seconds: float = 5) -> None:
        """Let what has begun end."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=seconds)
            for task in late:
                task.cancel()

    async def idle(self) -> None:
        """Wait until nothing is being worked on."""
        while self._running:
            await asyncio.wait(self._running)

    # ---- before any listener: keep what is to be answered, so that an acknowledgement promises what holds

    async def _take_in(self, body: Body, next_: Next) -> None:
        request = requests.from_body(body)
        if request is not None:
            keeping = asyncio.create_task(self._keep(request))
            await asyncio.wait((keeping,), timeout=PATIENCE)
            if keeping.done():
                keeping.result()  # a database that does not answer is a failed request: Slack sends it again
            else:
                self._then(_awaited(keeping))
        await next_()

    async def _keep(self, request: Request) -> None:
        if await self._is_for_us(request):
            await self.take(request.key, request.to_json())

    async def _is_for_us(self, request: Request) -> bool:
        """Whether Kurir was spoken to: not by plain words in a thread that talks about no briefing."""
        if not request.overheard or request.thread is None:
            return not request.overheard
        channel, store = Channel(Platform.SLACK, request.channel), self.handling.desk.store
        shown = await store.deliveries.briefings_at(channel, request.thread)
        return bool(shown or await store.conversations.last(request.where.key))

    # ---- listeners: acknowledge, and show what is not answered but shown

    async def _command(self, ack: Ack, body: Body) -> None:
        if requests.opens_form(body):
            await self._open_form(ack, body)
        else:
            await ack(response_type="ephemeral", text=WORKING)

    async def _shortcut(self, ack: Ack, body: Body) -> None:
        await ack()
        if requests.from_shortcut(body) is None:
            self._then(self.handling.tell(body, "That message has no link to brief."))

    async def _evidence(self, ack: Ack, body: Body, action: Body) -> None:
        await ack()
        self._then(self.screens.show_evidence(body["trigger_id"], action.get("value", "")))

    async def _ask(self, ack: Ack, body: Body, action: Body) -> None:
        await ack()
        self._then(self.screens.show_question(body, action.get("value", "")))

    async def _open_form(self, ack: Ack, body: Body) -> None:
        await ack()
        user = body.get("user_id") or body["user"]["id"]
        channel = body.get("channel_id") or (body.get("channel") or {}).get("id") or f"@{user}"
        self._then(self.screens.show_form(body["trigger_id"], user, channel))

    async def _edit(self, ack: Ack, body: Body, action: Body) -> None:
        await ack()
        self._then(self.screens.edit(body["trigger_id"], body["user"]["id"], action.get("value", "")))

    async def _form_changed(self, ack: Ack, body: Body) -> None:
        await ack()
        self._then(self.screens.renew_form(body))

    async def _form_sent(self, ack: Ack, view: Body) -> None:
        try:
            form.form_of(view["state"]["values"], views.metadata_of(view)).command()
        except BotError as error:
            await ack(response_action="errors", errors={"what": str(error)})
        else:
            await ack()

    async def _opened(self, body: Body) -> None:
        event = body["event"]
        if event.get("tab") == "messages":  # the conversation with Kurir
            self._then(self.screens.suggest({"channel_id": event["channel"]}))
        else:
            self._then(self.handling.home.show(event["user"]))

    async def _reacted(self, body: Body) -> None:
        """A thumb below a briefing counts as its button does, without thanks."""
        event = body["event"]
        useful = requests.reaction(event)
        if useful is not None:
            place, message = Channel(Platform.SLACK, event["item"]["channel"]), event["item"]["ts"]
            self._then(reacted(self.handling.desk, place, message, event["user"], useful=useful))

    async def _thread_started(self, body: Body) -> None:
        """An app of before agent_view: its prompts belong to a thread."""
        thread = body["event"]["assistant_thread"]
        where = {"channel_id": thread["channel_id"], "thread_ts": thread["thread_ts"]}
        self._then(self.screens.suggest(where))

    def _then(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on with `work` after the acknowledgement; remembered, so that stopping waits for it."""
        task = asyncio.create_task(_logged(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:  # the last place where it can be said: nobody awaits this task
        log.exception("slack_request_failed")


async def _awaited(task: asyncio.Task[None]) -> None:
    await task


async def _acknowledged(error: Exception) -> BoltResponse:
    """What has no listener is acknowledged: `_take_in` keeps it, or it is not for us and would come again."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200, body="")
    log.error("slack_request_not_kept", error=str(error))
    return BoltResponse(status=500, body="")


async def answer_http(
    app: AsyncApp, signing_secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None
) -> tuple[int, str, dict[str, str]]:
    """HTTP mode: status, body and headers for one request of Slack."""
    refused = inbound.refusal(signing_secret, headers, body, now=time.time() if now is None else now)
    if refused is not None:
        return refused, "", {}
    response = await app.async_dispatch(AsyncBoltRequest(body=body.decode(), headers=dict(headers)))
    return response.status, response.body or "", dict(response.first_headers_without_set_cookie())


async def answer_socket(app: AsyncApp, body: dict[str, Any]) -> Mapping[str, Any] | None:
    """Socket Mode: what a request of Slack is acknowledged with; None if it was not kept."""
    response = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
    if response.status != 200:
        return None
    if response.first_headers_without_set_cookie().get("content-type", "").startswith("application/json"):
        return dict(json.loads(response.body))
    return {"text": response.body} if response.body else {}
