"""Who may see what: pure decisions about a request, and links that open one briefing without a sign-in."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import ipaddress
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import StoreError

KEY_FILE = "web.key"
SIGNATURE = 22
"""Characters of a signature: 128 bits in base64."""

HERE = "http://localhost"
PROXY_HEADERS = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


class Access(Enum):
    """What a request may see."""

    ALL = "all"
    ONE = "one"  # the briefing whose signed link it came by
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Door:
    """The rules of one server.

    Attributes:
        host: address that it listens on.
        url: address under which readers reach it, if that was configured.
        key: signs links.
        token: opens everything, as a bearer token or as the password of a sign-in.
        proxy_header: a header (lower case) that opens everything when a reverse proxy set it; empty: none.
    """

    host: str
    key: bytes
    url: str = ""
    token: str | None = None
    proxy_header: str = ""

    def access(self, headers: Mapping[str, str], briefing: int | None, signature: str) -> Access:
        """What a request with `headers` (lower case) may see; `briefing` is the one that it asks for."""
        if self._is_local(headers) or self._is_signed_in(headers):
            return Access.ALL
        if briefing is not None and hmac.compare_digest(
            signature.encode("utf-8", "replace"), sign(self.key, briefing).encode()
        ):
            return Access.ONE
        return Access.NONE

    def _is_local(self, headers: Mapping[str, str]) -> bool:
        """Asked on this machine, with nothing configured that says who else may come.

        A reverse proxy's requests come from this machine too, and not every proxy says that it is one:
        so a public address, a token or a proxy's header ends the trust. And the name asked for must be
        local: a page elsewhere whose name was made to mean this machine (DNS rebinding) says its own.
        """
        if self.token or self.proxy_header or not is_loopback(urlsplit(self.url or HERE).hostname or ""):
            return False
        local = is_loopback(self.host) and is_loopback(_host(headers.get("host", "")))
        return local and not any(h in headers for h in PROXY_HEADERS)

    def _is_signed_in(self, headers: Mapping[str, str]) -> bool:
        if self.proxy_header and headers.get(self.proxy_header, "").strip():
            return True
        if not self.token:
            return False
        given = _given(headers.get("authorization", ""))
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of evidence pages for chat messages: whoever may read the message may read the page.

    Attributes:
        url: `[web] url`.
        key: signs them.
    """

    url: str
    key: bytes

    def page(self, briefing: str) -> str:
        """The address that opens the briefing with that id and nothing else."""
        return f"{self.url}/b/{briefing}?k={sign(self.key, int(briefing))}"


def sign(key: bytes, briefing: int) -> str:
    """The signature under which a link opens `briefing`."""
    mac = hmac.digest(key, f"briefing {briefing}".encode(), "sha256")
    return base64.urlsafe_b64encode(mac)[:SIGNATURE].decode()


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or an address, is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load_key(folder: Path) -> bytes:
    """The key of signed links, made at first use; deleting its file makes all earlier links void.

    Raises:
        StoreError: the data folder cannot be written.
    """
    file = folder / KEY_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            handle, made = tempfile.mkstemp(dir=folder)  # mode 600
            with os.fdopen(handle, "wb") as out:
                out.write(secrets.token_bytes(32))
            with contextlib.suppress(FileExistsError):  # another process made one in the meantime
                os.link(made, file)
            Path(made).unlink()
        return file.read_bytes()
    except OSError as error:
        raise StoreError(
            f"the key of signed links {file} cannot be kept ({error.strerror}); check its folder"
        ) from error


def _host(header: str) -> str:
    """The host of a Host header, without its port."""
    return header.rpartition(":")[0] if header.rpartition(":")[2].isdigit() else header


def _given(authorization: str) -> str:
    """The token of an Authorization header: the bearer token, or the password of a basic sign-in."""
    kind, _, value = authorization.partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode("utf-8", "replace").partition(":")[2]
    except binascii.Error:
        return ""
