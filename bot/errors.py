"""Errors of the bot, by what the caller does next.

::

    BotError                every error that this package raises on purpose
    ├── SettingsError       the configuration cannot be used: lists every problem
    ├── StoreError          the database cannot be used: says what to do
    ├── CommandError        what a person asked in chat cannot be done: the sentence is the answer
    └── DeliveryError       a message was not posted
        ├── TryLater        it may work again, after `retry_after` seconds if known
        ├── MaybeSent       nobody knows whether it was posted: look it up before sending again
        └── GiveUp          it will never work: the channel is gone, the token is revoked

``str(error)`` is one sentence for the person who reads it, without secrets.
"""

BROKEN = "Something went wrong on Kurir's side. It is in the log; please try again."
"""What people are told of an error that nobody foresaw."""


class BotError(Exception):
    """The bot could not do what was asked."""


class SettingsError(BotError):
    """The configuration cannot be used.

    Attributes:
        problems: every problem found, one sentence each.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class StoreError(BotError):
    """The database cannot be used."""


class CommandError(BotError):
    """What a person asked for in chat cannot be done."""


class DeliveryError(BotError):
    """A message was not posted."""


class TryLater(DeliveryError):  # noqa: N818 - named after what to do
    """Posting may work later.

    Attributes:
        retry_after: seconds to wait, if the platform said so.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class MaybeSent(DeliveryError):  # noqa: N818 - named after what is known
    """The reply was lost: the message may have been posted.

    Attributes:
        retry_after: seconds to wait before it is looked up, if the platform said so.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class GiveUp(DeliveryError):  # noqa: N818 - named after what to do
    """Posting will never work."""
