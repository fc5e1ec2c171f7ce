"""A feed in any encoding → in UTF-8. Pure.

What the bytes are counts for more than what the server or the document says of them: feeds are called
UTF-8 and are Windows-1251, and the other way round.
"""

from __future__ import annotations

import re

_WIDE = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16",
         b"<\0": "utf-16-le", b"{\0": "utf-16-le", b"\0<": "utf-16-be", b"\0{": "utf-16-be"}  # fmt: skip
"""How a document starts that is neither ASCII nor an extension of it."""
_EBCDIC = b"Lo\xa7\x94"  # "<?xm" there; only feedparser reads it
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*['\"]([\w.:-]+)['\"]", re.IGNORECASE)
_DECLARATION = re.compile(r"(\s*<\?xml[^>]*?)\s+encoding\s*=\s*['\"][^'\"]*['\"]", re.IGNORECASE)
_SERVER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_UTF8 = re.compile(r"utf-?8", re.IGNORECASE)
_SEVEN_BITS = re.compile(r"iso-?2022|hz|utf-?7", re.IGNORECASE)
"""Encodings whose bytes are all ASCII, so that they would pass for UTF-8."""
_DEFAULTS = re.compile(r"iso-?8859-?1|latin-?1|us-ascii|ascii", re.IGNORECASE)
"""What servers say that know nothing; read as Windows-1252, as browsers do."""


def as_utf8(body: bytes, content_type: str | None = None) -> bytes:
    """`body` in UTF-8, without a byte order mark and without a declaration that says otherwise."""
    if wide := next((name for start, name in _WIDE.items() if body.startswith(start)), None):
        return _relabelled(body.decode(wide, "replace"))
    if body.startswith(_EBCDIC):
        return body
    body = body.removeprefix(b"\xef\xbb\xbf")
    declared = said[1].decode() if (said := _DECLARED.match(body[:300])) else None
    served = told[1] if (told := _SERVER.search(content_type or "")) else None
    named = [n for n in (served, declared) if n]
    if not any(map(_SEVEN_BITS.match, named)) and _is_utf8(body):
        return body if declared is None or _UTF8.fullmatch(declared) else _relabelled(body.decode())
    # A server's default gives way to what the document says.
    return _relabelled(_decoded(body, sorted(named, key=lambda n: bool(_DEFAULTS.fullmatch(n)))))


def _decoded(body: bytes, named: list[str]) -> str:
    for name in named:
        try:
            return body.decode("cp1252" if _DEFAULTS.fullmatch(name) else name)
        except (UnicodeDecodeError, LookupError):
            continue
    from summarizer.reading.encoding import guess  # what it needs is hardly ever needed

    return body.decode(guess(re.sub(rb"<[^>]*>", b" ", body)), "replace")


def _relabelled(text: str) -> bytes:
    plain = _DECLARATION.sub(r"\1", text.removeprefix("\ufeff"), count=1)
    return plain.encode("utf-8", "replace")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
