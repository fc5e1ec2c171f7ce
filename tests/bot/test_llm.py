"""The llm engine as settings describe it: built, checked by the doctor, remembered between runs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fakes.openai_server import OpenAIServer, accepts_only, fails, says

from bot.app import build_summarizer
from bot.doctor.examination import check_llm
from bot.errors import SettingsError, StoreError
from bot.llm.memory import LLMMemory
from bot.settings import Settings, load_settings
from summarizer.briefing import Tokens
from summarizer.llm.ports import Usage


def settings(tmp_path: Path, toml: str = "", **env: str) -> Settings:
    file = tmp_path / "kurir.toml"
    file.write_text(toml, encoding="utf-8")
    return load_settings(str(file), env={"KURIR_DATA": str(tmp_path), **env})


@pytest.mark.parametrize(
    ("env", "engine"),
    [
        ({}, "extractive"),
        ({"OPENAI_API_KEY": "k"}, "llm"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, "llm"),
    ],
)
def test_auto_takes_the_llm_where_an_endpoint_is_configured(
    tmp_path: Path, env: dict[str, str], engine: str
) -> None:
    assert build_summarizer(settings(tmp_path, **env)).engine.name == engine
    assert build_summarizer(settings(tmp_path, **env), engine="extractive").engine.name == "extractive"


def test_the_llm_without_an_endpoint_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY or OPENAI_BASE_URL"):
        build_summarizer(settings(tmp_path), engine="llm")


async def test_the_doctor_names_model_and_format_of_a_working_endpoint(tmp_path: Path) -> None:
    async with OpenAIServer(
        [accepts_only("json_object", then=says({"ok": True}))], models=("llama",)
    ) as server:
        (check,) = await check_llm(settings(tmp_path, OPENAI_BASE_URL=server.url))
    assert check.ok
    assert "llama" in check.detail
    assert "json_object" in check.detail


@pytest.mark.parametrize(
    ("status", "hint"), [(401, "OPENAI_API_KEY"), (404, "KURIR_MODEL"), (500, "HTTP 500"), (429, "quota")]
)
async def test_the_doctor_says_what_is_wrong_without_the_key(tmp_path: Path, status: int, hint: str) -> None:
    async with OpenAIServer([fails(status, "key sk-secret is bad")]) as server:
        (check,) = await check_llm(
            settings(tmp_path, OPENAI_BASE_URL=server.url, OPENAI_API_KEY="sk-secret", KURIR_MODEL="m")
        )
    assert not check.ok
    assert hint in check.detail
    assert "sk-secret" not in check.detail + check.fix


async def test_the_doctor_finds_a_budget_that_counts_nothing(tmp_path: Path) -> None:
    async with OpenAIServer([says({"ok": True})]) as server:
        checks = await check_llm(
            settings(tmp_path, "[budget]\ndaily_usd = 1.0\n", OPENAI_BASE_URL=server.url, KURIR_MODEL="m")
        )
    assert [c.ok for c in checks] == [True, False]


async def test_no_endpoint_is_fine_unless_the_llm_is_wanted(tmp_path: Path) -> None:
    assert (await check_llm(settings(tmp_path)))[0].ok
    assert not (await check_llm(settings(tmp_path, '[engine]\nname = "llm"\n')))[0].ok


async def test_replies_and_costs_survive_a_restart(tmp_path: Path) -> None:
    """What one run paid, the next run knows."""
    file = tmp_path / "new" / "llm.db"
    at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    first = LLMMemory(file)
    await first.put("k", "text")
    for channel, cost in (("a", 0.25), ("b", 0.5)):
        await first.record(
            Usage(at=at, article="x", channel=channel, model="m", tokens=Tokens(1, 2, 3), cost_usd=cost)
        )
    first.close()
    again = LLMMemory(file)
    assert await again.get("k") == "text"
    assert await again.get("other") is None
    assert await again.spent(date(2026, 11, 23)) == 0.75
    assert await again.spent(date(2026, 11, 23), "a") == 0.25
    assert await again.spent(date(2026, 11, 24)) == 0.0
    again.close()


def test_replies_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "llm.db").write_bytes(b"Dear diary, " * 500)
    with pytest.raises(StoreError, match=r"llm\.db cannot be used .* delete that file"):
        LLMMemory(tmp_path / "llm.db")
