"""Bytes to text, and which encoding it was."""

from __future__ import annotations

import pytest

from glossator.core.errors import UserError
from glossator.core.reading.decode import decode

NEWS = "“We kept it,” said Zoë of the café – for €5…\nMany plain words follow here, so that it is a text. " * 3


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_text_comes_back_and_the_encoding_is_named(codec: str, named: str) -> None:
    assert decode(NEWS.encode(codec)) == (NEWS, named)


def test_a_declared_encoding_counts_if_it_fits() -> None:
    russian = "Мост через реку сохранили ещё на десять лет. " * 5
    assert decode(russian.encode("koi8-r"), "koi8-r") == (russian, "koi8-r")
    assert decode(NEWS.encode(), "no-such-codec") == (NEWS, "utf-8")


def test_cyrillic_is_recognised_without_being_told() -> None:
    russian = "Мост через реку сохранили ещё на десять лет, сказал мэр города. " * 8
    assert decode(russian.encode("cp1251"))[0] == russian


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\t", "file-empty"),
        (b"%PDF-1.7 abc", "file-binary"),
        (b"PK\x03\x04rest", "file-binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "file-binary"),
        (bytes(range(256)) * 20, "file-binary"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UserError) as caught:
        decode(data)
    assert caught.value.code in (code, "encoding-unknown") if code == "file-binary" else caught.value.code == code
