"""Serves the application in the event loop of `kurir run`. Only importer of uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.errors import BotError


class _Server(uvicorn.Server):
    """uvicorn, which leaves the process's signals to whoever runs the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebServer:
    """The service of an application at `listen`, HOST:PORT; port 0 takes any free one."""

    name = "web"

    def __init__(self, app: ASGIApp, listen: str) -> None:
        # No access log: addresses hold the signatures of links.
        config = uvicorn.Config(app, access_log=False, log_config=None, lifespan="off", server_header=False)
        self._server = _Server(config)
        self._listen = listen
        self._task: asyncio.Task[None] | None = None
        self.port = 0

    async def start(self) -> None:
        """Listen, and serve from then on.

        Raises:
            BotError: the address cannot be listened on.
        """
        sock = _bind(self._listen)
        self.port = sock.getsockname()[1]
        self._task = asyncio.create_task(self._server.serve(sockets=[sock]))

    async def stop(self) -> None:
        """Finish what is being answered, and give the port back."""
        self._server.should_exit = True
        if self._task:
            await self._task

    def ready(self) -> str | None:
        return None if self._task and not self._task.done() else "does not listen"


def _bind(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, since asyncio turns Nagle's 40 ms delay off only for sockets that say so.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, int(port)))
        sock.listen(128)  # from here on nobody is turned away, also before uvicorn has started
    except (OSError, OverflowError) as error:
        sock.close()
        raise BotError(
            f"[web] listen: {listen} cannot be listened on ({error}); free it or choose another"
        ) from error
    return sock
