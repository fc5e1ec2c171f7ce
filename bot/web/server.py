"""Serves the application in the event loop of `kurir run`. Only importer of uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.errors import BotError


class _Server(uvicorn.Server):
    """uvicorn, which leaves the process's signals to whoever runs the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, listen: str) -> AsyncIterator[int]:
    """Serve `app` at `listen` (HOST:PORT; port 0 takes any free one) inside the block; gives the port.

    Raises:
        BotError: the address cannot be listened on.
    """
    sock = _bind(listen)
    # No access log: addresses hold the signatures of links.
    config = uvicorn.Config(app, access_log=False, log_config=None, lifespan="off", server_header=False)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[sock]))
    try:
        yield sock.getsockname()[1]
    finally:
        server.should_exit = True
        await task


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
