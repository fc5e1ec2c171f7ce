"""Fetches translation models, exactly as pinned, with time and size limits."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from summarizer.english.models import Lock, ModelFile, lock, model_folder
from summarizer.errors import TranslationError
from summarizer.languages import filed_as

LARGEST = 100_000_000
"""Bytes of one unpacked file; the largest that is pinned has 32 million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds: for one file in all, for the connection, and between two pieces of it."""

    total: float = 600.0
    connect: float = 10.0
    read: float = 30.0


async def pull(
    language: str,
    folder: Path,
    *,
    base: str = "",
    timeouts: Timeouts = Timeouts(),
    pinned: Lock | None = None,
    progress: Callable[[int], None] = lambda size: None,
) -> Path:
    """Fetch the model from `language` into `folder`, all of it or nothing; replaces an older one.

    Args:
        base: address of a mirror with the same paths; empty for the original.
        progress: told of every piece that arrived, in bytes.

    Raises:
        TranslationError: there is no such model, or it could not be fetched as pinned.
    """
    pinned = pinned or lock()
    wanted = pinned.models.get(filed_as(language))
    if wanted is None:
        known = ", ".join(sorted(pinned.models))
        raise TranslationError(f"there is no translation model for {language!r}; there are: {known}")
    address = (base or pinned.base).rstrip("/") + "/"
    contents = {}
    timeout = aiohttp.ClientTimeout(
        total=timeouts.total, sock_connect=timeouts.connect, sock_read=timeouts.read
    )
    # trust_env: whoever runs this names the address; a proxy of theirs may be the only way to it.
    async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False, trust_env=True) as session:
        for file in wanted:
            contents[file.name] = await _fetch(session, address, file, language, progress)
    target = model_folder(folder, language)
    try:
        await asyncio.to_thread(_install, target, contents)
    except OSError as error:
        raise TranslationError(f"{target}: the model cannot be written ({error.strerror})") from error
    return target


async def _fetch(
    session: aiohttp.ClientSession,
    address: str,
    file: ModelFile,
    language: str,
    progress: Callable[[int], None],
) -> bytes:
    """The unpacked content of one file, exactly as pinned."""
    packed = bytearray()
    try:
        async with session.get(address + file.path, max_redirects=3) as response:
            if response.status != 200:
                raise _failed(language, address, f"the server answered with status {response.status}")
            async for piece in response.content.iter_chunked(262_144):
                packed += piece
                progress(len(piece))
                if len(packed) > file.size:
                    break
    except TimeoutError as error:
        raise _failed(language, address, "it took too long") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise _failed(language, address, "no connection, or it broke off") from error
    return await asyncio.to_thread(_checked, bytes(packed), file, language, address)


def _checked(packed: bytes, file: ModelFile, language: str, address: str) -> bytes:
    if len(packed) != file.size or hashlib.sha256(packed).hexdigest() != file.sha256:
        raise _failed(language, address, f"{file.path} is not the file that this version of Kurir pins")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(packed, LARGEST)
    except zlib.error as error:
        raise _failed(language, address, f"{file.path} is not packed with gzip") from error
    if not unpacker.eof:
        raise _failed(language, address, f"{file.path} unpacks to more than {LARGEST // 10**6} MB")
    return content


def _install(target: Path, contents: Mapping[str, bytes]) -> None:
    """Write a model beside `target`, then put it in its place in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        for name, content in contents.items():
            (new / name).write_bytes(content)
        if target.exists():
            os.replace(target, new / "old")
        os.replace(new, target)
    finally:
        shutil.rmtree(target / "old", ignore_errors=True)
        shutil.rmtree(new, ignore_errors=True)


def _failed(language: str, address: str, cause: str) -> TranslationError:
    host = address.split("//", 1)[-1].split("/", 1)[0].rpartition("@")[2]
    return TranslationError(
        f"the translation model for {language!r} could not be fetched from {host}: {cause}; "
        "try again, or name a mirror in [translation] models_url; briefings work without it"
    )
