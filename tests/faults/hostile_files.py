"""Article files that mean harm, made here: each with what must become of it.

``reject`` means a sentence and nothing else, ``import`` that it is read, ``either`` one
of the two; in no case may one of ``never`` be in what was read. ``mutated`` damages any
file by the means that fuzzers use: flips, cuts, repeats, splices and hostile morsels.
"""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

SECRET = "a secret that lies beside the article"


@dataclass(frozen=True)
class Hostile:
    """One file: its name says which reader gets it."""

    name: str
    data: bytes
    outcome: str
    never: tuple[str, ...] = ()


def texts() -> list[Hostile]:
    """Plain text and Markdown."""
    return [
        Hostile("nul.txt", b"one\x00two\x00three", "import", ("\x00",)),
        Hostile("controls.txt", bytes(range(1, 32)) + b" letters", "import", ("\x07", "\x1b")),
        Hostile("latin.txt", "Café Zürich naïve".encode("latin-1"), "import"),
        Hostile("broken-utf8.txt", b"caf\xe9 \xff\xfe\x80 end", "either"),
        Hostile("half-pairs.txt", b"a\xed\xa0\x80b\xed\xb0\x80c", "either", ("\ud800", "\udc00")),
        Hostile("wide.txt", "héllo wörld".encode("utf-16"), "import", ("\x00",)),
        Hostile("wide-unmarked.txt", "hello world, hello".encode("utf-16-le"), "import", ("\x00",)),
        Hostile("too-long.txt", b"word " * 500_000, "reject"),
        Hostile("no-blank.txt", b"a" * 400_000, "import"),
        Hostile("one-letter.txt", ("e" + "\u0301" * 60_000).encode(), "either"),
        Hostile("many-lines.txt", b"x\n" * 150_000, "reject"),
        Hostile("turned.txt", "user\u202etxt.exe \u2066x\u2069 \u200f".encode(), "import"),
        Hostile("breaks.txt", "a\r\nb\rc\u2028d\u2029e\x0bf\x0cg".encode(), "import", ("\r", "\u2028", "\x0b")),
        Hostile("empty.txt", b"", "reject"),
        Hostile("blank.txt", b" \n\t\n", "reject"),
        Hostile("picture.txt", b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(3000), "reject"),
        Hostile("noise.txt", random.Random(2).randbytes(5000), "reject"),
        Hostile("brackets.md", b"[" * 20_000, "either"),
        Hostile("quotes.md", b">" * 10_000 + b" x", "either"),
        Hostile("stars.md", b"**a *b " * 10_000, "either"),
        Hostile("lists.md", b"".join(b" " * i + b"- x\n" for i in range(1_000)), "either"),
        Hostile("deep.jsonl", ("[" * 100_000 + "\n").encode(), "either"),
    ]


def pages(secret: Path, server: str) -> list[Hostile]:
    """Web pages; ``secret`` is a file that none may read, ``server`` an address that none may ask."""
    uri = secret.absolute().as_uri()
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{uri}"><!ENTITY y SYSTEM "{server}/e">]><p>&x; &y; text</p>'
    laughs = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 9))
    remote = (
        f'<base href="{server}"><link rel="stylesheet" href="{uri}"><link rel="import" href="/i"><p>text</p>'
        f'<img src="{server}/a.png"><img src="{uri}"><iframe src="{uri}"></iframe><object data="{server}/o"></object>'
        f'<script src="{server}/s.js">EVIL()</script><meta http-equiv="refresh" content="0; url={server}/r">'
    )
    return [
        Hostile("deep.html", b"<div>" * 30_000 + b"x" + b"</div>" * 30_000, "either"),
        Hostile("unclosed.html", b"<b>" * 30_000 + b"x", "either"),
        Hostile("tables.html", b"<table><tr><td>" * 30 + b"x", "either"),
        Hostile("attributes.html", b"<p " + b" ".join(b"a%d=1" % i for i in range(100_000)) + b">x</p>", "either"),
        Hostile("attribute.html", b'<p title="' + b"a" * 3_000_000 + b'">x</p>', "either"),
        Hostile("paragraphs.html", b"<p>x</p>" * 150_000, "reject"),
        Hostile("remote.html", remote.encode(), "import", (SECRET, "EVIL")),
        Hostile("entity.html", entity.encode(), "either", (SECRET,)),
        Hostile(
            "entity.xhtml",
            b'<?xml version="1.0"?>' + entity.replace("html [", "html [<!-- -->").encode(),
            "either",
            (SECRET,),
        ),
        Hostile("laughs.html", f'<!DOCTYPE html [<!ENTITY e0 "ha">{laughs}]><p>&e8;</p>'.encode(), "either", ("haha",)),
        Hostile("lying.html", "<meta charset=utf-8><p>café".encode("latin-1"), "either"),
        Hostile("unknown-charset.html", b"<meta charset=bogus-8><p>x", "import"),
        Hostile("utf7.html", b"<meta charset=utf-7><p>+ADw-script+AD4- word", "either", ("<script>",)),
        Hostile("included.md", f'![a]({uri}) <img src="{uri}"> <script>EVIL</script> ok'.encode(), "import", (SECRET,)),
    ]


def archives(secret: Path) -> list[Hostile]:
    """Packed formats: refused where nobody reads them, inside the ceilings where somebody does."""
    uri = secret.absolute().as_uri()
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def document(body: str, doctype: str = "") -> bytes:
        inside = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
        return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": inside.encode()})

    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    book = uri.encode()
    doctype = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{uri}">]>'
    flate = zlib.compress(b" " * (64 << 20), 9)
    pdf = b"%%PDF-1.7\n1 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(flate) + flate + b"\nendstream"
    return [
        Hostile("bomb.docx", document(paragraph("a" * (64 << 20))), "either"),
        Hostile("entity.docx", document(paragraph("&x;"), doctype), "either", (SECRET,)),
        Hostile("deep.docx", document("<w:sdt>" * 20_000 + paragraph("x") + "</w:sdt>" * 20_000), "either"),
        Hostile("many.docx", packed({f"x/{i}": b"" for i in range(10_000)}), "reject"),
        Hostile("outside.docx", packed({"../../../evil.txt": b"EVIL", "word/document.xml": b"<w/>"}), "either"),
        Hostile("cut.docx", document(paragraph("ok"))[:-200], "reject"),
        Hostile("chapter.epub", packed({"mimetype": b"application/epub+zip", "o.opf": book}), "either", (SECRET,)),
        Hostile("bomb.pdf", pdf, "either"),
        Hostile("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "reject"),
        Hostile("locked.odt", packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "reject"),
    ]  # fmt: skip


def packed(members: dict[str, bytes]) -> bytes:
    """A ZIP archive of ``members``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


MORSELS = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&#0;", b"&#xD800;", b"<![CDATA[",
    b"]]>", b"<plaintext>", b"<svg><style><!--", b"\r", "\u2028".encode(), "\U0010ffff".encode(), "\ufdd0".encode(),
    b"---\n", b"> " * 50, b"](" * 50, b"```", b"<article>" * 9, b"%s%n{0}", b"\x1b[2J", "\u202e".encode(),
    b"PK\x03\x04", b"%PDF-",
)  # fmt: skip


def mutated(data: bytes, dice: random.Random, most: int = 200_000) -> bytes:
    """``data`` (at most ``most`` bytes of it) with one to eight kinds of damage."""
    body = bytearray(data[:most])
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(body) + 1)
        act = dice.randrange(6)
        if act == 0 and body:
            body[at % len(body)] ^= 1 << dice.randrange(8)
        elif act == 1:
            del body[at : at + dice.choice((1, 7, 100, 5_000))]
        elif act == 2:
            body[at:at] = dice.choice(MORSELS) * dice.choice((1, 1, 1, 3, 400))
        elif act == 3:
            body[at:at] = body[at : at + dice.choice((10, 300, 4_000))] * dice.choice((1, 5, 60))
        elif act == 4:
            body[at:at] = dice.randbytes(dice.choice((1, 16, 900)))
        else:
            other = dice.randrange(len(body) + 1)
            body = body[at:] + body[:other]
    return bytes(body[: 4 * most])
