"""A sample of the fault harness, `python -m benchmarks.faults`, and proof that it would see a fault."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def harness(option: str) -> tuple[int, str]:
    """Its exit code and what it says; a process of its own, since it forks."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.faults", option],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_kills_at_moments_of_the_delivery_path_lose_nothing_and_double_nothing() -> None:
    """SIGKILL, over both platforms' stand-ins, which answer 429, 500, nothing, and drop connections."""
    code, said = harness("--small")
    assert code == 0, said
    assert sum(int(n) for n in re.findall(r"(\d+) kills over", said)) >= 12


def test_the_harness_sees_a_message_that_comes_twice() -> None:
    """With adapters that never find what they sent."""
    code, said = harness("--blind")
    assert code == 1
    assert re.search(r"[1-9]\d* twice", said), said
