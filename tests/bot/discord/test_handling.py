"""Answering an interaction when Discord does not take the answer at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from fakes.discord_team import Office

from bot.chat.discord.client import DiscordChat
from bot.chat.discord.handling import ATTEMPTS, FOLLOW_UPS
from bot.chat.discord.render import render
from bot.chat.discord.requests import Request
from bot.content import Notice
from bot.errors import TryLater
from bot.outbox.delivery import Delivery


@dataclass
class BusyApi:
    """Asks to wait `busy` times, then takes what it is given."""

    busy: int
    taken: list[Any] = field(default_factory=list)

    async def call(self, method: str, path: str, body: Any = None, *, query: Any = None) -> Any:
        if self.busy:
            self.busy -= 1
            raise TryLater("Discord asks to wait", retry_after=0)
        self.taken.append((method, path, body))
        return {"id": "1"}

    async def close(self) -> None:
        """There is no connection."""


@pytest.mark.parametrize(("busy", "late"), [(ATTEMPTS - 1, False), (ATTEMPTS, True)])
async def test_an_answer_waits_its_turn_and_else_comes_as_a_direct_message(
    office: Office, busy: int, late: bool
) -> None:
    api, planned = BusyApi(busy), list[Delivery]()

    async def post(delivery: Delivery) -> None:
        planned.append(delivery)

    handling = replace(office.handling, chat=DiscordChat(api), post=post)
    await handling.handle(
        Request(key="k", text="help", user="42", channel="10000", token="t", application="1")
    )
    assert [d.channel.id for d in planned] == (["@42"] if late else [])
    assert len(api.taken) == (0 if late else 1)


async def test_what_is_too_long_for_one_interaction_says_that_there_is_more(office: Office) -> None:
    """A user-installed app may answer five times."""
    api = BusyApi(0)
    handling = replace(office.handling, chat=DiscordChat(api))
    request = Request(key="k", user="42", channel="10000", token="t", application="1")
    parts = render(Notice(text="word " * 6_000))
    assert len(parts) > FOLLOW_UPS
    await handling._privately(request, parts)
    assert len(api.taken) == FOLLOW_UPS
    assert "There is more" in str(api.taken[-1])
