"""`kurir models`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from summarizer.errors import TranslationError


def test_the_list_says_which_models_are_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By language, with its English name and size."""
    monkeypatch.setenv("KURIR_DATA", str(tmp_path))
    (tmp_path / "models" / "sv-en").mkdir(parents=True)
    (tmp_path / "models" / "sv-en" / "model").write_bytes(b"x")
    lines = CliRunner().invoke(cli, ["models", "list"]).output.splitlines()
    assert next(x for x in lines if x.startswith("sv")).endswith("installed")
    assert "Ukrainian" in next(x for x in lines if x.startswith("uk"))
    assert next(x for x in lines if x.startswith("uk")).endswith("-")


def test_a_model_that_cannot_be_fetched_is_one_error(tmp_path: Path) -> None:
    """From the configured mirror, where nothing listens."""
    config = tmp_path / "kurir.toml"
    config.write_text('[translation]\nmodels_url = "http://127.0.0.1:9/m"\n', encoding="utf-8")
    result = CliRunner().invoke(cli, ["--config", str(config), "models", "pull", "sv"])
    assert isinstance(result.exception, TranslationError)
    assert "127.0.0.1:9" in str(result.exception)
