"""What `kurir doctor` finds out, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """What was found out about one thing.

    Attributes:
        name: what was looked at.
        ok: whether it works.
        detail: what was found, one sentence.
        fix: what to do, one sentence; empty where nothing is wrong.
    """

    name: str
    ok: bool
    detail: str
    fix: str = ""
