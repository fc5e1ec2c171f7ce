"""The body of an answer, decompressed under a cap. A small file may unpack to more than a disk holds."""

from __future__ import annotations

import asyncio
import zlib

from aiohttp import ClientResponse

STEP = 262_144
"""Bytes decompressed at a time, so that the event loop is never held for long."""

GZIP, DEFLATE = b"\x1f\x8b", b"\x78"


class BodyError(Exception):
    """The body cannot be read; the text is a clause for a person."""


async def read_body(response: ClientResponse, cap: int) -> bytes:
    """The whole body of `response`, decompressed, at most `cap` bytes.

    What the bytes are counts for more than what the headers say: servers label plain text as gzip and
    send gzip without saying so.

    Raises:
        BodyError: it is larger, or cannot be decompressed.
    """
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate", "none", "utf-8"):
        raise BodyError(f"it is compressed with {encoding[:20]!r}, which Kurir did not ask for")
    if response.content_length is not None and response.content_length > cap:
        raise BodyError(_too_large(cap))
    inflate: zlib._Decompress | None = None
    whole = bytearray()
    first = True
    async for chunk in response.content.iter_chunked(STEP):
        if first:
            inflate, first = _decompressor(chunk, encoding), False
        if inflate is None:
            whole += chunk
        else:
            await _inflate(inflate, chunk, whole, cap)
        if len(whole) > cap:
            raise BodyError(_too_large(cap))
    return bytes(whole)


async def _inflate(inflate: zlib._Decompress, chunk: bytes, whole: bytearray, cap: int) -> None:
    try:
        while chunk and not inflate.eof and len(whole) <= cap:
            whole += inflate.decompress(chunk, STEP)
            chunk = inflate.unconsumed_tail
            if chunk:
                await asyncio.sleep(0)
    except zlib.error:
        raise BodyError("its compressed data is broken") from None


def _decompressor(start: bytes, encoding: str) -> zlib._Decompress | None:
    """What unpacks a body that starts with `start`, by its magic number; None for plain bytes."""
    if start.startswith(GZIP):
        return zlib.decompressobj(wbits=31)
    if encoding == "deflate":
        return zlib.decompressobj(wbits=15 if start.startswith(DEFLATE) else -15)
    return None


def _too_large(cap: int) -> str:
    return f"it is larger than the {cap / 1e6:g} MB that Kurir reads"
