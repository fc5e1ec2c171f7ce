"""No stray environment, no connection to anything but this machine, and no test fails for being slow."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("kurir", deadline=None)
settings.load_profile("kurir")

VARIABLES = ("KURIR_", "SLACK_", "DISCORD_", "OPENAI_")


class OutsideConnectionError(AssertionError):
    """A test tried to reach another machine."""


def _check(address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else None
    if host is None:  # a Unix socket
        return
    if host == "localhost":
        return
    try:
        local = ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        local = False
    if not local:
        raise OutsideConnectionError(f"a test tried to connect to {host!r}")


_connect, _connect_ex, _sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
_getaddrinfo = socket.getaddrinfo


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _check(address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _check(address)
    return _connect_ex(self, address)


def _guarded_sendto(self: socket.socket, data: Any, *rest: Any) -> int:
    _check(rest[-1])
    return _sendto(self, data, *rest)


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    """Names are not looked up either: a look-up is traffic."""
    if host not in (None, "", "localhost", b"localhost"):
        name = host.decode() if isinstance(host, bytes) else host
        try:
            ipaddress.ip_address(name.partition("%")[0])
        except ValueError:
            raise OutsideConnectionError(f"a test tried to look up {name!r}") from None
    return _getaddrinfo(host, *args, **kwargs)


@pytest.fixture(autouse=True, scope="session")
def no_outside_connections() -> Iterator[None]:
    """Refuse, at the socket, every connection that leaves this machine."""
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _guarded_connect)
    patch.setattr(socket.socket, "connect_ex", _guarded_connect_ex)
    patch.setattr(socket.socket, "sendto", _guarded_sendto)
    patch.setattr(socket, "getaddrinfo", _guarded_getaddrinfo)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Remove what a developer's shell may have set, and keep data away from the user's own folder."""
    for name in list(os.environ):
        if name.startswith(VARIABLES):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KURIR_DATA", str(tmp_path_factory.mktemp("data")))
