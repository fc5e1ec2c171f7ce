"""Logs as data, to the console or as JSON lines, without secrets. Only importer of structlog."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import IO, Any, Literal, cast

import structlog

HIDDEN = "[redacted]"
PATTERNS = re.compile(
    r"""
      xox[a-z]-[\w-]+ | xapp-[\w-]+                       # Slack tokens
    | \bsk-[\w-]{16,}                                      # API keys
    | \b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}               # Discord bot tokens
    | (?<=bearer\ )[^\s"',;]+ | (?<=bot\ )[\w-]+\.[\w.-]+   # Authorization headers
    | (?<=://)[^/@\s"']+@                                  # user:password@ in addresses
    | (?<=[?&])(?:[\w-]*(?:token|ticket|key|secret|sig|signature|password|code|auth))=[^&\s"'#]+
    | (?<=hooks\.slack\.com/)[\w/.-]+                       # response_urls do as well
    | (?<=/services/)[\w/]+ | (?<=/webhooks/)[\w/-]+       # incoming webhooks carry their secret in the path
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What looks like a secret, whoever it belongs to."""

QUIETER = {"apscheduler": logging.WARNING, "discord.client": logging.ERROR}
"""Libraries that say at INFO what they do every second, or at start what we do not use (voice)."""

NOISE = "As you gave `client` as well, `token` will be unused"
"""What Bolt warns of at every start because SLACK_BOT_TOKEN stands in the environment, where it belongs."""

Processor = Callable[[Any, str, MutableMapping[str, Any]], Mapping[str, Any]]


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module: ``log.info("source_disabled", source=3, cause="410")``."""
    return cast("structlog.stdlib.BoundLogger", structlog.get_logger(name))


def configure(
    form: Literal["console", "json"] = "console",
    level: str = "INFO",
    *,
    secrets: Iterable[str] = (),
    stream: IO[str] | None = None,
) -> None:
    """Send all logs, also those of libraries, to `stream` (stderr) in one form.

    Args:
        form: for people or for machines.
        level: name of the lowest level that is written.
        secrets: values that must never be written, whatever they look like.
        stream: where to.
    """
    out = stream or sys.stderr
    shared: list[Any] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if level == "DEBUG" else _cause,
        redactor(secrets),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=out.isatty(), pad_event_to=30)
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    handler.addFilter(lambda record: NOISE not in str(record.msg))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in QUIETER.items():
        logging.getLogger(name).setLevel(max(least, root.level) if root.level > logging.DEBUG else root.level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _cause(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Instead of a stack trace, which shows at DEBUG: the error in a line, and where it was raised."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event.setdefault("error", f"{type(error).__name__}: {error}")
        if frames := traceback.extract_tb(error.__traceback__):
            event["at"] = f"{Path(frames[-1].filename).name}:{frames[-1].lineno} {frames[-1].name}"
    return event


def redactor(secrets: Iterable[str] = ()) -> Processor:
    """A structlog processor that hides `secrets` and whatever looks like one, at any depth."""
    known = sorted({s for s in secrets if len(s) >= 6}, key=len, reverse=True)

    def clean(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {k: clean(v) for k, v in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [clean(v) for v in value]
        if isinstance(value, bool | int | float | None):
            return value
        return redact(str(value), known)

    def process(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        return {k: v if k.startswith("_") else clean(v) for k, v in event.items()}

    return process


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without `secrets` and without what looks like one."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return PATTERNS.sub(HIDDEN, text)
