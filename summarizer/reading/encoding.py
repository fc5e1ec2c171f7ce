"""Bytes → clean text, with a note on every guess. Only importer of charset-normalizer."""

from __future__ import annotations

import re

from summarizer.errors import UnreadableError
from summarizer.reading.characters import clean
from summarizer.reading.language import detect

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip
_MAGIC = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP or Office file", b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"RIFF": "a sound, picture or film",
    b"\x7fELF": "a program", b"\x1f\x8b": "a compressed file",
    b"\xd0\xcf\x11\xe0": "an old Office file", b"SQLite format 3": "a database", b"ID3": "a sound",
}  # fmt: skip
_USUAL = (
    "cp1252", "cp1250", "iso8859_2", "cp1251", "koi8_r", "koi8_u", "cp1253", "cp1254", "cp1257", "cp1255",
    "cp1256", "cp874", "mac_roman", "shift_jis", "cp932", "euc_jp", "gb18030", "big5", "cp949", "euc_kr",
)  # fmt: skip
"""What news is found in; of the other hundred only wrong guesses are made."""

_LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "mac_roman")
"""Encodings of Latin letters, each easily taken for another in a short text."""
_PAGES = {
    "cp1252": (
        "sv",
        "no",
        "nb",
        "nn",
        "da",
        "de",
        "fr",
        "es",
        "fi",
        "en",
        "nl",
        "it",
        "pt",
        "is",
        "ca",
        "ga",
    ),
    "cp1250": ("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq"),
    "cp1254": ("tr", "az"),
    "cp1257": ("et", "lv", "lt"),
}
"""Windows code pages and the languages that use them."""

_HIGH, _ALONE = re.compile(rb"[\x80-\xff]"), re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
"""In Latin scripts most bytes above ASCII stand alone between letters, in all others they come in rows."""

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_:.-]{2,40})""")
_MOJIBAKE = re.compile("Ã[\u0080-¿]|â€|Ð[\u0080-¿°±²³´µ¶·¸¹º»¼½¾]|Å[¡¾\u0080-\u009f]")


def decode(data: bytes, *, name: str, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of `data`, cleaned (see `characters.clean`), and notes about how it was decoded.

    Args:
        charset: what the server said; a declaration inside a page is looked for here.

    Raises:
        UnreadableError: it is empty, or no text.
    """
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableError(name, "it is empty")
    text, notes = _decode(data, name, charset)
    text, repaired = _repair(text)
    lost = text.count("\ufffd")
    if lost > len(text) // 20:
        raise UnreadableError(name, "it is not text in any encoding that Kurir knows")
    if lost:
        notes += (f"{lost} damaged characters are shown as \ufffd",)
    text = clean(text)
    if not text.strip():
        raise UnreadableError(name, "it is empty")
    return text, notes + repaired


def _decode(data: bytes, name: str, charset: str | None) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace").removeprefix("\ufeff"), ()
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableError(name, f"it is {what}, not an article")
    if wide := _wide(data[:4000]):
        return data.decode(wide, "replace"), (f"its encoding is not declared; it was read as {wide}",)
    if _is_binary(data[:4000]):
        raise UnreadableError(name, "it is binary data, not text")
    declared = _DECLARED.search(data[:2000])
    for named in ("utf-8", charset, declared[1].decode("ascii") if declared else None):
        try:
            if named:
                return data.decode(named), ()
        except (UnicodeDecodeError, LookupError):
            continue
    return _guess(data)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte is zero."""
    half = len(head) // 2
    if half < 8:
        return None
    even, odd = head[0 : 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else None


def _is_binary(head: bytes) -> bool:
    """More than 2 % of control characters other than white space, escape and NUL, or mostly NUL.

    Text has none; random bytes have a tenth, compressed data little less.
    """
    control = sum(b < 32 and b not in b"\t\n\r\f\x1b\0" for b in head)
    return control > len(head) * 0.02 or head.count(0) > len(head) * 0.3


def _guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = guess(data)
    note = f"its encoding is not declared; it was read as {encoding}"
    return data.decode(encoding, "replace"), () if encoding == "utf-8" else (note,)


def guess(data: bytes) -> str:
    """What `data`, not declared, is: UTF-8 with damaged bytes, or what its letters look like."""
    damaged = data.decode("utf-8", "replace")
    letters = sum(c > "\x7f" for c in damaged)
    if letters and damaged.count("\ufffd") <= letters * 0.2:
        return "utf-8"
    from charset_normalizer import from_bytes  # 60 ms, and hardly ever needed

    head = data[:50_000]
    is_latin = len(_ALONE.findall(head)) * 2 > len(_HIGH.findall(head))
    among = list(_LATIN if is_latin else _USUAL)
    found = from_bytes(head, cp_isolation=among, preemptive_behaviour=False).best()
    return _code_page(data, found.encoding if found else "cp1252")


def _code_page(data: bytes, guessed: str) -> str:
    """The page of Latin letters that the language of `data` uses: "på" is Swedish, "pĺ" is nothing."""
    if guessed not in _LATIN:
        return guessed
    language, _ = detect(data[:5_000].decode(guessed, "replace"))
    return next((page for page, languages in _PAGES.items() if language in languages), guessed)


def _repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo UTF-8 that was read as Windows-1252 once before it got here, where that is certain."""
    if len(_MOJIBAKE.findall(text)) < 2:
        return text, ()
    try:
        fixed = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text, ("some letters may be garbled (the text was decoded wrongly before Kurir got it)",)
    return fixed, ("letters garbled by a wrong decoding were restored",)
