"""A sample of the fault harness, `python -m benchmarks.faults`, and proof that it would see a fault."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sample() -> subprocess.CompletedProcess[str]:
    """What the harness says; a process of its own, since it forks."""
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.faults", "--sample"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_kills_at_moments_of_the_delivery_path_lose_nothing_and_double_nothing(
    sample: subprocess.CompletedProcess[str],
) -> None:
    """SIGKILL, over both platforms' stand-ins, which answer 429, 500, nothing, and drop connections."""
    assert sample.returncode == 0, sample.stdout + sample.stderr
    kills = re.search(r"(\d+) kills in all, clean", sample.stdout)
    assert kills
    assert int(kills[1]) >= 8


def test_the_harness_sees_a_message_that_comes_twice(sample: subprocess.CompletedProcess[str]) -> None:
    """With adapters that never find what they sent."""
    assert re.search(r"find nothing: .* [1-9]\d* twice", sample.stdout), sample.stdout + sample.stderr
