"""No request goes where it should not: which addresses Kurir may connect to, and the connector that obeys.

Three rings, so that one mistake is not enough: `check_url` judges the written address before anything
is looked up; `GuardedResolver` judges every answer of the name server; `guarded_connector` judges the
very address the socket is about to connect to, so a name that resolves differently a moment later
(rebinding) gains nothing. Redirects pass `check_url` hop by hop (see ``http``).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aiohttp import TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from summarizer.errors import RefusedAddressError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PORTS = {"http": 80, "https": 443}
"""The schemes that are fetched, each with the only port that needs no allow-list entry."""

LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "corp", "private")
"""Names under these never stand for a public site (RFC 6761, 6762, 8375, ICANN's reserved ones)."""

CLOSED: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "a private network"),
    ("100.64.0.0/10", "a carrier's internal network"),
    ("127.0.0.0/8", "this machine"),
    ("168.63.129.16/32", "a cloud's metadata service"),
    ("169.254.0.0/16", "a link-local or metadata address"),
    ("172.16.0.0/12", "a private network"),
    ("192.0.0.0/24", "a reserved network"),
    ("192.0.2.0/24", "a documentation network"),
    ("192.31.196.0/24", "a reserved network"),
    ("192.52.193.0/24", "a reserved network"),
    ("192.88.99.0/24", "a 6to4 relay"),
    ("192.168.0.0/16", "a private network"),
    ("192.175.48.0/24", "a reserved network"),
    ("198.18.0.0/15", "a benchmarking network"),
    ("198.51.100.0/24", "a documentation network"),
    ("203.0.113.0/24", "a documentation network"),
    ("224.0.0.0/4", "a multicast address"),
    ("240.0.0.0/4", "a reserved network"),
    ("::/96", "this machine or an IPv4 address in disguise"),
    ("::ffff:0:0/96", "an IPv4 address in disguise"),
    ("::ffff:0:0:0/96", "an IPv4 address in disguise"),
    ("64:ff9b::/96", "an IPv4 address behind NAT64"),
    ("64:ff9b:1::/48", "an IPv4 address behind NAT64"),
    ("100::/64", "a discard-only network"),
    ("2001::/23", "a Teredo or otherwise reserved network"),
    ("2001:db8::/32", "a documentation network"),
    ("2002::/16", "an IPv4 address behind 6to4"),
    ("3fff::/20", "a documentation network"),
    ("5f00::/16", "a segment-routing network"),
    ("fc00::/7", "a private network"),
    ("fe80::/10", "a link-local address"),
    ("fec0::/10", "a private network"),
    ("ff00::/8", "a multicast address"),
)
"""IANA's special-purpose registries for IPv4 and IPv6, and addresses that clouds keep for themselves."""

_CLOSED = tuple((ipaddress.ip_network(net), what) for net, what in CLOSED)
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x20\x7f-\x9f\\\s\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Opening:
    """One entry of the allow-list: a host name or a network, with one port or any.

    Attributes:
        host: lower-case name without a trailing dot, or None.
        network: addresses, or None.
        port: the only port it opens; None opens all.
    """

    host: str | None
    network: Network | None
    port: int | None


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be connected to besides the public web.

    Attributes:
        openings: the allow-list, for feeds on an intranet.
    """

    openings: tuple[Opening, ...] = ()

    @classmethod
    def parse(cls, entries: tuple[str, ...]) -> Policy:
        """The policy of a list such as ``("wiki.corp", "10.1.0.0/16", "127.0.0.1:8080", "[::1]:80")``.

        Raises:
            ValueError: naming the entry that cannot be read.
        """
        return cls(tuple(_opening(entry) for entry in entries))

    def opens_host(self, host: str, port: int) -> bool:
        """Whether the name is on the allow-list, whatever it resolves to."""
        return any(o.host == host and o.port in (None, port) for o in self.openings)

    def opens_address(self, address: Address, port: int) -> bool:
        """Whether the address is on the allow-list."""
        return any(o.network and address in o.network and o.port in (None, port) for o in self.openings)


def _opening(entry: str) -> Opening:
    match = re.fullmatch(r"\[([^\]]+)\](?::(\d+))?|([^:]+):(\d+)|(.+)", entry.strip())
    if not match:
        raise ValueError(f"{entry!r} is neither a host name nor a network such as 10.1.0.0/16")
    host = match[1] or match[3] or match[5]
    port = int(match[2] or match[4] or 0) or None
    try:
        return Opening(None, ipaddress.ip_network(host, strict=False), port)
    except ValueError:
        if not re.fullmatch(r"[\w.-]+", host):
            raise ValueError(f"{entry!r} is neither a host name nor a network such as 10.1.0.0/16") from None
        return Opening((URL(f"http://{host}").raw_host or "").lower().rstrip("."), None, port)


def closed(address: Address) -> str | None:
    """What an address that is not on the public internet stands for; None for a public one."""
    for network, what in _CLOSED:
        if address.version == network.version and address in network:
            return what
    if address.version == 6 and address not in _GLOBAL_V6:
        return "a reserved network"
    return None


@lru_cache(maxsize=4096)
def check_url(url: str, policy: Policy = Policy()) -> URL:
    """The address as it will be asked for, without its fragment.

    Raises:
        RefusedAddressError: it names a place that Kurir never connects to; the cause says which.
    """
    if len(url) > 4096:
        raise RefusedAddressError(url[:80] + "…", "the address is longer than 4,096 characters")
    if _ODD.search(url):
        raise RefusedAddressError(_shown(url), "the address holds blanks, backslashes or control characters")
    try:
        parsed = URL(url).with_fragment(None)
        scheme, host, port = parsed.scheme, parsed.raw_host or "", parsed.port
    except (ValueError, TypeError, UnicodeError):
        raise RefusedAddressError(_shown(url), "this is not a valid web address") from None
    if cause := _scheme_cause(parsed, scheme, host) or _host_cause(host.lower().rstrip("."), port, policy):
        raise RefusedAddressError(_shown(url), cause)
    return parsed


def _scheme_cause(url: URL, scheme: str, host: str) -> str | None:
    if scheme not in PORTS:
        return "only http and https addresses are fetched"
    if not host:
        return "the address names no host"
    if url.raw_user is not None or url.raw_password is not None or "@" in url.raw_authority:
        return "an address with a user name or password is not fetched"
    return None


def _host_cause(host: str, port: int | None, policy: Policy) -> str | None:
    if port is None or not 0 < port < 65536:
        return "the address names an impossible port"
    if policy.opens_host(host, port):
        return None
    if "%" in host or not host:
        return "the address names no host that Kurir can check"
    address = _literal(host)
    if address is not None and policy.opens_address(address, port):
        return None
    if port not in PORTS.values():
        return f"port {port} is not one that web pages use; an administrator can allow it"
    if address is not None:
        what = closed(address)
        return what and f"the address points to {what}; an administrator can allow it"
    if _NUMBER.fullmatch(host.rpartition(".")[2]):  # "ends in a number", as browsers decide it
        return "the host is a number in disguise; write it as four plain numbers"
    if any(host == name or host.endswith("." + name) for name in LOCAL_NAMES) or "." not in host:
        return f"{host} is a name inside a private network; an administrator can allow it"
    return None


def _literal(host: str) -> Address | None:
    """The address that `host` is written as, in the one canonical way; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _shown(url: str) -> str:
    """`url` fit for a message: no credentials, no control characters, not endless."""
    url = re.sub(r"(?<=//)[^/?#\s]*@", "", url)
    return _ODD.sub("?", url)[:200]


class GuardedResolver(AbstractResolver):
    """Looks names up and refuses the whole answer if any address of it is closed.

    A mixed answer (one public address, one private) is an attack or a mistake; picking the good one
    would leave the choice to whoever wrote the answer.
    """

    def __init__(self, inner: AbstractResolver, policy: Policy) -> None:
        self._inner = inner
        self._policy = policy
        self.opened: set[tuple[str, int]] = set()
        """Addresses and ports of allow-listed names, which the socket may connect to though closed."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        answers = await self._inner.resolve(host, port, family)
        if self._policy.opens_host(host.lower().rstrip("."), port):
            self.opened |= {(str(ipaddress.ip_address(_bare(a["host"]))), port) for a in answers}
            return answers
        for answer in answers:  # a name that is not on the list gains nothing from one that is
            if cause := self._cause(ipaddress.ip_address(_bare(answer["host"])), port):
                raise RefusedAddressError(host, cause)
        return answers

    def cause(self, host: str, port: int) -> str | None:
        """Why `host`, an address, is not connected to; None if it may be."""
        address = ipaddress.ip_address(_bare(host))
        return None if (str(address), port) in self.opened else self._cause(address, port)

    def _cause(self, address: Address, port: int) -> str | None:
        if self._policy.opens_address(address, port):
            return None
        what = closed(address)
        return what and f"its name leads to {what}; an administrator can allow it"

    async def close(self) -> None:
        await self._inner.close()


def _bare(host: str) -> str:
    return host.partition("%")[0]


def guarded_connector(resolver: GuardedResolver, **options: Any) -> TCPConnector:
    """A connector whose every socket passes the guard at the moment it is opened."""

    def open_socket(info: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:
        family, kind, proto, _, (host, port, *_) = info
        if cause := resolver.cause(host, port):
            raise RefusedAddressError(str(host), cause)
        return socket.socket(family, kind, proto)

    return TCPConnector(resolver=resolver, socket_factory=open_socket, **options)
