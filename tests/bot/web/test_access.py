"""Who may see what."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.web.access import Access, Door, Links, load_key, sign

KEY = b"k" * 32
LOCAL = Door(host="127.0.0.1", key=KEY)
PUBLIC = Door(host="0.0.0.0", key=KEY, token="t0ken", proxy_header="x-user")  # noqa: S104 - a rule, not a socket
HERE = {"host": "127.0.0.1:8321"}


def basic(text: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(text.encode()).decode()}


@pytest.mark.parametrize(
    ("door", "headers", "access"),
    [
        (LOCAL, HERE, Access.ALL),
        (LOCAL, {"host": "localhost"}, Access.ALL),
        (Door(host="[::1]", key=KEY), {"host": "[::1]:8321"}, Access.ALL),
        (LOCAL, {"host": "rebound.example.com"}, Access.NONE),
        (LOCAL, {"host": "127.0.0.1.example.com:8321"}, Access.NONE),
        (LOCAL, {}, Access.NONE),
        (LOCAL, HERE | {"x-forwarded-for": "192.0.2.1"}, Access.NONE),
        (LOCAL, HERE | {"forwarded": ""}, Access.NONE),
        (Door(host="127.0.0.1", key=KEY, token="t0ken"), HERE, Access.NONE),
        (Door(host="127.0.0.1", key=KEY, proxy_header="x-user"), HERE, Access.NONE),
        (Door(host="127.0.0.1", key=KEY, url="https://kurir.example.com"), HERE, Access.NONE),
        (Door(host="127.0.0.1", key=KEY, url="http://127.0.0.1:8321"), HERE, Access.ALL),
        (PUBLIC, HERE, Access.NONE),
        (PUBLIC, {"authorization": "Bearer t0ken"}, Access.ALL),
        (PUBLIC, {"authorization": "Bearer wrong"}, Access.NONE),
        (PUBLIC, basic("anyone:t0ken"), Access.ALL),
        (PUBLIC, basic("t0ken:"), Access.NONE),
        (PUBLIC, {"authorization": "Basic ???"}, Access.NONE),
        (PUBLIC, {"authorization": "Digest t0ken"}, Access.NONE),
        (PUBLIC, {"x-user": "maria"}, Access.ALL),
        (PUBLIC, {"x-user": " "}, Access.NONE),
        (Door(host="192.0.2.7", key=KEY), {"authorization": "Bearer "}, Access.NONE),
        (Door(host="192.0.2.7", key=KEY), {"x-user": "maria", "": "x"}, Access.NONE),
    ],
)
def test_what_opens_everything(door: Door, headers: dict[str, str], access: Access) -> None:
    """This machine by its own name, the token, the proxy's header; nothing that is not configured."""
    assert door.access(headers, None, "") is access


def test_a_signed_link_opens_one_briefing() -> None:
    """And no other, nor with a changed signature, nor under another key."""
    signature = sign(KEY, 7)
    assert PUBLIC.access({}, 7, signature) is Access.ONE
    assert PUBLIC.access({}, 8, signature) is Access.NONE
    assert PUBLIC.access({}, None, signature) is Access.NONE
    assert PUBLIC.access({}, 7, signature[:-1]) is Access.NONE
    assert PUBLIC.access({}, 7, "") is Access.NONE
    assert PUBLIC.access({}, 7, "\ud800ü") is Access.NONE
    assert Door(host="", key=b"other").access({}, 7, signature) is Access.NONE


def test_links_in_messages_carry_the_signature() -> None:
    """So that they open without a sign-in."""
    links = Links("https://kurir.example.com", KEY)
    assert links.page("7") == f"https://kurir.example.com/b/7?k={sign(KEY, 7)}"


def test_the_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    """Links stay valid over restarts, and nobody else on the machine can make any."""
    key = load_key(tmp_path / "data")
    assert len(key) == 32
    assert load_key(tmp_path / "data") == key
    assert (tmp_path / "data" / "web.key").stat().st_mode & 0o077 == 0


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    """Whole, however early it is read: with half of it, links would be void a moment later."""
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(load_key, [tmp_path / "data"] * 64))
    assert len(keys) == 1
    assert [f.name for f in (tmp_path / "data").iterdir()] == ["web.key"]


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"check its folder"):
        load_key(tmp_path / "file")
