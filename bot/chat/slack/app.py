"""Listens to Slack with Bolt: every listener acknowledges first, then has the request answered as a job.

Forms and the home are shown from here: what opens them lasts three seconds.

Of Slack's libraries it imports Bolt; `client` imports the SDK, and `service` Bolt's Socket Mode.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack import requests, views
from bot.chat.slack.handling import Handling
from bot.chat.slack.requests import Request
from bot.commands.desk import Asker
from bot.commands.grammar import WEEKDAYS
from bot.errors import BotError
from bot.logs import get_logger
from bot.subscribing import understood
from bot.subscription import Channel, Platform

log = get_logger(__name__)

WORKING = "Reading… this takes a few seconds."
PROMPTS = [
    {"title": "The newest briefings", "message": "/brief"},
    {"title": "What can I ask?", "message": "/brief help"},
    {"title": "Who doubts it?", "message": "Who doubts it, and why?"},
]
"""What the conversation with Kurir suggests to begin with; `config/slack-manifest.yaml` has the same."""
CLOCK_SKEW = 300
"""Seconds that a signature may be old. https://docs.slack.dev/authentication/verifying-requests-from-slack"""
LARGEST_BODY = 1_000_000

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]


@dataclass(slots=True)
class SlackApp:
    """Slack's side of the bot.

    Attributes:
        handling: shows forms and the home, with its desk.
        client: Slack's Web API.
        take: keeps a request, by its key, and has it answered.
    """

    handling: Handling
    client: AsyncWebClient
    take: Callable[[str, Mapping[str, Any]], Awaitable[None]]
    _work: set[asyncio.Task[None]] = field(default_factory=set)

    def bolt(self) -> AsyncApp:
        """Bolt's app with all listeners."""
        # Signatures are checked in `answer_http`, the only way in over HTTP: once, and with a clean answer.
        app = AsyncApp(client=self.client, signing_secret="", request_verification_enabled=False)
        app.command("/brief")(self._command)
        app.shortcut("brief_message")(self._shortcut)
        app.event("app_mention")(self._mention)
        app.event("message")(self._message)
        app.event("app_home_opened")(self._home)
        app.event("assistant_thread_started")(self._thread_started)
        app.event("assistant_thread_context_changed")(_nothing)
        for word in ("useful", "not_useful", "share"):
            app.action(word)(self._pressed)
        app.action("original")(_nothing)
        app.action("more")(self._more)
        app.action("opinion")(self._opinion)
        app.action("evidence")(self._evidence)
        app.action("ask")(self._ask)
        app.action("home_subscribe")(self._open_subscribe)
        for name in ("what_typed", "times_typed", "tz_typed", "mode_chosen", "weekdays_chosen"):
            app.action(name)(self._form_changed)
        app.view(views.ASK)(self._asked)
        app.view(views.SUBSCRIBE)(self._subscribed)
        return app

    async def stop(self, seconds: float = 5) -> None:
        """Let what has begun end."""
        if self._work:
            _, late = await asyncio.wait(self._work, timeout=seconds)
            for task in late:
                task.cancel()

    async def idle(self) -> None:
        """Wait until nothing is being worked on."""
        while self._work:
            await asyncio.wait(self._work)

    # ---- listeners: acknowledge, then take in

    async def _command(self, ack: Ack, body: Body) -> None:
        if body.get("text", "").strip() == "subscribe":
            await self._open_subscribe(ack, body)
            return
        await ack(response_type="ephemeral", text=WORKING)
        self._then(self._take(requests.from_command(body)))

    async def _pressed(self, ack: Ack, body: Body, action: Body) -> None:
        await ack()
        self._then(self._take(requests.from_action(body, action["action_id"], briefing=action.get("value"))))

    async def _more(self, ack: Ack, body: Body, action: Body) -> None:
        await ack()
        word, _, briefing = action["selected_option"]["value"].partition(" ")
        self._then(self._take(requests.from_action(body, word, briefing=briefing)))

    async def _opinion(self, ack: Ack, body: Body, action: Body) -> None:
        await ack()
        word, _, briefing = action["value"].partition(" ")
        self._then(self._take(requests.from_action(body, word, briefing=briefing)))

    async def _shortcut(self, ack: Ack, body: Body) -> None:
        await ack()
        request = requests.from_shortcut(body)
        self._then(
            self._take(request) if request else self.handling.tell(body, "That message has no link to brief.")
        )

    async def _mention(self, body: Body) -> None:
        self._then(self._take(requests.from_mention(body)))

    async def _message(self, body: Body) -> None:
        request = requests.from_message(body)
        if request is not None:
            self._then(self._heard(request))

    async def _heard(self, request: Request) -> None:
        if request.channel.startswith("D") or await self._is_ours(request):
            await self._take(request)

    async def _is_ours(self, request: Request) -> bool:
        """Whether a thread talks about a briefing: it hangs from one, or one was asked for in it."""
        if request.thread is None:
            return False
        channel, store = Channel(Platform.SLACK, request.channel), self.handling.desk.store
        shown = await store.deliveries.briefings_at(channel, request.thread)
        return bool(shown or await store.conversations.last(request.where.key))

    async def _take(self, request: Request) -> None:
        await self.take(request.key, request.to_json())

    def _then(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on with `work` after the acknowledgement; remembered, so that stopping waits for it."""
        task = asyncio.create_task(_logged(work))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    # ---- modals and the home

    async def _evidence(self, ack: Ack, body: Body, action: Body) -> None:
        await ack()
        self._then(self._show_evidence(body["trigger_id"], action.get("value", "")))

    async def _show_evidence(self, trigger: str, briefing: str) -> None:
        try:
            view = views.evidence(await self.handling.desk.story(briefing))
        except BotError as error:
            view = views.notice(str(error))
        await self._open(trigger, view)

    async def _ask(self, ack: Ack, body: Body, action: Body) -> None:
        await ack()
        container, message = body.get("container", {}), body.get("message", {})
        thread = message.get("thread_ts") or container.get("message_ts")
        if container.get("is_ephemeral"):
            thread = container.get("thread_ts")
        channel = (body.get("channel") or {}).get("id", "")
        self._then(self._open(body["trigger_id"], views.ask(action.get("value", ""), channel, thread)))

    async def _asked(self, ack: Ack, body: Body, view: Body) -> None:
        await ack()
        data = views.metadata_of(view)
        request = Request(
            key=f"view {view['id']}",
            text=view["state"]["values"]["question"]["text"]["value"] or "",
            user=body["user"]["id"],
            channel=data["channel"],
            team=(body.get("team") or {}).get("id"),
            thread=data["thread"],
            briefing=data["briefing"],
            plain=True,
            public=data["thread"] is not None,
        )
        self._then(self._take(request))

    async def _open_subscribe(self, ack: Ack, body: Body) -> None:
        await ack()
        user = body.get("user_id") or body["user"]["id"]
        channel = body.get("channel_id") or (body.get("channel") or {}).get("id") or f"@{user}"
        self._then(self._show_form(body["trigger_id"], user, channel))

    async def _show_form(self, trigger: str, user: str, channel: str) -> None:
        asker = await self.handling.asker(Request(key="", text="", user=user, channel=channel))
        form = views.SubscribeForm(tz=asker.tz or self.handling.desk.tz)
        await self._open(trigger, views.subscribe(form, channel, await self._understood(form, asker)))

    async def _form_changed(self, ack: Ack, body: Body) -> None:
        await ack()
        self._then(self._renew_form(body))

    async def _renew_form(self, body: Body) -> None:
        view = body["view"]
        channel = views.metadata_of(view)["channel"]
        form = views.form_of(view["state"]["values"])
        asker = Asker(channel=Channel(Platform.SLACK, channel), user=body["user"]["id"])
        updated = views.subscribe(form, channel, await self._understood(form, asker))
        await self.handling.chat.call("views.update", {"view_id": view["id"], "view": updated})

    async def _subscribed(self, ack: Ack, body: Body, view: Body) -> None:
        form = views.form_of(view["state"]["values"])
        try:
            request = form.request()
        except BotError as error:
            await ack(response_action="errors", errors={"what": str(error)})
            return
        await ack()
        days = ",".join(WEEKDAYS[d] for d in request.weekdays)
        times = ",".join(f"{t:%H:%M}" for t in request.times)
        text = f"subscribe {request.what} at {times} on {days} tz {request.tz} as {request.mode}"
        channel, user = views.metadata_of(view)["channel"], body["user"]["id"]
        self._then(self._take(Request(key=f"view {view['id']}", text=text, user=user, channel=channel)))

    async def _understood(self, form: views.SubscribeForm, asker: Asker) -> str:
        desk = self.handling.desk
        try:
            return understood(await desk.preview(form.request(), asker), desk.now())
        except BotError as error:
            return str(error)

    async def _open(self, trigger: str, view: views.View) -> None:
        await self.handling.chat.call("views.open", {"trigger_id": trigger, "view": view})

    async def _home(self, body: Body) -> None:
        event = body["event"]
        if event.get("tab") == "messages":  # somebody opens the conversation with Kurir
            self._then(self._suggest({"channel_id": event["channel"]}))
        else:
            self._then(self._show_home(event["user"]))

    async def _show_home(self, user: str) -> None:
        desk = self.handling.desk
        every = await desk.store.subscriptions.all()
        here = [s for s in every if s.channel.platform is Platform.SLACK]
        lines = {s.id: f"{s.what or 'everything'}: {understood(s, desk.now())}" for s in here}
        recent = [await desk.story(str(r.id)) for r in await desk.store.briefings.newest(limit=5)]
        health = [
            f"{source.title or source.address}: {state.disabled or state.cause or 'works'}"
            for source, state in await desk.store.sources.all()
        ]
        home = views.home(
            [lines[s.id] for s in here if s.owner == user],
            [lines[s.id] for s in here if s.owner != user],
            recent,
            health,
        )
        await self.handling.chat.call("views.publish", {"user_id": user, "view": home})

    async def _thread_started(self, body: Body) -> None:
        """An app of before agent_view: its prompts belong to a thread."""
        thread = body["event"]["assistant_thread"]
        where = {"channel_id": thread["channel_id"], "thread_ts": thread["thread_ts"]}
        self._then(self._suggest(where))

    async def _suggest(self, where: Body) -> None:
        await self.handling.chat.call("assistant.threads.setSuggestedPrompts", {**where, "prompts": PROMPTS})


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:  # the last place where it can be said: nobody awaits this task
        log.exception("slack_request_failed")


async def _nothing(ack: Ack | None = None, **_: Any) -> None:
    """Acknowledge only."""
    if ack is not None:
        await ack()


async def answer_http(
    app: AsyncApp, signing_secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None
) -> tuple[int, str, dict[str, str]]:
    """HTTP mode: status, body and headers for one request of Slack.

    Signature, time and form are checked before Bolt sees the request, which answers 500 to a timestamp
    that is no number and to JSON that is broken.
    """
    if not is_signed(signing_secret, headers, body, now=time.time() if now is None else now):
        return 401, "", {}
    if not _well_formed(headers, body):
        return 400, "", {}
    response = await app.async_dispatch(AsyncBoltRequest(body=body.decode(), headers=dict(headers)))
    return response.status, response.body or "", dict(response.first_headers_without_set_cookie())


def is_signed(signing_secret: str, headers: Mapping[str, str], body: bytes, *, now: float) -> bool:
    """Whether Slack signed `body` within the last five minutes."""
    lower = {k.lower(): v for k, v in headers.items()}
    stamp, signature = lower.get("x-slack-request-timestamp", ""), lower.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdigit()) or len(stamp) > 12 or abs(now - int(stamp)) > CLOCK_SKEW:
        return False
    expected = "v0=" + hmac.new(signing_secret.encode(), f"v0:{stamp}:".encode() + body, sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def _well_formed(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the body is text, and JSON where it says so, within bounds."""
    if len(body) > LARGEST_BODY:
        return False
    kind = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
    try:
        text = body.decode()
        return not kind.startswith("application/json") or isinstance(json.loads(text), dict)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return False
