"""Speed and memory of the extractive path, beside sumy's LexRank on the same texts in the same run.

Run: ``python -m benchmarks.extractive [FOLDER]``; FOLDER holds article JSON, by default the seeds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.lex_rank import LexRankSummarizer

from summarizer import Article
from summarizer.attribution import attribute
from summarizer.extractive import extract
from summarizer.reading import read_article

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
KURIR = Path(sys.executable).with_name("kurir")
SECONDS = 3.0  # how long each rate is measured
WORDS = 400


class _Words:
    """A splitter for sumy that needs no download."""

    def to_sentences(self, text: str) -> list[str]:
        return text.splitlines()

    def to_words(self, text: str) -> list[str]:
        return text.split()


def main() -> None:
    """Print articles a second, the time of two commands and the memory of one."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    articles = [a for file in sorted(folder.glob("*.json")) if (a := _article(file))]
    texts = ["\n".join(s.text for s in a.sentences) for a in articles]
    ours = _rate([partial(_extract, a) for a in articles])
    theirs = _rate([partial(_lexrank, t) for t in texts])
    words = sum(len(t.split()) for t in texts) / len(texts)
    print(
        f"articles of {words:.0f} words: {ours:.0f}/s ours, {theirs:.0f}/s LexRank, ratio {ours / theirs:.1f}"
    )
    print(f"  of {WORDS} words by proportion: {ours * words / WORDS:.0f}/s ours (at least 40)")
    seconds, _ = _run(str(KURIR), "--help")
    print(f"kurir --help: {seconds:.2f} s (under 0.4)")
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(texts[0])
        file.flush()
        seconds, peak = _run(str(KURIR), "brief", "--engine", "extractive", file.name)
    print(f"kurir brief, one article: {seconds:.2f} s (under 1.5), peak {peak / 1e6:.0f} MB (under 200)")


def _article(file: Path) -> Article | None:
    data = json.loads(file.read_text(encoding="utf-8"))
    if "text" not in data:
        return None
    return read_article(json.dumps({k: data[k] for k in ("title", "text", "lang")}).encode(), name=file.name)


def _extract(article: Article) -> None:
    attribute.cache_clear()
    extract(article, words=160)


def _lexrank(text: str) -> None:
    LexRankSummarizer()(PlaintextParser.from_string(text, _Words()).document, 8)


def _rate(tasks: list[Callable[[], object]]) -> float:
    """Tasks a second, after one round to warm up."""
    for task in tasks:
        task()
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        for task in tasks:
            task()
        done += len(tasks)
    return done / (time.perf_counter() - start)


def _run(*command: str) -> tuple[float, int]:
    """Wall time of the quicker of two runs, and the peak memory in bytes as sampled."""
    best, peak = float("inf"), 0
    for _ in range(2):
        start = time.perf_counter()
        process = psutil.Popen(command, stdout=subprocess.DEVNULL)
        while process.poll() is None:
            peak = max(peak, _memory(process))
            time.sleep(0.005)
        best = min(best, time.perf_counter() - start)
    return best, peak


def _memory(process: psutil.Popen) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


if __name__ == "__main__":
    main()
