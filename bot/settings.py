"""All settings as one frozen value: the TOML file, then secrets from the environment.

``config/kurir.toml`` documents every field. `load_settings` gives a complete value or one error that
lists every problem.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.errors import SettingsError
from bot.subscription import DEFAULT_STORIES, FEWEST_WORDS, MOST_STORIES, MOST_WORDS
from summarizer.briefing import DEFAULT_WORDS


class Section(BaseModel):
    """A table of the TOML file: immutable, and no key that Kurir does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BriefingSettings(Section):
    words: int = Field(default=DEFAULT_WORDS, ge=FEWEST_WORDS, le=MOST_WORDS)


class EngineSettings(Section):
    name: Literal["auto", "llm", "extractive"] = "auto"


class SourcesSettings(Section):
    contact: str = Field(default="https://example.com/kurir", max_length=200, pattern=r"^[^\s()]+$")
    allow: tuple[str, ...] = ()
    shortest_minutes: int = Field(default=10, ge=1, le=1440)
    longest_minutes: int = Field(default=1440, ge=1, le=10080)
    disable_after_days: int = Field(default=7, ge=1, le=365)
    first: int = Field(default=0, ge=0, le=100)
    per_host: int = Field(default=2, ge=1, le=64)
    delay_seconds: float = Field(default=0.5, ge=0, le=60)
    max_megabytes: int = Field(default=10, ge=1, le=100)
    workers: int = Field(default=2, ge=1, le=32)


class PriceSettings(Section):
    model: str = Field(min_length=1)
    prompt: float = Field(ge=0)
    cached: float | None = Field(default=None, ge=0)
    completion: float = Field(ge=0)


class LLMSettings(Section):
    model: str = ""
    deadline: float = Field(default=60, ge=1, le=900)
    window: int = Field(default=16_000, ge=3000)
    prices: tuple[PriceSettings, ...] = ()


class GateSettings(Section):
    judge_model: str = ""
    unverified: Literal["mark", "quote", "drop"] = "mark"


class BudgetSettings(Section):
    daily_usd: float | None = Field(default=None, ge=0)
    channel_usd: float | None = Field(default=None, ge=0)


class ScheduleSettings(Section):
    tz: str = "UTC"
    catch_up_hours: float = Field(default=6, ge=0, le=72)

    @field_validator("tz")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("is not a time zone; they look like Europe/Stockholm")
        return name


class SubscriptionSettings(Section):
    """A subscription that stands in the file; see `bot.subscription.Subscription`."""

    channel: str = "terminal:screen"
    what: str = ""
    mode: Literal["digest", "alerts"] = "digest"
    times: tuple[time, ...] = (time(8),)
    weekdays: str = ""
    tz: str = ""
    words: int | None = Field(default=None, ge=FEWEST_WORDS, le=MOST_WORDS)
    labels: str = "en"
    quiet: tuple[time, time] | None = None
    max_stories: int = Field(default=DEFAULT_STORIES, ge=1, le=MOST_STORIES)
    min_importance: int = Field(default=0, ge=0, le=100)
    when_empty: Literal["silent", "say-so"] = "silent"


class StoreSettings(Section):
    articles_days: int = Field(default=365, ge=0)


class WebSettings(Section):
    listen: str = Field(default="", pattern=r"^$|^(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}$")
    url: str = Field(default="", pattern=r"^$|^https?://[^\s]+[^/\s]$")
    proxy_header: str = Field(default="", pattern=r"^[A-Za-z0-9-]*$")


class TranslationSettings(Section):
    models_url: str = Field(default="", pattern=r"^$|^https?://[^\s]+$")


class LogSettings(Section):
    format: Literal["console", "json"] = "console"
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class OperatorSettings(Section):
    channel: str = Field(default="", pattern=r"^$|^(slack|discord|terminal):\S+$")


class SlackSettings(Section):
    subscribers: tuple[str, ...] = ()


class DiscordSettings(Section):
    subscribers: tuple[str, ...] = ()
    components: bool = True


class Secrets(Section):
    """What comes from the environment only; shown as asterisks wherever it is printed."""

    slack_bot_token: SecretStr | None = Field(
        default=None, description="the bot's token (`xoxb-…`); Slack is off without it"
    )
    slack_app_token: SecretStr | None = Field(
        default=None, description="the app's token (`xapp-…`), for Socket Mode"
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None, description="for HTTP mode instead of Socket Mode"
    )
    slack_api_url: str | None = Field(
        default=None, description="base address of Slack's Web API, for proxies and tests"
    )
    discord_token: SecretStr | None = Field(
        default=None, description="the bot's token; Discord is off without it"
    )
    discord_api_url: str | None = Field(
        default=None, description="base address of Discord's REST API, for proxies and tests"
    )
    openai_api_key: SecretStr | None = Field(
        default=None, description="key of the LLM endpoint; turns the llm engine on"
    )
    openai_base_url: str | None = Field(
        default=None,
        description="address of an OpenAI-compatible server, if not OpenAI's own; see [llm.md](llm.md)",
    )
    kurir_model: str | None = Field(default=None, description="the model; wins over `[llm] model`")
    kurir_database_url: SecretStr | None = Field(
        default=None, description="`postgresql://user:password@host/name`, or `sqlite:////path/of/a/file`"
    )
    kurir_web_token: SecretStr | None = Field(
        default=None,
        description="opens the archive to whoever has it; see [archive.md](archive.md)",
    )

    @property
    def has_endpoint(self) -> bool:
        """Whether there is an LLM endpoint to ask."""
        return bool(self.openai_api_key or self.openai_base_url)

    @property
    def values(self) -> tuple[str, ...]:
        """Everything that must never be written anywhere: the secrets, and passwords within addresses."""
        given = [getattr(self, name) for name in type(self).model_fields]
        known = [v.get_secret_value() for v in given if isinstance(v, SecretStr)]
        addresses = [*known, *(v for v in given if isinstance(v, str))]
        written = [w for a in addresses if "://" in a and (w := urlsplit(a).password)]
        return (*known, *written, *map(unquote, written))


class Settings(Section):
    briefing: BriefingSettings = BriefingSettings()
    engine: EngineSettings = EngineSettings()
    sources: SourcesSettings = SourcesSettings()
    llm: LLMSettings = LLMSettings()
    gate: GateSettings = GateSettings()
    budget: BudgetSettings = BudgetSettings()
    store: StoreSettings = StoreSettings()
    web: WebSettings = WebSettings()
    translation: TranslationSettings = TranslationSettings()
    slack: SlackSettings = SlackSettings()
    discord: DiscordSettings = DiscordSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    log: LogSettings = LogSettings()
    operator: OperatorSettings = OperatorSettings()
    subscriptions: tuple[SubscriptionSettings, ...] = ()
    secrets: Secrets = Secrets()
    data: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("kurir")))

    @property
    def models(self) -> Path:
        """Folder of the on-device translation models."""
        return self.data / "models"


def load_settings(path: str | None = None, env: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the TOML file at `path` (or ``KURIR_CONFIG``) and of `env`.

    Raises:
        SettingsError: with every problem, each naming the key and what it should be.
    """
    path = path or env.get("KURIR_CONFIG")
    table: dict[str, Any] = {}
    if path:
        try:
            table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError((f"{path}: cannot be read ({error.strerror})",)) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError((f"{path}: not valid TOML ({error})",)) from error
    if "secrets" in table:
        raise SettingsError((f"{path}: secrets belong in environment variables, not in this file",))
    table["secrets"] = {f: v for f in Secrets.model_fields if (v := _variable(f.upper(), env))}
    if data := env.get("KURIR_DATA"):
        table["data"] = data
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SettingsError(tuple(f"{path or 'environment'}: {p}" for p in problems)) from error


def _variable(name: str, env: Mapping[str, str]) -> str | None:
    """The value of `name`, or of the file that `name`_FILE names (container secrets); None if empty."""
    if file := env.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip() or None
        except OSError as error:
            raise SettingsError((f"{name}_FILE: {file} cannot be read ({error.strerror})",)) from error
    return env.get(name, "").strip() or None
