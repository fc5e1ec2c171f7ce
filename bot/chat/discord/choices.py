"""What is offered while somebody types: stories, sources, topics, time zones, subscriptions."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from bot.chat.discord import limits
from bot.chat.splitting import split
from bot.commands.desk import Desk
from bot.commands.subscribing import summary
from bot.store.briefings import ArchivedBriefing
from bot.subscription import Channel

Choice = tuple[str, str]
"""What it says, and its value."""
FIRST_ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Stockholm",
    "Europe/Berlin",
    "Europe/Kyiv",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)
"""Offered before anything is typed: one for each part of the world."""


async def stories(desk: Desk, typed: str) -> list[Choice]:
    """The newest briefings, or those that match what is typed; the value is the briefing's id."""
    found: list[ArchivedBriefing] = []
    if typed.strip():
        found = await desk.store.briefings.search(typed, limit=limits.CHOICES)
    else:
        found = await desk.store.briefings.newest(limit=limits.CHOICES)
    return [(_short(_story(b)), str(b.id)) for b in found]


async def topics(desk: Desk, typed: str) -> list[Choice]:
    """What can be followed, for the last word being typed: topics and sources of this Kurir."""
    before, _, word = typed.rpartition(", ")
    head = f"{before}, " if before else ""
    known: dict[str, None] = {}
    for source, _ in await desk.store.sources.all():
        known |= {f"topic:{topic}": None for topic in source.topics}
        if source.title:
            known[f'source:"{source.title}"' if " " in source.title else f"source:{source.title}"] = None
    fitting = [
        k for k in sorted(known, key=lambda k: not k.startswith("topic")) if word.casefold() in k.casefold()
    ]
    typed_itself = [typed] if typed.strip() else []
    values = dict.fromkeys([*typed_itself, *(head + k for k in fitting)])
    return [(_short(v), v) for v in values if len(v) <= limits.CHOICE_TEXT][: limits.CHOICES]


def zones(typed: str) -> list[Choice]:
    """Time zones that contain what is typed, the common ones first."""
    wanted = typed.strip().casefold().replace(" ", "_")
    names = [*FIRST_ZONES, *_zones()] if wanted else FIRST_ZONES
    found = dict.fromkeys(n for n in names if wanted in n.casefold())
    return [(n, n) for n in list(found)[: limits.CHOICES]]


async def subscriptions(desk: Desk, channel: Channel) -> list[Choice]:
    """The channel's subscriptions by number."""
    mine = await desk.store.subscriptions.of_channel(channel)
    return [(_short(summary(s, desk.now())), str(s.number)) for s in mine][: limits.CHOICES]


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(z for z in available_timezones() if "/" in z))


def _story(archived: ArchivedBriefing) -> str:
    return (
        f"{archived.briefing.headline} · {archived.outlet}" if archived.outlet else archived.briefing.headline
    )


def _short(text: str) -> str:
    """Within the limit, and never empty."""
    text = " ".join(text.split()) or "…"
    size = limits.CHOICE_TEXT if text.isascii() else limits.CHOICE_TEXT // 2
    return text if len(text) <= size else next(split(text, size - 1)).rstrip() + "…"
