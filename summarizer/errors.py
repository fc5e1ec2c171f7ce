"""Errors of the summarizer, by what the caller does next.

::

    SummarizerError            every error that this package raises on purpose
    ├── UnreadableError        this input can never become an article: name it, go on with the others
    │   └── NotAnArticleError  it is sound and something else: among the files of a folder, no failure
    ├── SkippedError           a folder's file was passed over: say so, go on
    ├── FetchError             an address did not give a document
    │   └── RefusedAddressError  the address is one that Kurir never connects to
    ├── TranslationError       a model is missing, broken or could not be fetched: go on without
    └── EngineError            an engine could not draft: use the next one
        ├── EndpointError      the LLM's endpoint is down, slow or refuses: do not ask it for a while
        ├── ReplyError         the LLM answered, but with nothing usable for this article
        └── BudgetSpentError   the money set aside for the LLM is spent

``str(error)`` is one sentence for the person who reads it: what happened, to what, what to do.
"""


class SummarizerError(Exception):
    """The summarizer could not do what was asked."""


class UnreadableError(SummarizerError):
    """The input holds no article that can be read.

    Attributes:
        source: what was read, as its user named it.
        cause: why it cannot be read, a clause without a full stop.
    """

    def __init__(self, source: str, cause: str) -> None:
        super().__init__(f"{source}: {cause}")
        self.source = source
        self.cause = cause


class NotAnArticleError(UnreadableError):
    """The input is sound, and something else than an article."""


class SkippedError(SummarizerError):
    """A file of a folder is no article; nobody named it, so nothing failed."""


class FetchError(SummarizerError):
    """An address did not give a document.

    Attributes:
        url: the address asked for, without credentials.
        cause: why, a clause without a full stop.
        retry_after: seconds after which the server wants to be asked again, if it said so.
        status: HTTP status, if there was an answer.
    """

    def __init__(
        self, url: str, cause: str, *, retry_after: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(f"{url}: {cause}")
        self.url = url
        self.cause = cause
        self.retry_after = retry_after
        self.status = status

    @property
    def is_temporary(self) -> bool:
        """Whether the same request may work later: no answer, too many requests, a broken server."""
        return self.status is None or self.status >= 429


class RefusedAddressError(FetchError):
    """The address, or what it resolves or redirects to, is one that Kurir never connects to."""

    @property
    def is_temporary(self) -> bool:
        """Never."""
        return False


class TranslationError(SummarizerError):
    """A translation model is missing, broken or could not be fetched."""


class EngineError(SummarizerError):
    """An engine could not draft a briefing.

    Attributes:
        retry_after: seconds after which it may work again, if known.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class EndpointError(EngineError):
    """The LLM's endpoint is down, slow, or refuses us.

    Attributes:
        lasting: only a person can mend it (wrong key, unknown model), so asking again soon is useless.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, lasting: bool = False) -> None:
        super().__init__(message, retry_after=retry_after)
        self.lasting = lasting


class ReplyError(EngineError):
    """The LLM answered with nothing usable: a refusal, broken JSON, an empty text."""


class BudgetSpentError(EngineError):
    """The money set aside for the LLM is spent."""
