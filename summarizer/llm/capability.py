"""What an endpoint can do, learned from its refusals. Pure: a refusal in, the next thing to try out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from summarizer.llm.ports import Request

SEED = 7
"""Any fixed number: with temperature 0 it makes endpoints that offer it repeatable."""


class Format(StrEnum):
    """How structured output is asked for, best first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Capability:
    """How to ask one model at one endpoint.

    Attributes:
        format: the strongest output format it accepts.
        room: name of the parameter that limits the answer; reasoning models take only the second.
        without: parameters that it refuses.
    """

    format: Format = Format.SCHEMA
    room: str = "max_tokens"
    without: frozenset[str] = frozenset()

    def parameters(self, request: Request) -> dict[str, Any]:
        """The parameters of a chat completion besides model and messages."""
        wanted = {"temperature": 0, "seed": SEED, self.room: request.room}
        parameters: dict[str, Any] = {k: v for k, v in wanted.items() if k not in self.without}
        if self.format is Format.SCHEMA:
            schema = {"name": request.name, "strict": True, "schema": request.schema}
            parameters["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.format is Format.OBJECT:
            parameters["response_format"] = {"type": "json_object"}
        return parameters

    def weaker(self) -> Capability | None:
        """The same with the next weaker output format, None below plain text."""
        formats = list(Format)
        rest = formats[formats.index(self.format) + 1 :]
        return replace(self, format=rest[0]) if rest else None

    def after_refusal(self, message: str) -> Capability | None:
        """What to try after the endpoint refused a request with `message`; None: nothing is left."""
        if "max_tokens" in message and "max_completion_tokens" in message and self.room == "max_tokens":
            return replace(self, room="max_completion_tokens")
        for name in ("temperature", "seed", self.room):
            if re.search(rf"\b{name}\b", message) and name not in self.without:
                return replace(self, without=self.without | {name})
        return self.weaker()

    def to_json(self) -> str:
        return json.dumps({"format": self.format, "room": self.room, "without": sorted(self.without)})

    @classmethod
    def from_json(cls, text: str) -> Capability:
        data = json.loads(text)
        return cls(Format(data["format"]), data["room"], frozenset(data["without"]))
