"""The only importer of `openai`: one chat completion, its faults as `EndpointError`.

Retries of the SDK are off: `summarizer.llm.caller` decides about those, within its own deadline.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import openai

from summarizer.article import digest
from summarizer.briefing import Tokens
from summarizer.errors import EndpointError, ReplyError
from summarizer.llm.capability import Capability
from summarizer.llm.ports import Cache, MemoryCache, Reply, Request

OPENAI = "https://api.openai.com/v1"
LASTING = {
    401: "refuses the key: check OPENAI_API_KEY",
    403: "does not allow this key to use the model: check the account's rights",
    404: "does not know the model or the path: check KURIR_MODEL and OPENAI_BASE_URL (ends in /v1 mostly)",
}


class OpenAIModel:
    """One model at one OpenAI-compatible endpoint. What it can do is found out once and remembered.

    Args:
        name: empty: the deployment that the address names, or the first model that the endpoint offers.
        base_url: with its path, ``…/v1`` for most servers; an Azure deployment's address with its
            ``?api-version=`` works too.
        key: None for servers that want none.
        timeout: seconds that one request may take at most.
        cache: where what the endpoint can do is remembered over restarts.
    """

    def __init__(
        self, name: str, *, base_url: str | None, key: str | None, timeout: float, cache: Cache | None = None
    ) -> None:
        url, query = split_address(base_url or OPENAI)
        self.name = name or deployment(url)
        self.endpoint = url
        self._cache = cache or MemoryCache()
        self._capability: Capability | None = None
        self._sdk = openai.AsyncOpenAI(
            api_key=key or "none",
            base_url=url,
            default_query=query,
            default_headers={"api-key": key} if key and wants_api_key(url) else {},
            max_retries=0,
            timeout=timeout,
        )

    @property
    def format(self) -> str:
        """The output format that this endpoint was last found to accept."""
        return (self._capability or Capability()).format.value

    async def close(self) -> None:
        await self._sdk.close()

    async def prepare(self) -> None:
        """Ask for the model's name where none was configured.

        Raises:
            EndpointError: the endpoint could not be asked, or offers no model.
        """
        if not self.name:
            offered = await self.models()
            if not offered:
                raise EndpointError(f"{self._who} offers no model: set KURIR_MODEL", lasting=True)
            self.name = offered[0]

    async def complete(self, request: Request) -> Reply:
        """Ask once, learning on the way how this endpoint wants to be asked.

        Raises:
            EndpointError: it is down, slow or refuses.
            ReplyError: it answered with something that is no chat completion.
        """
        capability = known = await self._known()
        while True:
            try:
                reply = await self._ask(request, capability)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if too_long(error.message):
                    raise ReplyError(f"{self._who} says the article is longer than its window") from error
                weaker = capability.after_refusal(error.message)
                if weaker is None:
                    raise EndpointError(f"{self._who} refuses the request ({_short(error)})") from error
                capability = weaker
            except openai.APIError as error:
                self._give_up(error)
            else:
                if capability != known:
                    await self._remember(capability)
                return reply

    async def settle_for_less(self) -> bool:
        """Ask for weaker structured output from now on: this one is accepted, then ignored."""
        weaker = (await self._known()).weaker()
        if weaker is not None:
            await self._remember(weaker)
        return weaker is not None

    async def models(self) -> tuple[str, ...]:
        """Names of the models that the endpoint offers.

        Raises:
            EndpointError: it could not be asked.
        """
        try:
            response = await self._sdk.models.with_raw_response.list()
            return tuple(m["id"] for m in json.loads(response.content).get("data") or ())
        except openai.APIError as error:
            self._give_up(error)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise EndpointError(f"{self._who} does not list its models: is it OpenAI-compatible?") from error

    async def _ask(self, request: Request, capability: Capability) -> Reply:
        messages: Any = [{"role": m.role, "content": m.text} for m in request.messages]
        response = await self._sdk.chat.completions.with_raw_response.create(
            model=self.name, messages=messages, **capability.parameters(request)
        )
        return read_reply(response.content, who=self._who)

    async def _known(self) -> Capability:
        if self._capability is None:
            text = await self._cache.get(self._key)
            try:
                self._capability = Capability.from_json(text) if text else Capability()
            except (ValueError, KeyError):  # written by another version
                self._capability = Capability()
        return self._capability

    async def _remember(self, capability: Capability) -> None:
        self._capability = capability
        await self._cache.put(self._key, capability.to_json())

    @property
    def _key(self) -> str:
        return "capability:" + digest(self.endpoint, self.name)

    @property
    def _who(self) -> str:
        return f"the LLM endpoint {self.endpoint}"

    def _give_up(self, error: openai.APIError) -> NoReturn:
        if isinstance(error, openai.APITimeoutError):
            raise EndpointError(f"{self._who} did not answer in time") from error
        if not isinstance(error, openai.APIStatusError):
            raise EndpointError(f"{self._who} cannot be reached, or broke off: is it running?") from error
        code = error.status_code
        if code in LASTING:
            raise EndpointError(f"{self._who} {LASTING[code]}", lasting=True) from error
        wait = retry_after(error.response.headers, datetime.now(UTC))
        cause = "has too many requests or no quota left" if code == 429 else f"failed with HTTP {code}"
        raise EndpointError(f"{self._who} {cause}", retry_after=wait) from error


def split_address(address: str) -> tuple[str, dict[str, str]]:
    """Base URL and query of an endpoint's address; ``/v1`` is added where there is no path at all."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/").removesuffix("/chat/completions") or "/v1"
    return urlunsplit((parts.scheme, parts.netloc, path, "", "")), dict(parse_qsl(parts.query))


def deployment(url: str) -> str:
    """The deployment that an Azure address names; empty for any other address."""
    before, _, rest = urlsplit(url).path.partition("/deployments/")
    return rest.partition("/")[0] if before.endswith("/openai") else ""


def wants_api_key(url: str) -> bool:
    """Whether the key goes into Azure's own header too: some of its services read only that one."""
    host = urlsplit(url).hostname or ""
    return bool(deployment(url)) or host.endswith((".azure.com", ".azure.us", ".azure.cn"))


def read_reply(data: bytes, *, who: str) -> Reply:
    """The reply in the body of a chat completion; servers leave fields out, so none is relied on.

    Raises:
        ReplyError: the body is no chat completion.
    """
    try:
        body = json.loads(data)
        choice = body["choices"][0]
        message = choice["message"]
        text, refusal = message.get("content"), message.get("refusal")
        usage = body.get("usage") or {}
        details = usage.get("prompt_tokens_details") or {}
        tokens = Tokens(
            prompt=int(usage.get("prompt_tokens") or 0),
            completion=int(usage.get("completion_tokens") or 0),
            cached=int(details.get("cached_tokens") or 0),
        )
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ReplyError(f"{who} answered with something that is no chat completion") from error
    finish = str(choice.get("finish_reason") or "stop")
    return Reply(text if isinstance(text, str) else "", finish, refusal or None, tokens)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` header asks for: a number or an HTTP date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after")
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return None


def too_long(message: str) -> bool:
    """Whether a refusal says that the prompt exceeds the model's window."""
    text = message.lower()
    return "context" in text and any(w in text for w in ("length", "size", "window", "exceed", "maximum"))


def _short(error: openai.APIStatusError) -> str:
    return " ".join(error.message.split())[:160]
