"""The body of an answer, decompressed under a cap. A small file may unpack to more than a disk holds."""

from __future__ import annotations

import asyncio
import re
import zlib
from dataclasses import dataclass

from aiohttp import ClientResponse

STEP = 262_144
"""Bytes decompressed at a time, so that the event loop is never held for long."""

GZIP, DEFLATE = b"\x1f\x8b", b"\x78"
FEWEST = 8
"""Bytes that show what a body is."""
_PLAIN = re.compile(rb"\s*<(?:[?!]|rss|feed|rdf|html)", re.IGNORECASE)


class BodyError(Exception):
    """The body cannot be read; the text is a clause for a person."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a server sent.

    Attributes:
        data: decompressed.
        whole: whether it ends where it should; compressed data may be broken off unnoticed.
    """

    data: bytes
    whole: bool = True


async def read_body(response: ClientResponse, cap: int, *, cut: bool = False) -> Body:
    """The body of `response`, decompressed, at most `cap` bytes.

    What the bytes are counts for more than what the headers say: servers label plain text as gzip and
    send gzip without saying so.

    Args:
        response: its headers were read.
        cap: bytes.
        cut: of a larger one its beginning will do.

    Raises:
        BodyError: it is larger, or cannot be decompressed.
    """
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate", "none", "utf-8"):
        raise BodyError(f"it is compressed with {encoding[:20]!r}, which Kurir did not ask for")
    if response.content_length is not None and response.content_length > cap and not cut:
        raise BodyError(_too_large(cap))
    unpacked = _Unpacked(encoding, cap)
    async for chunk in response.content.iter_chunked(STEP):
        await unpacked.add(chunk)
        if len(unpacked.data) > cap:
            if cut:
                return Body(bytes(unpacked.data[:cap]))
            raise BodyError(_too_large(cap))
    return await unpacked.end()


class _Unpacked:
    """A body that grows with each piece, until it is larger than `cap`."""

    def __init__(self, encoding: str, cap: int) -> None:
        self.data = bytearray()
        self._encoding = encoding
        self._cap = cap
        self._start = b""  # until enough is there to see what it is
        self._inflate: zlib._Decompress | None = None
        self._is_known = False

    async def add(self, chunk: bytes) -> None:
        if not self._is_known:
            chunk = self._start + chunk
            if len(chunk) < FEWEST:
                self._start = chunk
                return
            self._inflate, self._is_known = _decompressor(chunk, self._encoding), True
        if self._inflate is None:
            self.data += chunk
        else:
            await self._unpack(self._inflate, chunk)

    async def end(self) -> Body:
        if self._start and not self._is_known:
            self.data += self._start
        return Body(bytes(self.data), whole=self._inflate is None or self._inflate.eof)

    async def _unpack(self, inflate: zlib._Decompress, chunk: bytes) -> None:
        try:
            while chunk and len(self.data) <= self._cap:
                if inflate.eof:  # another member may follow (RFC 1952, 2.2); anything else is rubbish
                    if not chunk.startswith(GZIP):
                        return
                    self._inflate = inflate = zlib.decompressobj(wbits=31)
                self.data += inflate.decompress(chunk, STEP)
                chunk = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
                if chunk:
                    await asyncio.sleep(0)
        except zlib.error:
            raise BodyError("its compressed data is broken") from None


def _decompressor(start: bytes, encoding: str) -> zlib._Decompress | None:
    """What unpacks a body that starts with `start`, by its magic number; None for plain bytes."""
    if start.startswith(GZIP):
        return zlib.decompressobj(wbits=31)
    if encoding == "deflate" and not _PLAIN.match(start):
        return zlib.decompressobj(wbits=15 if start.startswith(DEFLATE) else -15)
    return None


def _too_large(cap: int) -> str:
    return f"it is larger than the {cap / 1e6:g} MB that Kurir reads"
