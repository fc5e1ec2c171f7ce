"""What the soak calls wrong: it must see it."""

from __future__ import annotations

from datetime import UTC, datetime

from benchmarks.soak import growth, log_errors, missing
from bot.outbox.delivery import Delivery, planned
from bot.subscription import Channel

SLOT = datetime(2026, 11, 23, 8, tzinfo=UTC)
DIGEST = "slot 2026-11-23T08:00"


def delivery(channel: str, occasion: str) -> Delivery:
    return planned(Channel.from_key(channel), occasion, (), now=SLOT, subscription="s")


def test_a_channel_that_lacks_what_its_neighbours_got_and_a_digest_that_was_due() -> None:
    whole = [delivery(c, "story 1") for c in ("slack:C1", "discord:1")]
    whole += [delivery(c, DIGEST) for c in ("slack:C1050", "discord:1050")]
    assert missing(whole, [SLOT]) == []
    assert missing([*whole, delivery("slack:C1", "story 2")], [SLOT]) == ["discord:1 story 2"]
    assert missing(whole[:-1], [SLOT]) == [f"discord:1050 {DIGEST}"]


def test_a_traceback_in_the_log_and_one_that_nobody_caught() -> None:
    told = log_errors(
        '{"event": "delivery_failed", "level": "error"}\n{"event": "x", "level": "error", "exception": "E"}\n'
        "Traceback (most recent call last):\n"
    )
    assert (told.known.total(), told.unhandled.total()) == (1, 2)


def test_memory_that_grows_after_warm_up() -> None:
    steady = [(float(n), 100 if n > 30 else n) for n in range(101)]
    assert growth(steady) == 0
    assert growth([(at, size + int(at)) for at, size in steady]) > 0.2
