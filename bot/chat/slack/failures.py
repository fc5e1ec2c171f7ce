"""Slack's refusals, told apart by what the caller does next."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import GiveUp, MaybeSent, TryLater

NOT_NOW = {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org", "org_login_required"}
"""Refused for certain, but may work later. https://docs.slack.dev/reference/methods/chat.postMessage"""
NOT_KNOWN = {"internal_error", "fatal_error", "request_timeout"}
"""Slack itself says that it may have done it."""
HELP = {
    "channel_not_found": "Slack does not know this channel, or the bot may not see it",
    "not_in_channel": "the bot is not in this channel: invite it with /invite",
    "is_archived": "the channel is archived",
    "token_revoked": "the bot's token was revoked: install the app again",
    "account_inactive": "the app was removed from the workspace: install it again",
    "invalid_auth": "Slack refuses the bot's token: check SLACK_BOT_TOKEN",
    "missing_scope": "the app lacks a permission: compare its scopes with config/slack-manifest.yaml",
    "restricted_action": "a workspace setting keeps the bot from posting here",
    "thread_not_found": "the thread is gone",
    "message_not_found": "the message is gone",
}
"""Errors in words that say what to do."""


class Refused(GiveUp):
    """Slack says that it will never work; `code` is its own word for why."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer of Slack that is not "ok".

    Attributes:
        status: of HTTP; 0 where there is none.
        code: Slack's own word for why; empty where it gave none.
        retry_after: the header of that name.
    """

    status: int
    code: str
    retry_after: str | None


def told_apart(method: str, refusal: Refusal) -> TryLater | MaybeSent | GiveUp:
    """What Slack's answer to `method` means for the caller."""
    status, code = refusal.status, refusal.code
    if status == 429 or code in NOT_NOW:
        return TryLater("Slack asks to wait", retry_after=_seconds(refusal.retry_after))
    if code in NOT_KNOWN or status >= 500 or not code:
        return MaybeSent(f"Slack answered {method} with {code or status}")
    return Refused(f"Slack refused: {HELP.get(code, code)}", code)


def _seconds(value: str | None) -> float | None:
    try:
        return max(0.0, float(value)) if value else None
    except ValueError:
        return None
