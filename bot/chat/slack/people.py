"""What Slack tells of people and channels: who is where, and who may know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.slack.client import SlackChat
from bot.errors import DeliveryError, GiveUp
from bot.logs import get_logger

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class People:
    """Asks Slack about people and channels; `chat` is its Web API."""

    chat: SlackChat

    async def about(self, user: str) -> Mapping[str, Any]:
        """Slack's description of a person: `tz`, `is_admin`; empty where it says nothing."""
        found: Mapping[str, Any] = (await self._read("users.info", {"user": user})).get("user") or {}
        return found

    async def is_member(self, channel: str, user: str) -> bool:
        """Whether `user` is in `channel`.

        Raises:
            GiveUp: Kurir is not in it, or it is gone.
            TryLater, MaybeSent: Slack does not say now.
        """
        query: dict[str, Any] = {"channel": channel, "limit": 1_000}
        while True:
            found = await self.chat.patiently("conversations.members", query=query)
            if user in found.get("members", ()):
                return True
            cursor = (found.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return False
            query["cursor"] = cursor

    async def may_see(self, channel: str, user: str) -> bool:
        """Whether `user` may know what happens in `channel`: it is public, or they are in it."""
        found = (await self._read("conversations.info", {"channel": channel})).get("channel") or {}
        if found and not (found.get("is_private") or found.get("is_im") or found.get("is_mpim")):
            return True
        try:
            return bool(found) and await self.is_member(channel, user)
        except DeliveryError:
            return False

    async def is_kurir_in(self, channel: str) -> bool:
        """Whether Kurir is in `channel`; True where Slack does not say now: posting then tells."""
        try:
            found = await self.chat.patiently("conversations.info", query={"channel": channel})
        except GiveUp:
            return False
        except DeliveryError:
            return True
        about = found.get("channel") or {}
        return bool(about.get("is_im") or about.get("is_member", True))

    async def _read(self, method: str, query: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            return await self.chat.patiently(method, query=query)
        except DeliveryError as error:
            log.warning("slack_read_failed", method=method, reason=str(error))
            return {}
