"""What goes wrong in a database, each as one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StoreError

DAMAGED = "is damaged; put back the newest backup beside it, or move it away to start empty"

# (part of the driver's message, what it means and what to do); the first that matches is said.
SENTENCES = (
    ("is locked", "is locked by another program; stop that one or try again"),
    ("disk is full", "has no room left on its disk; free some space and start again"),
    ("no space left", "has no room left on its disk; free some space and start again"),
    ("disk i/o error", "cannot be written: its disk reports an error; check the disk"),
    ("malformed", DAMAGED),
    ("could not decode", DAMAGED),
    (
        "not a database",
        "is damaged or no database; put back the newest backup, or move it away to start empty",
    ),
    ("unable to open", "cannot be opened; check that its folder exists and may be written to"),
    ("readonly", "may only be read; give Kurir the right to write to it and to its folder"),
    ("permission denied", "refuses Kurir's user; grant it the right to use and create tables"),
    ("authentication failed", "refuses the user name or password; check KURIR_DATABASE_URL"),
    ("does not exist", "does not exist there; create it, or check KURIR_DATABASE_URL"),
    ("too many", "takes no more connections; raise its limit or run fewer workers"),
)
UNREACHABLE = "cannot be reached or broke the connection; check that it runs, and KURIR_DATABASE_URL"


@contextmanager
def store_error(name: str) -> Iterator[None]:
    """Turn what a driver raises about the database `name` into a `StoreError`.

    A broken constraint is no such thing: it is a mistake in Kurir, and goes through as it is.
    """
    try:
        yield
    except (IntegrityError, ProgrammingError) as error:
        if "permission denied" in str(error.orig).lower():
            raise StoreError(sentence(name, error)) from error
        raise
    except (DBAPIError, PoolTimeout) as error:
        raise StoreError(sentence(name, error)) from error


def sentence(name: str, error: Exception) -> str:
    """One sentence about `error`; never the driver's own text, which may hold values of the statement."""
    text = str(getattr(error, "orig", error)).lower()
    for part, meaning in SENTENCES:
        if part in text:
            return f"the database {name} {meaning}"
    if isinstance(error, OperationalError | PoolTimeout):
        return f"the database {name} {UNREACHABLE}"
    return f"the database {name} refused a value or statement ({type(error).__name__}); please report it"
