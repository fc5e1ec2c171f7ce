"""How fast and how sharp the gate is on labelled points: ``python -m benchmarks.gate [ARTICLES POINTS]``.

Prints points a second, first with nothing cached, and per kind and language how many are rejected: without a
translation, and of the articles that have a reference translation with it. There it says, too, how many are
not supported, which counts those that are shown with a mark; without one no wording of its own ever is.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

from summarizer import Article
from summarizer.gate_evaluation import Rate, rates, read_labelled, translations, verdicts
from summarizer.reading import read_article

POINTS = Path(__file__).resolve().parents[1] / "tests" / "data" / "corruptions"


def main(articles_folder: Path, points_folder: Path) -> None:
    """Judge the labelled points of `points_folder` against the articles of `articles_folder`."""
    articles: dict[str, Article] = {}
    for file in articles_folder.glob("*.json"):
        article = read_article(file.read_bytes(), name=file.name)
        articles[article.id] = article
    labelled = read_labelled(points_folder)
    for run in ("cold", "warm"):
        start = perf_counter()
        judged = verdicts(labelled, articles, {})
        print(f"{run}: {len(judged) / (perf_counter() - start):.0f} points/s")
    plain = rates(judged, articles)
    english = translations(articles, points_folder)
    translated = rates(verdicts([p for p in labelled if p.article in english], articles, english), articles)
    print(f"{'':16} {'untranslated':15}translated")
    print(f"{'':16} {'rejected':15}{'rejected':15}not supported")
    for key in sorted(plain | translated):
        one, other = plain.get(key, Rate()), translated.get(key, Rate())
        columns = ((one.rejected, one.total), (other.rejected, other.total), (other.unsupported, other.total))
        print(f"{key:16} {'   '.join(f'{n:3}/{of:<3} {n / (of or 1):.2f}' for n, of in columns)}")


if __name__ == "__main__":
    folders = [Path(a) for a in sys.argv[1:3]]
    main(*(folders if len(folders) == 2 else (POINTS / "articles", POINTS)))
