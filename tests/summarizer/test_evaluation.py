"""The scores, by hand on a small labelled article; and the floors that quality may not fall under."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import article, point
from click.testing import CliRunner

from bot.cli import cli
from summarizer import DraftPoint, Section
from summarizer.evaluation import Scores, evaluate, is_same_name, labels_from_json

ROOT = Path(__file__).parents[2]
SENTENCES = (
    "The town is building a new bridge over the river.",
    "It opens in May, said mayor Ann Lee.",
    "Nobody asked the fishermen, said Bo Ek of their association.",
    "The bridge is painted in a pale blue colour.",
)


def labelled(**gold: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": "e1",
        "lang": "en",
        "title": "Bridge",
        "text": "\n".join(SENTENCES),
        "sentences": list(SENTENCES),
        "entities": [{"name": "Ann Lee"}, {"name": "Bo Ek"}],
        "gold": {
            "key_claims": [{"speaker": "Ann Lee", "evidence": [1]}],
            "skeptics": [{"speaker": "Bo Ek", "evidence": [2]}],
            "expert_view": [],
            **gold,
        },
    }


PERFECT = (
    point(speaker="Ann Lee", evidence=(0, 1)),
    point(speaker="Ek", evidence=(2,), section=Section.SKEPTICS),
)


def score(*points: DraftPoint, **gold: list[dict[str, Any]]) -> Scores:
    return evaluate(article(*SENTENCES), points, labels_from_json(labelled(**gold)))


def test_a_briefing_like_the_labels_scores_one() -> None:
    found = score(*PERFECT)
    assert (found.evidence_f1, found.speaker, found.section, found.empty) == (1.0, 1.0, 1.0, 1.0)


def test_no_briefing_scores_zero() -> None:
    found = score()
    assert (found.evidence_f1, found.speaker, found.section, found.empty) == (0.0, 0.0, 0.0, 0.0)


def test_a_sentence_that_nobody_labelled_is_neutral_among_claims() -> None:
    assert score(*PERFECT, point(evidence=(3,))).evidence_f1 == 1.0


def test_an_invented_expert_costs_the_empty_score() -> None:
    assert score(*PERFECT, point(evidence=(3,), section=Section.EXPERT_VIEW)).empty == 0.5


def test_a_point_may_stand_in_another_accepted_section() -> None:
    elsewhere = (PERFECT[0], point(speaker="Bo Ek", evidence=(2,)))
    strict = score(*elsewhere)
    lenient = score(
        *elsewhere, skeptics=[{"speaker": "Bo Ek", "evidence": [2], "alt_sections": ["key_claims"]}]
    )
    assert (strict.section, strict.empty) == (0.5, 0.5)
    assert (lenient.section, lenient.empty) == (1.0, 1.0)


def test_naming_nobody_is_wrong_where_a_person_spoke() -> None:
    assert score(point(evidence=(1,))).speaker == 0.0


@pytest.mark.parametrize(
    ("name", "accepted", "person", "same"),
    [
        ("Jonsson", "Oscar Jonsson", True, True),
        ("Prof. Eva Kern (University)", "Eva Kern", True, True),
        ("Литвин", "Оксана Литвин", True, True),
        ("the Riksbank", "Riksbank", False, True),
        ("Ann Lee", "Bo Ek", True, False),
        ("", "Bo Ek", True, False),
    ],
)
def test_names_are_compared_by_surname(name: str, accepted: str, person: bool, same: bool) -> None:
    assert is_same_name(name, (accepted,), person=person) is same


def test_eval_prints_a_table_and_json_from_text_alone(tmp_path: Path) -> None:
    (tmp_path / "e1.json").write_text(json.dumps(labelled()), encoding="utf-8")
    table = CliRunner().invoke(cli, ["eval", str(tmp_path), "--raw", "--engine", "extractive"])
    assert table.exit_code == 0
    assert "evidence f1" in table.output
    found = CliRunner().invoke(cli, ["eval", str(tmp_path), "--format", "json", "--engine", "extractive"])
    assert json.loads(found.output)["mean"]["speaker"] == 1.0


def test_labels_that_lack_something_are_said_to(tmp_path: Path) -> None:
    data = labelled() | {"id": "b-1", "lang": "en", "text": " ".join(SENTENCES)}
    del data["entities"]
    (tmp_path / "b-1.json").write_text(json.dumps(data), encoding="utf-8")
    result = CliRunner().invoke(cli, ["eval", str(tmp_path)])
    assert result.exit_code != 0
    assert "the labels of b-1 have no 'entities'; add it" in str(result.exception)


def test_a_folder_without_labels_is_said_to_be_one(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["eval", str(tmp_path)])
    assert result.exit_code != 0
    assert "no labelled articles" in str(result.exception)


@pytest.mark.parametrize("measure", ["evidence_f1", "speaker", "section", "empty"])
def test_the_extractive_engine_stays_above_its_floors_on_the_seeds(
    measure: str, seeds_scores: dict[str, Any]
) -> None:
    floors = json.loads((ROOT / "seeds" / "floors.json").read_text(encoding="utf-8"))["extractive"]
    assert seeds_scores[measure] >= floors[measure]


@pytest.fixture(scope="module")
def seeds_scores() -> dict[str, Any]:
    arguments = ["eval", str(ROOT / "seeds"), "--format", "json", "--engine", "extractive"]
    mean: dict[str, Any] = json.loads(CliRunner().invoke(cli, arguments).output)["mean"]
    return mean
