"""Settings: complete, or refused with every problem."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

SHIPPED = Path(__file__).resolve().parents[2] / "config" / "kurir.toml"
NOT_IN_THE_FILE = {"secrets", "data"}  # from the environment


def test_the_shipped_file_holds_every_key_with_its_default() -> None:
    """`config/kurir.toml` documents exactly what the code reads, and changes nothing."""
    shipped = load_settings(str(SHIPPED), env={})
    assert shipped.model_dump(exclude={"data"}) == load_settings(None, env={}).model_dump(exclude={"data"})
    assert _keys(tomllib.loads(SHIPPED.read_text(encoding="utf-8"))) >= _fields(Settings)


def _keys(table: dict[str, object], prefix: str = "") -> set[str]:
    found = set()
    for key, value in table.items():
        found |= _keys(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
    return found


def _fields(model: type[BaseModel], prefix: str = "") -> set[str]:
    """Keys that the file must show: all but lists of tables and what has no default to show."""
    found = set()
    for name, field in model.model_fields.items():
        kind = field.annotation
        if not prefix and name in NOT_IN_THE_FILE:
            continue
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found |= _fields(kind, f"{prefix}{name}.")
        elif field.get_default(call_default_factory=True) not in (None, (), []):
            found.add(prefix + name)
    return found


def test_every_problem_is_listed_at_once(tmp_path: Path) -> None:
    file = tmp_path / "kurir.toml"
    file.write_text('[briefing]\nwords = 3\nwrods = 100\n[engine]\nname = "magic"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(str(file), env={})
    assert len(caught.value.problems) == 3
    assert all(str(file) in problem for problem in caught.value.problems)


@pytest.mark.parametrize("text", ["[briefing", "\x00"])
def test_a_broken_file_is_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kurir.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings(str(file), env={})


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        load_settings("nowhere.toml", env={})


def test_secrets_in_the_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "kurir.toml"
    file.write_text('[secrets]\nslack_bot_token = "xoxb-1"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="environment variables") as caught:
        load_settings(str(file), env={})
    assert "xoxb" not in str(caught.value)


def test_secrets_come_from_the_environment_or_a_named_file_and_are_never_printed(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-from-file\n", encoding="utf-8")
    env = {"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token"), "DISCORD_TOKEN": "d-1", "OPENAI_API_KEY": ""}
    secrets = load_settings(None, env=env).secrets
    assert secrets.slack_bot_token is not None
    assert secrets.slack_bot_token.get_secret_value() == "xoxb-from-file"
    assert secrets.openai_api_key is None
    assert "xoxb" not in repr(secrets)
    assert "d-1" not in repr(secrets)


def test_an_unreadable_secret_file_is_named() -> None:
    with pytest.raises(SettingsError, match="DISCORD_TOKEN_FILE"):
        load_settings(None, env={"DISCORD_TOKEN_FILE": "/nowhere/token"})
