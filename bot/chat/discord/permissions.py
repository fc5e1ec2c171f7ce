"""What Kurir must be allowed in a channel, and what it is allowed there. Pure.

https://docs.discord.com/developers/topics/permissions
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

ADMINISTRATOR = 1 << 3
EVERYTHING = (1 << 60) - 1
NEEDED: Mapping[str, int] = {
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""In every channel that follows something."""


def missing(allowed: int) -> list[str]:
    """Names of what Kurir needs and `allowed` does not hold."""
    return [name for name, bit in NEEDED.items() if not allowed & bit]


def allowed(
    channel: Mapping[str, Any], roles: Sequence[Mapping[str, Any]], mine: Collection[str], me: str
) -> int:
    """What a member may in a channel.

    Args:
        channel: as Discord describes it, with its overwrites.
        roles: of the server; the one with the server's id is everybody's.
        mine: ids of the member's roles.
        me: id of the member.
    """
    everybody = str(channel["guild_id"])
    held = {everybody, *mine}
    bits = 0
    for role in roles:
        if role["id"] in held:
            bits |= int(role["permissions"])
    if bits & ADMINISTRATOR:
        return EVERYTHING
    overwrites = channel.get("permission_overwrites", ())
    for whom in ({everybody}, set(mine), {me}):
        bits = _overwritten(bits, [o for o in overwrites if o["id"] in whom])
    return bits


def _overwritten(bits: int, overwrites: Iterable[Mapping[str, Any]]) -> int:
    deny = allow = 0
    for overwrite in overwrites:
        deny |= int(overwrite["deny"])
        allow |= int(overwrite["allow"])
    return bits & ~deny | allow
