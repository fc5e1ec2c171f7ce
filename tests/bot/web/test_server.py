"""The server inside the bot's own event loop."""

from __future__ import annotations

import socket
from pathlib import Path

import aiohttp
import pytest
from webdata import web_settings

from bot.errors import BotError
from bot.metrics import Metrics
from bot.store import Store
from bot.web.app import create_app
from bot.web.server import WebServer


async def test_it_serves_until_it_is_stopped(archive: Store, tmp_path: Path) -> None:
    """And gives the port back."""
    app = create_app(archive, web_settings(tmp_path), metrics=Metrics())
    server = WebServer(app, "127.0.0.1:0")
    assert server.ready() == "does not listen"
    await server.start()
    async with aiohttp.ClientSession() as session:
        response = await session.get(f"http://127.0.0.1:{server.port}/healthz")
        assert await response.json() == {"status": "ok"}
    assert server.ready() is None
    await server.stop()
    with socket.socket() as again:
        again.bind(("127.0.0.1", server.port))


async def test_a_taken_address_is_said(archive: Store, tmp_path: Path) -> None:
    """One sentence that names the setting."""
    app = create_app(archive, web_settings(tmp_path), metrics=Metrics())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BotError, match=r"\[web\] listen: 127\.0\.0\.1:\d+ cannot be listened on"):
            await WebServer(app, f"127.0.0.1:{taken.getsockname()[1]}").start()
