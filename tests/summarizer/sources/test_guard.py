"""No request goes where it should not."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from servers import LoopbackServer, NameServer

from summarizer.errors import FetchError, RefusedAddressError
from summarizer.sources.guard import GuardedResolver, Policy, check_url, closed, guarded_connector
from summarizer.sources.http import Fetcher, Limits

QUICK = Limits(total=5, connect=2, read=2, delay=0)
PUBLIC = "93.184.215.14"

TRICKS = """
http://127.0.0.1:{port}/
http://127.0.0.1/
http://127.1/
http://127.0.1/
http://127.255.255.254/
http://2130706433/
http://0x7f000001/
http://0x7f.0.0.1/
http://0x7F.1/
http://0177.0.0.1/
http://017700000001/
http://0177.0x0.0.1/
http://127.0.0.01/
http://127.0.0.1./
http://127.0.0.1.:{port}/
http://0/
http://0.0.0.0/
http://0.0.0.0:{port}/
http://00000000.0/
http://[::1]:{port}/
http://[::1]/
http://[::]/
http://[0:0:0:0:0:0:0:1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::ffff:0:127.0.0.1]/
http://[::127.0.0.1]/
http://[64:ff9b::7f00:1]/
http://[64:ff9b::127.0.0.1]/
http://[64:ff9b:1::7f00:1]/
http://[2002:7f00:1::]/
http://[2002:a00:1::1]/
http://[2001:0:7f00:1::]/
http://[2001:db8::1]/
http://[fe80::1]/
http://[fe80::1%25lo]/
http://[fe80::1%eth0]/
http://[fc00::1]/
http://[fd00:ec2::254]/
http://[fec0::1]/
http://[ff02::1]/
http://[100::1]/
http://[4000::1]/
http://10.0.0.1/
http://10.255.255.255/
http://172.16.0.1/
http://172.31.255.255/
http://192.168.0.1/
http://192.0.0.192/
http://169.254.169.254/latest/meta-data/
http://169.254.169.254:80/
http://2852039166/
http://0xa9fea9fe/
http://0251.0376.0251.0376/
http://100.64.0.1/
http://100.100.100.200/
http://168.63.129.16/
http://198.18.0.1/
http://192.0.2.1/
http://198.51.100.7/
http://203.0.113.9/
http://224.0.0.1/
http://240.0.0.1/
http://255.255.255.255/
http://localhost:{port}/
http://LOCALHOST/
http://localhost./
http://a.localhost/
http://printer.local/
http://metadata.google.internal/
http://router.lan/
http://intranet/
http://①②⑦.⓪.⓪.①/
http://127。0。0。1/
http://１２７.0.0.1/
http://%31%32%37.0.0.1/
http://127.0.0.1%00.example.com/
http://127.0.0.1%2f@example.com/
http://user@example.com/
http://user:secret@example.com/
http://:@example.com/
http://example.com@127.0.0.1:{port}/
http://127.0.0.1:{port}#@example.com/
http://127.0.0.1:{port}\\@example.com/
http://example.com\\@127.0.0.1:{port}/
http:\\\\127.0.0.1:{port}/
http:/127.0.0.1:{port}/
http:127.0.0.1:{port}/
http:///127.0.0.1:{port}/
//127.0.0.1:{port}/
127.0.0.1:{port}
http://example.com:22/
http://example.com:25/
http://example.com:6379/
http://example.com:0/
http://example.com:65536/
http://example.com:{port}/
http://example.com:80:{port}/
ftp://example.com/
file:///etc/passwd
file://localhost/etc/passwd
gopher://127.0.0.1:{port}/
dict://127.0.0.1:{port}/
data:text/html,hello
javascript:alert(1)
jar:http://127.0.0.1!/
ws://127.0.0.1:{port}/
unix:///var/run/docker.sock
http+unix://%2Fvar%2Frun%2Fdocker.sock/
http://
http://./
http://../
http://[::1
http://[127.0.0.1]/
http://exam\tple.com/
http://exa mple.com/
http://example.com\u200b.127.0.0.1/
""".strip("\n").split("\n")
TRICKS.append("http://127.0.0.1\n:{port}/")


def _plain(trick: str, port: int) -> str:
    return trick.replace("{port}", str(port))


@pytest.fixture
async def canary() -> AsyncIterator[LoopbackServer]:
    """A server that must never see a request."""
    async with LoopbackServer({"/": b"canary"}) as server:
        yield server


def test_the_harness_refuses_other_machines_before_any_case_runs() -> None:
    """A guard that fails must reach nobody: the socket itself refuses."""
    with socket.socket() as s, pytest.raises(AssertionError, match="a test tried to"):
        s.connect((PUBLIC, 80))
    with pytest.raises(AssertionError, match="a test tried to"):
        socket.getaddrinfo("example.com", 80)


def test_there_are_more_than_sixty_tricks() -> None:
    """The issue asks for over 60."""
    assert len(set(TRICKS)) > 100


@pytest.mark.parametrize("trick", TRICKS)
async def test_a_trick_is_refused_with_one_sentence(trick: str, canary: LoopbackServer) -> None:
    """Nothing is looked up and nothing is sent."""
    names = NameServer({})
    url = _plain(trick, canary.port)
    async with Fetcher(limits=QUICK, resolver=names) as fetcher:
        with pytest.raises(RefusedAddressError) as caught:
            await fetcher.fetch(url)
    assert canary.seen == []
    assert names.asked == []
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
    assert len(caught.value.cause) > 10


@pytest.mark.parametrize("trick", [t for t in TRICKS if t.startswith(("http://", "ftp", "file", "gopher"))])
async def test_a_redirect_to_a_trick_is_refused(trick: str, canary: LoopbackServer) -> None:
    """Every hop is checked like the first one; the server that redirects is allow-listed by its port."""
    target = _plain(trick, canary.port)

    def redirect(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": target.replace("\n", "").replace("\t", "")})

    async with LoopbackServer({"/feed": redirect}) as server:
        policy = Policy.parse((f"127.0.0.1:{server.port}",))
        async with Fetcher(limits=QUICK, policy=policy, resolver=NameServer({})) as fetcher:
            with pytest.raises(FetchError):
                await fetcher.fetch(server.url("/feed"))
    assert canary.seen == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "100.64.1.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"],
)
async def test_a_name_that_leads_inside_is_refused(address: str, canary: LoopbackServer) -> None:
    """The answer of the name server is judged, also when it is mixed with a public address."""
    for answer in ([address], [PUBLIC, address], [address, PUBLIC]):
        async with Fetcher(limits=QUICK, resolver=NameServer({"evil.example.com": [answer]})) as fetcher:
            with pytest.raises(RefusedAddressError, match="its name leads to"):
                await fetcher.fetch("http://evil.example.com/")
    assert canary.seen == []


async def test_rebinding_gains_nothing(canary: LoopbackServer) -> None:
    """A name that is public when checked and private when connected to is stopped at the socket."""

    class Rebinding(GuardedResolver):
        async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET):  # type: ignore[no-untyped-def]
            return await self._inner.resolve(host, port, family)  # as if the check had been passed

    names = NameServer({"evil.example.com": [["127.0.0.1"]]})
    resolver = Rebinding(names, Policy())
    async with ClientSession(connector=guarded_connector(resolver)) as session:
        with pytest.raises(RefusedAddressError):
            await session.get(f"http://evil.example.com:{canary.port}/")
    assert canary.seen == []


async def test_a_name_is_judged_again_at_every_look_up(canary: LoopbackServer) -> None:
    """Public the first time, this machine the second time."""
    names = NameServer({"evil.example.com": [[PUBLIC], ["127.0.0.1"]]})
    resolver = GuardedResolver(names, Policy())
    assert (await resolver.resolve("evil.example.com", 80))[0]["host"] == PUBLIC
    with pytest.raises(RefusedAddressError):
        await resolver.resolve("evil.example.com", 80)


async def test_the_allow_list_opens_exactly_what_it_names(canary: LoopbackServer) -> None:
    """A host, a network, a port: each opens itself and nothing beside it."""
    port = canary.port
    names = {"wiki.corp": [["127.0.0.1"]], "other.corp": [["127.0.0.1"]], "www.example.com": [["127.0.0.1"]]}
    policy = Policy.parse((f"wiki.corp:{port}",))
    async with Fetcher(limits=QUICK, policy=policy, resolver=NameServer(names)) as fetcher:
        assert (await fetcher.fetch(f"http://wiki.corp:{port}/")).body == b"canary"
        for url in (f"http://other.corp:{port}/", f"http://127.0.0.1:{port}/", "http://www.example.com/"):
            with pytest.raises(RefusedAddressError):
                await fetcher.fetch(url)
    async with Fetcher(limits=QUICK, policy=Policy.parse(("127.0.0.0/8",)), resolver=NameServer(names)) as f:
        assert (await f.fetch(canary.url())).body == b"canary"
        with pytest.raises(RefusedAddressError):
            await f.fetch(f"http://[::1]:{port}/")


async def test_a_name_gains_nothing_from_another_that_is_allowed(canary: LoopbackServer) -> None:
    """A name of the attacker's that leads to the address of an allow-listed one."""
    names = NameServer({"wiki.corp": [["127.0.0.1"]], "evil.example.com": [["127.0.0.1"]]})
    resolver = GuardedResolver(names, Policy.parse(("wiki.corp",)))
    assert await resolver.resolve("wiki.corp", 80)
    with pytest.raises(RefusedAddressError):
        await resolver.resolve("evil.example.com", 80)


def test_a_name_may_be_allowed_in_its_own_letters() -> None:
    policy = Policy.parse(("wiki.exämple",))
    assert check_url("http://wiki.exämple/", policy) == check_url("http://wiki.xn--exmple-cua/", policy)


@pytest.mark.parametrize("entry", ["", "http://wiki", "10.0.0.0/64", "a b"])
def test_a_wrong_allow_list_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match="neither a host name nor a network"):
        Policy.parse((entry,))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/feed.xml",
        "https://example.com:443/feed?x=1#top",
        "http://nyheter.exämple.com/å",
        "http://93.184.215.14/",
        "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
        "https://example.com./",
    ],
)
def test_the_public_web_is_open(url: str) -> None:
    assert "#" not in str(check_url(url))


def test_closed_agrees_with_the_standard_library_where_that_calls_an_address_private() -> None:
    """Nothing that Python knows to be private, loopback or reserved is taken for public."""
    for text in ("0.1.2.3", "10.1.1.1", "127.9.9.9", "172.20.1.1", "192.168.9.9", "169.254.1.1", "fd12::1"):
        assert ipaddress.ip_address(text).is_private
        assert closed(ipaddress.ip_address(text))
