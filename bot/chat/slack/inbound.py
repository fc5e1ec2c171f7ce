"""What comes from Slack: only what Slack signed just now, and only in the forms that Slack has. Pure.

Bolt answers 500 to a timestamp that is no number and to a body that is broken, so nothing of that kind gets
as far as Bolt. https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

CLOCK_SKEW = 300
"""Seconds that a signature may be old."""
LARGEST_BODY = 1_000_000
"""Bytes; Slack's own requests have a few thousand."""
JSON, FORM = "application/json", "application/x-www-form-urlencoded"

COMMAND = ("command", "user_id", "channel_id", "trigger_id")
FIELDS: dict[str, tuple[str, ...]] = {
    "url_verification": ("challenge",),
    "event_callback": ("event_id", "event.type"),
    "block_actions": ("user.id", "trigger_id", "actions.0.action_id", "actions.0.type"),
    "view_submission": ("user.id", "view.id", "view.type", "view.callback_id"),
    "message_action": ("user.id", "channel.id", "trigger_id", "callback_id"),
}
"""Texts that a body of each type has; a number is a place in a list."""
EVENT_FIELDS: dict[str, tuple[str, ...]] = {
    "message": ("event.channel", "event.ts"),
    "app_mention": ("event.channel", "event.ts"),  # one by a workflow has no user
    "app_home_opened": ("event.channel", "event.user"),
    "assistant_thread_started": ("event.assistant_thread.channel_id", "event.assistant_thread.thread_ts"),
}


def refusal(secret: str, headers: Mapping[str, str], body: bytes, *, now: float) -> HTTPStatus | None:
    """With what a request is refused; None for what is Slack's, and whole."""
    if not is_signed(secret, headers, body, now=now):
        return HTTPStatus.UNAUTHORIZED
    if len(body) > LARGEST_BODY:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    named = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
    kind = named.partition(";")[0].strip().lower()
    if kind not in (JSON, FORM):
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    return None if is_whole(read(kind, body)) else HTTPStatus.BAD_REQUEST


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, *, now: float) -> bool:
    """Whether Slack signed `body` within the last five minutes."""
    lower = {k.lower(): v for k, v in headers.items()}
    stamp, signature = lower.get("x-slack-request-timestamp", ""), lower.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdigit()) or len(stamp) > 12 or abs(now - int(stamp)) > CLOCK_SKEW:
        return False
    expected = "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def read(kind: str, body: bytes) -> Any:
    """What `body` says; None if it is not what `kind` says it is."""
    try:
        text = body.decode()
        if kind == JSON:
            return json.loads(text)
        form = parse_qs(text, keep_blank_values=True, max_num_fields=100)
        if any(len(values) > 1 for values in form.values()):
            return None
        return json.loads(form["payload"][0]) if "payload" in form else {k: v[0] for k, v in form.items()}
    except (ValueError, RecursionError):
        return None


def is_whole(body: Any) -> bool:
    """Whether `body` has what a request of its type has; of a type that we do not know, nothing is asked."""
    if not isinstance(body, dict):
        return False
    kind = body.get("type")
    if kind is None:
        return "ssl_check" in body or _has(body, COMMAND)
    if not isinstance(kind, str) or not _has(body, FIELDS.get(kind, ())):
        return False
    return kind != "event_callback" or _has(body, EVENT_FIELDS.get(body["event"]["type"], ()))


def _has(body: Any, fields: tuple[str, ...]) -> bool:
    return all(isinstance(_at(body, field), str) and _at(body, field) for field in fields)


def _at(body: Any, field: str) -> Any:
    for name in field.split("."):
        if isinstance(body, dict):
            body = body.get(name)
        elif isinstance(body, list) and name.isdecimal() and int(name) < len(body):
            body = body[int(name)]
        else:
            return None
    return body
