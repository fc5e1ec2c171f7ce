"""Fuzzes everything that reads what strangers write, for as long as you like.

    python -m benchmarks.fuzz --minutes 10             every target for ten minutes
    python -m benchmarks.fuzz --minutes 2 --target gate --target feeds

Prints the smallest input that each target takes badly; exits 1 if there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))  # the strategies live with the tests
from fuzzing import TARGETS, Target

ROUND = 300
"""Examples between two looks at the clock."""


def fuzz(target: Target, seconds: float) -> tuple[int, str]:
    """Examples that were tried, and the traceback of the smallest that failed; empty if none did."""
    tried = 0

    def check(value: object) -> None:
        nonlocal tried
        tried += 1
        target.check(value)

    how = settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            seed(random.getrandbits(64))(how(given(target.inputs)(check)))()
        except BaseException:  # hypothesis gathers several failures in an ExceptionGroup
            return tried, traceback.format_exc()
    return tried, ""


def main() -> int:
    """Fuzz; 1 if something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=0.2, help="for each target")
    parser.add_argument("--target", action="append", choices=list(TARGETS))
    options = parser.parse_args()
    found = 0
    for name in options.target or TARGETS:
        tried, failure = fuzz(TARGETS[name], options.minutes * 60)
        print(f"{name}: {tried} inputs, {'FAILED' if failure else 'taken well'}", flush=True)
        if failure:
            found += 1
            print(failure[-3000:])
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
