"""`kurir check` as a program uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "article.json"
    text = "Bron öppnades i måndags.\nDen kostade 12 miljoner euro, säger borgmästaren Eva Lind."
    path.write_text(json.dumps({"title": "Bron öppnad", "text": text, "lang": "sv"}), encoding="utf-8")
    return str(path)


def run(source: str, points: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["check", source, "-", "--format", "json"], input=points)
    return result.exit_code, result.stdout, result.stderr


def test_verdicts_come_in_the_order_of_the_points(source: str) -> None:
    entry = {"section": "key_claims", "speaker": "Eva Lind"}
    points = [
        {"id": "a", "text": "It cost 12 million euros.", "evidence": [1], **entry},
        {"id": "b", "text": "It cost 21 million euros.", **entry},
        {
            "id": "c",
            "text": "It cost 21 million euros.",
            "evidence": ["Den kostade 12 miljoner euro"],
            **entry,
        },
    ]
    code, out, _ = run(source, json.dumps(points))
    verdicts = {line["id"]: line["verdict"] for line in json.loads(out)}
    assert code == 0
    assert list(verdicts.items()) == [("a", "unverified"), ("b", "rejected"), ("c", "rejected")]


@pytest.mark.parametrize(
    "points", ["", "{", "{}", "[1]", '[{"section": "x", "text": "y"}]', '[{"section": "skeptics"}]']
)
def test_points_that_cannot_be_read_are_wrong_use_in_one_sentence(source: str, points: str) -> None:
    code, out, err = run(source, points)
    assert (code, out) == (2, "")
    assert "Traceback" not in err


def test_points_without_an_end_are_refused(source: str) -> None:
    result = CliRunner().invoke(cli, ["check", source, "-"], input=" " * 8_000_001)
    assert "larger than 8 MB" in str(result.exception)
