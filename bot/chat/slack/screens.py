"""Opens modals and renews them: what is shown for a moment, not posted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.chat.slack import form, views
from bot.chat.slack.form import SubscribeForm
from bot.chat.slack.handling import Handling
from bot.commands.desk import Asker
from bot.commands.subscribing import understood
from bot.errors import BotError, CommandError
from bot.subscription import Channel, Platform

PROMPTS = [
    {"title": "The newest briefings", "message": "/brief"},
    {"title": "What can I ask?", "message": "/brief help"},
    {"title": "Who doubts it?", "message": "Who doubts it, and why?"},
]
"""What the conversation with Kurir suggests to begin with; `config/slack-manifest.yaml` has the same."""
PAUSE = 0.3
"""Seconds without a key before a form is renewed: Slack reports every character."""

Body = Mapping[str, Any]


@dataclass(slots=True)
class Screens:
    """Modals, and what a conversation with Kurir suggests.

    Attributes:
        handling: knows the desk and Slack.
        sleep: waits.
    """

    handling: Handling
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _typing: dict[str, Body] = field(default_factory=dict)

    async def show_evidence(self, trigger: str, briefing: str) -> None:
        """Every line beside the sentences that it rests on."""
        try:
            view = views.evidence(await self.handling.desk.story(briefing))
        except BotError as error:
            view = views.notice(str(error))
        await self._open(trigger, view)

    async def show_question(self, body: Body, briefing: str) -> None:
        """One field for a question; it is answered in the thread of the message that has the button."""
        container, message = body.get("container") or {}, body.get("message") or {}
        thread = message.get("thread_ts") or container.get("message_ts")
        if container.get("is_ephemeral"):
            thread = container.get("thread_ts")
        channel = (body.get("channel") or {}).get("id", "")
        await self._open(body["trigger_id"], views.ask(briefing, channel, thread))

    async def show_form(self, trigger: str, user: str, channel: str) -> None:
        """The form of a new subscription of `channel`, in the person's own time zone."""
        tz = (await self.handling.people.about(user)).get("tz") or self.handling.desk.tz
        await self._open(trigger, await self._form(SubscribeForm(tz=tz), channel, user))

    async def edit(self, trigger: str, user: str, which: str) -> None:
        """The form of the subscription that `which` names: its number, and its channel."""
        number, _, channel = which.partition(" ")
        mine = await self.handling.desk.store.subscriptions.of_channel(Channel(Platform.SLACK, channel))
        found = next((s for s in mine if str(s.number) == number), None)
        if found is None:
            await self._open(trigger, views.notice("That subscription is no longer there."))
        else:
            await self._open(trigger, await self._form(SubscribeForm.of(found), channel, user))

    async def renew_form(self, body: Body) -> None:
        """Say again what is understood, once the person has stopped typing."""
        shown = body["view"]
        self._typing[shown["id"]] = body
        await self.sleep(PAUSE)
        if self._typing.get(shown["id"]) is not body:
            return
        del self._typing[shown["id"]]
        data = views.metadata_of(shown)
        filled = form.form_of(shown["state"]["values"], data)
        view = await self._form(filled, data["channel"], body["user"]["id"])
        await self.handling.chat.patiently("views.update", {"view_id": shown["id"], "view": view})

    async def suggest(self, where: Body) -> None:
        """Prompts to begin a conversation with."""
        await self.handling.chat.patiently(
            "assistant.threads.setSuggestedPrompts", {**where, "prompts": PROMPTS}
        )

    async def _form(self, filled: SubscribeForm, channel: str, user: str) -> views.View:
        desk = self.handling.desk
        asker = Asker(channel=Channel(Platform.SLACK, channel), user=user)
        lately: list[str] = []
        try:
            subscription = await desk.preview(filled.request(), asker)
            said = understood(subscription, desk.now())
            lately = await desk.lately(subscription)
        except CommandError as error:
            said = str(error)
        names = [source.title or source.address for source, _ in await desk.store.sources.all()]
        return form.view(filled, channel, said, lately=lately, sources=list(dict.fromkeys(names)))

    async def _open(self, trigger: str, view: views.View) -> None:
        await self.handling.chat.call("views.open", {"trigger_id": trigger, "view": view})
