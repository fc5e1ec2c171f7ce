"""Every benchmark in turn, each in a process of its own: each module here that has a `main` is one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run them all; 1 if one failed, after the others have run."""
    failed = []
    for file in sorted(HERE.glob("*.py")):
        if file.name == "__main__.py" or "\ndef main(" not in file.read_text(encoding="utf-8"):
            continue
        print(f"== {file.stem}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{file.stem}"]
        if subprocess.run(command, cwd=HERE.parent, check=False).returncode:
            failed.append(file.stem)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
