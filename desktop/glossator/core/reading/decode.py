"""Bytes → text, by evidence in a fixed order; whoever asks is told which encoding it was."""

from __future__ import annotations

import codecs
import re

from glossator.core.errors import UserError

SAMPLE = 256 << 10
"""Bytes shown to the statistical guess; the whole file must then decode strictly."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xd0\xcf\x11\xe0", "Office"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\x00", "program"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"{\\rtf", "RTF"),
)
_CANDIDATES = [
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "iso8859_15",
    "koi8_r", "koi8_u", "mac_roman", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
_WESTERN = frozenset(
    "‘’“”‚„‹›«»–—…•·€£¥§©®™°±²³µ¶¹º¼½¾¿¡ª¢¬×÷\xa0\xad"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŒœŠšŽžŸ"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def binary_kind(head: bytes) -> str:
    """What kind of file that is no text begins like ``head``, or ""."""
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """(text, encoding's name) of ``data``.

    Order: byte order mark, the ``declared`` encoding and UTF-8 if they fit exactly, the NUL
    pattern of UTF-16, Windows-1252 where only western letters come out, then a statistical
    guess among few encodings. UserError file-empty, file-binary, encoding-unknown.
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise UserError("file-empty")
    if kind := binary_kind(data):
        raise UserError("file-binary", kind=kind)
    text, encoding = _decoded(data, declared)
    controls = len(_CONTROL.findall(text))
    if text.count("\x00") > max(8, len(text) // 100) or controls > max(32, len(text) // 100):
        raise UserError("file-binary", kind="binary")
    return text, encoding


def _decoded(data: bytes, declared: str) -> tuple[str, str]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), wide
    for name in filter(None, (declared, "utf-8")):
        text = _strict(data, name)
        if text is not None:
            return text, codecs.lookup(name).name
    text = _strict(data, "cp1252")
    if text is not None and _is_western(text):
        return text, "cp1252"
    return _guessed(data)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError):
        return None


def _wide(data: bytes) -> str:
    """UTF-16 without a mark shows as NULs in every second byte."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if half < 8 or b"\x00" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _is_western(text: str) -> bool:
    high = [char for char in text if char >= "\x80"]
    return len(high) < 0.12 * len(text) and _WESTERN.issuperset(high)


def _guessed(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    sample = data[:SAMPLE]
    if len(data) > SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    if best is not None and best.encoding:
        text = _strict(data, best.encoding)
        if text is not None:
            return text, best.encoding
    raise UserError("encoding-unknown")
