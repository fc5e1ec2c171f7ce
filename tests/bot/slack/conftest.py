"""Kurir's whole Slack side against the stand-in Slack: real Bolt, real SDK, real store."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from fakes.slack_server import SlackServer
from fakes.slack_team import Team, open_team

from bot.store import open_store


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def team(slack: SlackServer, sqlite_store_url: str) -> AsyncIterator[Team]:
    async with await open_store(sqlite_store_url) as store, open_team(slack, store) as team:
        yield team
