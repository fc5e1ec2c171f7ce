"""Pure functions in child processes that can be killed: for parsers fed with hostile documents.

A thread cannot be stopped and holds the interpreter's lock while a C parser runs; a child process can be
given a deadline and a limit of memory, and the event loop stays free. Children are started when needed
and kept.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from summarizer.errors import SummarizerError

P = ParamSpec("P")
T = TypeVar("T")

MEGABYTES = 1024
"""Address space of a child, where the system can limit it."""

ENVIRONMENT = {"PYTHONUTF8": "1"} | ({"SYSTEMROOT": r"C:\Windows"} if sys.platform == "win32" else {})
"""All the environment that a child gets: none of the bot's secrets."""


class WorkerError(SummarizerError):
    """The work took too long or too much memory and was ended."""


class Workers:
    """Up to `size` children. Use it as an async context manager.

    Attributes:
        size: children at the same time.
        seconds: longest time for one piece of work.
    """

    def __init__(self, *, size: int = 2, seconds: float = 20.0) -> None:
        self.size = size
        self.seconds = seconds
        self._gate = asyncio.Semaphore(size)
        self._idle: list[asyncio.subprocess.Process] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._idle:
            await _end(self._idle.pop())

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function`, importable by name, returns or raises in a child.

        Raises:
            WorkerError: it was ended.
        """
        request = pickle.dumps((function, args, kwargs))
        async with self._gate:
            child = self._idle.pop() if self._idle else await _start()
            try:
                answer = await asyncio.wait_for(_ask(child, request), self.seconds)
            except TimeoutError:
                raise WorkerError(f"it took more than {self.seconds:g} s to read") from None
            except (OSError, EOFError):
                raise WorkerError(f"it took more than {MEGABYTES} MB to read") from None
            else:
                self._idle.append(child)
            finally:
                if child not in self._idle:
                    await _end(child)
        result: T = _result(answer)
        return result


def _result(answer: bytes) -> Any:
    good, value = pickle.loads(answer)  # noqa: S301 - written by our own child
    if good:
        return value
    kind, args, attributes = value  # an error whose constructor takes other arguments does not pickle
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(attributes)
    raise error


async def _start() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",  # not -m: the module must have its own name, or its errors would have another
        f"from {__name__} import serve; serve()",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=1 << 20,
        env=ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


async def _ask(child: asyncio.subprocess.Process, request: bytes) -> bytes:
    assert child.stdin is not None  # noqa: S101 - a pipe, as is the next
    assert child.stdout is not None  # noqa: S101
    child.stdin.write(len(request).to_bytes(8, "big") + request)
    await child.stdin.drain()
    return await child.stdout.readexactly(int.from_bytes(await child.stdout.readexactly(8), "big"))


async def _end(child: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        child.kill()
    await child.communicate()


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))


def serve() -> None:
    """Answer requests until standard input ends; run in a child."""
    _limit_memory()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    while head := source.read(8):
        function, args, kwargs = pickle.loads(source.read(int.from_bytes(head, "big")))  # noqa: S301 - our parent
        answer: tuple[bool, Any]
        try:
            answer = True, function(*args, **kwargs)
        except SummarizerError as error:
            answer = False, (type(error), error.args, error.__dict__)
        except MemoryError:
            return
        except Exception as error:
            answer = False, (WorkerError, (f"reading it failed ({type(error).__name__})",), {})
        data = pickle.dumps(answer)
        sink.write(len(data).to_bytes(8, "big") + data)
        sink.flush()
