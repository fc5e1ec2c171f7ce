"""An archive of many briefings to measure on, made in bulk from a small vocabulary in several scripts."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from bot.store import Store
from summarizer import Article, Briefing, Point, Section, Sentence, Verdict

BRIEFINGS = 100_000
COMMON, RARE = "minister", "smokescreen"
NOW = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)
LANGUAGES = ("sv", "uk", "de", "ru", "fr", "pl", "el", "fi")
OUTLETS = tuple(f"Outlet {n}" for n in range(60))
BATCH = 1000


async def fill(store: Store, number: int = BRIEFINGS, seed: int = 1) -> None:
    """Store `number` briefings, each of its own article."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    lines = _lines(chance, [_word(chance) for _ in range(8000)])
    for start in range(0, number, BATCH):
        made = [_pair(chance, lines, n) for n in range(start, min(start + BATCH, number))]
        async with store.write():
            await store.articles.add_many([a for a, _ in made], now=NOW)
            await store.briefings.add_many([(a, 1, b) for a, b in made], now=NOW)


def _word(chance: random.Random) -> str:
    letters = chance.choice(("abcdefghijklmnoprstuvåäö", "абвгдеєжзиіїклмнопрстуфхцчшщьюя"))
    return "".join(chance.choices(letters, k=chance.randint(3, 9)))


def _lines(chance: random.Random, vocabulary: list[str]) -> dict[int, list[str]]:
    """Lines to draw from, by their number of words; drawing lines is faster than drawing words."""

    def line(length: int) -> str:
        # Words of a language fall off like this: few are in every line, most are in hardly any.
        picked = [vocabulary[int(len(vocabulary) * chance.random() ** 3)] for _ in range(length)]
        return " ".join([*picked, COMMON] if chance.random() < 0.3 else picked).capitalize() + "."

    return {length: [line(length) for _ in range(4000)] for length in (2, 7, 15)}


def _pair(chance: random.Random, lines: dict[int, list[str]], n: int) -> tuple[Article, Briefing]:
    def text(length: int) -> str:
        return chance.choice(lines[length])

    article = Article(
        id=f"a{n}",
        title=text(7),
        sentences=tuple(Sentence(text(15), i // 2) for i in range(12)),
        language=chance.choice(LANGUAGES),
        outlet=chance.choice(OUTLETS),
        url=f"https://example.com/{n}",
        published=NOW,
    )
    points = tuple(
        Point(
            section=chance.choice(tuple(Section)),
            text=text(15),
            speaker=text(2),
            speaker_role="minister of foreign affairs",
            evidence=(i, i + 1),
            quote=article.sentences[i].text[:30],
            verdict=Verdict.SUPPORTED if chance.random() < 0.8 else Verdict.UNVERIFIED,
        )
        for i in range(6)
    )
    headline = f"{text(7)} {RARE}" if n % 5000 == 0 else text(7)
    return article, Briefing(headline=headline, points=points, engine="extractive")
