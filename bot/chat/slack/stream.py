"""Streams an answer, where Slack offers that: one message that appears part by part.

What is streamed has passed the gate as a whole, so nothing unchecked is ever shown. It goes as blocks and
never as `markdown_text`: in `rich_text` no word of an article is a mention, a link or formatting.

Slack takes metadata only when a stream ends. Until then the delivery's key stands in the `block_id` of the
first block, so that a stream that broke off is found and finished, not repeated.
https://docs.slack.dev/reference/methods/chat.startStream
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.chat.slack.blocks import Block
from bot.chat.slack.failures import Refused
from bot.errors import GiveUp, MaybeSent, TryLater
from bot.logs import get_logger
from bot.outbox.delivery import Part

log = get_logger(__name__)

Call = Callable[[str, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
"""One Web API call: method and body; raises as `bot.chat.ports.Chat`."""

STREAM = "stream"
"""Key of a payload that says whom it is streamed to; no part of the message itself."""
STEPS = 10
"""Most steps of one answer: Slack allows about a hundred a minute in a whole workspace."""
NOT_HERE = {
    "unknown_method",
    "method_deprecated",
    "method_not_supported",
    "method_not_supported_for_channel_type",
    "missing_scope",
    "not_allowed_token_type",
    "access_denied",
    "feature_not_enabled",
}
"""This workspace does not stream at all: it is not asked again until the next start."""
STOPPED = "stopped_by_user"
"""Who asked has pressed Slack's stop button: they have read enough."""


def streamed(part: Part, *, thread: str, user: str, team: str) -> Part:
    """`part`, to appear part by part in `thread` before `user`'s eyes; all others see it when it ends."""
    whom = {"thread_ts": thread, "recipient_user_id": user, "recipient_team_id": team}
    return replace(part, payload={**part.payload, STREAM: whom})


def message(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The message in `payload`, as `chat.postMessage` takes it."""
    return {k: v for k, v in payload.items() if k != STREAM}


def thread_of(payload: Mapping[str, Any]) -> str | None:
    """The thread that `payload` is streamed into; None if it is no stream."""
    found: Mapping[str, str] = payload.get(STREAM) or {}
    return found.get("thread_ts")


def is_begun(found: Mapping[str, Any], key: str) -> bool:
    """Whether the message `found` in the history is the stream of that key."""
    return any(block.get("block_id") == key for block in found.get("blocks") or ())


def steps(blocks: Sequence[Block], key: str) -> tuple[list[list[Block]], list[Block]]:
    """What is appended in each step, and the buttons that close the message."""
    last = len(blocks)
    while last > 1 and blocks[last - 1]["type"] in ("actions", "context_actions"):
        last -= 1
    shown = [blocks[0] | {"block_id": key}, *blocks[1:last]]
    made = [[block] for block in shown[: STEPS - 1]]
    if rest := shown[STEPS - 1 :]:
        made.append(rest)
    return made, list(blocks[last:])


class Streams:
    """Sends payloads made by `streamed`."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._offered = True

    async def send(
        self, channel: str, payload: Mapping[str, Any], *, key: str, metadata: Mapping[str, Any]
    ) -> str | None:
        """The id of the streamed message; None where Slack does not stream it: then nothing was posted.

        Raises:
            MaybeSent: it has begun, or may have; `finish` ends it.
            GiveUp: it has begun, and can never be ended.
        """
        if not (self._offered and payload.get(STREAM)):
            return None
        (first, *others), closing = steps(payload["blocks"], key)
        begin = {"channel": channel, **payload[STREAM], "chunks": _chunks(first)}
        try:
            begun = (await self._call("chat.startStream", begin)).get("ts")
        except (TryLater, GiveUp) as refusal:
            code = refusal.code if isinstance(refusal, Refused) else ""
            self._offered = code not in NOT_HERE
            log.info("not_streamed", reason=code or str(refusal))
            return None
        if not begun:
            raise MaybeSent("Slack did not say where the answer is streamed to")
        stream = {"channel": channel, "ts": str(begun)}
        try:
            try:
                for blocks in others:
                    await self._call("chat.appendStream", {**stream, "chunks": _chunks(blocks)})
                end = {"blocks": closing} if closing else {}
                await self._call("chat.stopStream", {**stream, **end, "metadata": metadata})
            except Refused as refusal:
                if refusal.code != STOPPED:
                    await self.finish(channel, payload, message_id=str(begun), metadata=metadata)
        except TryLater as error:  # the message is there: whoever sent it anew would post it twice
            raise MaybeSent(str(error), retry_after=error.retry_after) from error
        return str(begun)

    async def finish(
        self, channel: str, payload: Mapping[str, Any], *, message_id: str, metadata: Mapping[str, Any]
    ) -> None:
        """End a stream that broke off, and show all of its message; may be repeated.

        Raises:
            TryLater, MaybeSent, GiveUp: as in `bot.chat.ports.Chat`.
        """
        stream = {"channel": channel, "ts": message_id}
        with suppress(GiveUp):  # it has ended already, or Slack has ended it: after about five minutes
            await self._call("chat.stopStream", stream)  # metadata says that all is there: it comes last
        shown = {k: v for k, v in payload.items() if k in ("text", "blocks")}
        await self._call("chat.update", {**shown, **stream, "metadata": metadata})


def _chunks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [{"type": "blocks", "blocks": list(blocks)}]
