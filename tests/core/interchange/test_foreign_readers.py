"""XMI, CAS JSON, Web Annotations, labelbuddy and REFI-QDA as other programs write them, and as nobody should."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from bundles import harbour
from glossator.core.errors import UserError
from glossator.core.export import EXPORTERS, export
from glossator.core.interchange import READERS, ForeignArticle
from glossator.core.interchange.sniff import guesses

TEXT = "😀 Ada Lund left Rome. Ada Lund came back."


def read(name: str, path: Path) -> list[ForeignArticle]:
    return list(READERS.get(name).read(path).articles)


def marks(article: ForeignArticle) -> list[tuple[str, str]]:
    return [(article.text[s.start : s.end], s.label) for s in article.spans]


def refused(name: str, path: Path) -> str:
    with pytest.raises(UserError) as caught:
        READERS.get(name).read(path)
    return caught.value.code


def xmi(body: str, text: str = TEXT, members: str = "1 2", head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
        'xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore" '
        'xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmi:version="2.0">'
        f'<cas:NULL xmi:id="0"/>{body}<cas:Sofa xmi:id="9" sofaNum="1" sofaID="_InitialView" mimeType="text" '
        f'sofaString="{text}"/><cas:View sofa="9" members="{members}"/></xmi:XMI>'
    )


# ---- UIMA ------------------------------------------------------------------------------------------------


def test_xmi_without_its_types_in_utf16(tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    body = (
        '<ner:NamedEntity xmi:id="1" sofa="9" begin="3" end="11" value="PER"/>'
        '<custom:Place xmi:id="2" sofa="9" begin="17" end="21" kind="city" note="look"/>'
        '<custom:Went xmi:id="3" sofa="9" begin="17" end="21" Governor="1" Dependent="2" label="to"/>'
        '<custom:Place xmi:id="4" sofa="9" begin="1" end="11" kind="half"/>'
        '<custom:Place xmi:id="5" sofa="9" begin="17" end="999" kind="far"/>'
    )
    path.write_text(xmi(body, members="1 2 3 4 5"), "utf-8")
    (article,) = read("xmi", path)
    assert marks(article) == [("Rome", "city"), ("Ada Lund", "PER")]
    assert [(k.kind, k.head, k.tail) for k in article.links] == [("to", "x1", "x2")]
    assert [(n.span, n.text) for n in article.notes] == [("x2", "look")]
    listed = [(p.code, p.values["label"], p.values["start"], p.values["end"]) for p in article.problems]
    assert sorted(listed) == [("annotation-outside", "far", "17", "999"), ("annotation-outside", "half", "1", "11")]


def test_xmi_with_entities_or_a_document_type_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden", "utf-8")
    path = tmp_path / "a.xmi"
    for head in (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;">]>',
    ):
        path.write_text(xmi("", text="&e;", members="", head=head), "utf-8")
        assert refused("xmi", path) == "annotations-unreadable"
    types = tmp_path / "TypeSystem.xml"
    types.write_text('<!DOCTYPE x [<!ENTITY e "a">]><typeSystemDescription>&e;</typeSystemDescription>', "utf-8")
    path.write_text(xmi("", members=""), "utf-8")
    assert refused("xmi", path) == "annotations-unreadable"


def test_one_damaged_xmi_in_a_folder_is_listed(tmp_path: Path) -> None:
    (tmp_path / "a.xmi").write_text(xmi("", members=""), "utf-8")
    (tmp_path / "b.xmi").write_text(xmi("", members="")[:200], "utf-8")
    found = READERS.get("xmi").read(tmp_path)
    assert [article.text for article in found.articles] == [TEXT]
    assert [(p.code, p.values["name"]) for p in found.problems] == [("annotation-text", "b.xmi")]
    assert refused("xmi", tmp_path / "b.xmi") == "annotations-unreadable"


def test_cas_json_with_offsets_outside(tmp_path: Path) -> None:
    export("cas-json", [harbour()], tmp_path / "out", EXPORTERS.get("cas-json").options())
    (file,) = (tmp_path / "out").glob("*.json")
    told = json.loads(file.read_text("utf-8"))
    (one,) = [fs for fs in told["%FEATURE_STRUCTURES"] if fs.get("label") == "GPE"]
    one["end"] = 10_000
    file.write_text(json.dumps(told), "utf-8")
    (article,) = read("cas-json", file)
    assert "GPE" not in {s.label for s in article.spans if s.layer == "entity" and s.id.startswith("gpe")}
    assert [(p.code, p.values["end"]) for p in article.problems] == [("annotation-outside", "10000")]
    file.write_text("[1, 2]", "utf-8")
    assert refused("cas-json", file) == "annotations-unreadable"


EVIL = ["x=print(1)", "a b", "a,b", "a\nb", "class", "1a", ""]


@pytest.mark.parametrize("name", EVIL)
def test_names_that_would_become_a_program_are_refused(name: str, tmp_path: Path) -> None:
    """dkpro-cassis builds classes with the features' names in their source."""
    feature = f"<featureDescription><name>{name}</name><rangeTypeName>uima.cas.String</rangeTypeName>"
    (tmp_path / "TypeSystem.xml").write_text(
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types><typeDescription>'
        "<name>webanno.custom.Place</name><supertypeName>uima.tcas.Annotation</supertypeName><features>"
        f"{feature}</featureDescription></features></typeDescription></types></typeSystemDescription>",
        "utf-8",
    )
    path = tmp_path / "a.xmi"
    path.write_text(xmi('<custom:Place xmi:id="1" sofa="9" begin="0" end="1"/>', members="1"), "utf-8")
    assert refused("xmi", path) == "annotations-unreadable"
    told = (tmp_path / "TypeSystem.xml").read_text("utf-8").replace("featureDescription", "typeDescription")
    (tmp_path / "TypeSystem.xml").write_text(told, "utf-8")
    assert refused("xmi", path) == "annotations-unreadable"
    types = {"a.B": {"%NAME": "a.B", "%SUPER_TYPE": "uima.tcas.Annotation", name: {"%RANGE": "uima.cas.String"}}}
    structures = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": "abc"},
        {"%ID": 2, "%TYPE": "a.B", "@sofa": 1, "begin": 0, "end": 1},
    ]
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2]}}
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"%TYPES": types, "%FEATURE_STRUCTURES": structures, "%VIEWS": views}), "utf-8")
    assert refused("cas-json", path) == "annotations-unreadable"


@pytest.mark.parametrize("name", ["class", "a-b", "a.b"])
def test_names_of_attributes_are_checked_too(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    path.write_text(xmi(f'<custom:Place xmi:id="1" sofa="9" begin="0" end="1" {name}="x"/>', members="1"), "utf-8")
    assert refused("xmi", path) == "annotations-unreadable"


# ---- Web Annotation --------------------------------------------------------------------------------------


def web(body: object, *selectors: object, source: object = "http://example.org/a", **more: object) -> dict[str, object]:
    return {"type": "Annotation", "body": body, "target": {"source": source, "selector": list(selectors)}, **more}


def quote(exact: str, before: str = "", after: str = "") -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": before, "suffix": after}


def position(start: int, end: int) -> dict[str, object]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def test_web_annotations_with_the_text_in_the_source(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    whole = {"id": "http://example.org/a", "value": TEXT}
    tag = {"type": "TextualBody", "value": "PERSON", "purpose": "tagging"}
    comment = {"type": "TextualBody", "value": "who?", "purpose": "commenting"}
    rows = [
        web([tag, comment], quote("Ada Lund"), position(3, 11), source=whole, id="one"),  # UTF-16 units
        web(tag, quote("Ada Lund", "Rome. ")),
        web(tag, quote("Ben")),
        web("only a word", quote("Rome")),
        web(tag, {"type": "SvgSelector", "value": "<svg/>"}),
        {"type": "Annotation", "body": tag, "target": "http://example.org/a"},
    ]
    path.write_text(json.dumps({"@context": "http://www.w3.org/ns/anno.jsonld", "items": rows}), "utf-8")
    (article,) = read("webannotation", path)
    assert [(s.start, s.label) for s in article.spans] == [(2, "PERSON"), (22, "PERSON"), (16, "HIGHLIGHTING")]
    assert article.tags == ("PERSON",)
    assert article.address == "http://example.org/a"
    assert [note.text for note in article.notes] == ["who?", "only a word"]
    assert sorted(p.code for p in article.problems) == ["annotation-kind", "annotation-not-found"]


def test_web_annotations_with_a_text_beside_or_none(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    rows = [web(None, position(2, 10), source="http://example.org/b.txt"), web("x", quote("Rome"), source="urn:else")]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    one, two = read("webannotation", path)
    assert marks(one) == [("Ada Lund", "HIGHLIGHTING")]
    assert (two.text, two.source, [q.span.text for q in two.quoted]) == ("", "urn:else", ["Rome"])


def test_an_undecidable_quotation_is_not_placed(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([web("x", quote("Ada Lund"), source={"id": "a", "value": TEXT})]), "utf-8")
    (article,) = read("webannotation", path)
    assert article.spans == ()
    assert [(p.code, p.values["text"]) for p in article.problems] == [("annotation-unclear", "Ada Lund")]


# ---- labelbuddy ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [True, False])
def test_labelbuddy_in_characters_and_bytes(lines: bool, tmp_path: Path) -> None:
    rows = [
        {
            "text": TEXT,
            "metadata": {"title": "Back", "author": "A. Writer"},
            "annotations": [
                {"start_char": 2, "end_char": 10, "start_byte": 5, "end_byte": 13, "label_name": "PERSON"},
                {"start_byte": 19, "end_byte": 23, "label_name": "GPE", "extra_data": "Italy"},
                {"start_byte": 1, "end_byte": 4, "label_name": "HALF"},
            ],
        },
        {"annotations": []},
    ]
    path = tmp_path / ("a.jsonl" if lines else "a.json")
    path.write_text("\n".join(map(json.dumps, rows)) if lines else json.dumps(rows), "utf-8")
    found = READERS.get("labelbuddy").read(path)
    (article,) = found.articles
    assert marks(article) == [("Ada Lund", "PERSON"), ("Rome", "GPE")]
    assert (article.title, article.byline) == ("Back", "A. Writer")
    assert [(n.span, n.text) for n in article.notes] == [("a1", "Italy")]
    assert [p.values["label"] for p in article.problems] == ["HALF"]
    assert [p.values["line"] for p in found.problems] == [2]


# ---- REFI-QDA --------------------------------------------------------------------------------------------


def qdpx(path: Path, inside: str, **files: bytes) -> Path:
    project = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="Other">'
        '<Users><User guid="u" name="Kim"/></Users><CodeBook><Codes><Code guid="c1" name="People" isCodable="true">'
        '<Code guid="c2" name="Traveller" isCodable="true"/></Code></Codes></CodeBook>'
        f"{inside}</Project>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", project)
        for name, data in files.items():
            archive.writestr(f"sources/{name}.txt", data)
    return path


def selection(start: int, end: int, name: str, *codes: str, inside: str = "") -> str:
    coded = "".join(f'<Coding guid="k"><CodeRef targetGUID="{code}"/></Coding>' for code in codes)
    return (
        f'<PlainTextSelection guid="s{start}" name="{name}" startPosition="{start}" endPosition="{end}" '
        f'creatingUser="u">{inside}{coded}</PlainTextSelection>'
    )


def source(*selections: str, name: str = "t") -> str:
    inside = "".join(selections)
    return f'<Sources><TextSource guid="g" name="Back" plainTextPath="internal://{name}.txt">{inside}</TextSource></Sources>'


@pytest.mark.parametrize(
    ("start", "end", "shift", "text"),
    [(2, 10, 0, TEXT), (3, 11, 0, TEXT), (5, 13, 0, TEXT), (2, 9, 0, TEXT), (8, 16, 1, f"a\r\nb\r\n{TEXT}"),
     (6, 14, 0, f"a\r\nb\r\n{TEXT}")],
    ids=["code points", "UTF-16", "bytes", "last character", "two for an end of line", "one for an end of line"],
)  # fmt: skip
def test_qdpx_of_others_by_the_names_of_selections(start: int, end: int, shift: int, text: str, tmp_path: Path) -> None:
    inside = source(selection(start, end, "Ada Lund", "c1", "c2", inside="<Description>comes back</Description>"))
    (article,) = read("refi", qdpx(tmp_path / "p.qdpx", inside, t=text.encode()))
    assert marks(article) == [("Ada Lund", "People"), ("Ada Lund", "Traveller")]
    assert article.text.count("\r") == (2 if shift else 0)
    assert article.spans[0].origin == "human:Kim"
    assert [note.text for note in article.notes] == ["comes back"]


def test_qdpx_lists_what_it_cannot_place(tmp_path: Path) -> None:
    inside = (
        source(selection(2, 10, "Ada Lund", "c1"), selection(90, 99, "", "c2"), selection(0, 2, ""))
        + '<Sources><PictureSource guid="i" name="photo"/>'
        '<TextSource guid="h" name="far" plainTextPath="relative:///etc/passwd"/></Sources>'
        '<Links><Link guid="l" name="met" originGUID="s2" targetGUID="nobody"/></Links>'
    )
    found = READERS.get("refi").read(qdpx(tmp_path / "p.qdpx", inside, t=TEXT.encode()))
    (article,) = found.articles
    assert marks(article) == [("Ada Lund", "People"), ("😀 ", "HIGHLIGHT")]
    assert [p.code for p in article.problems] == ["annotation-outside", "annotation-link"]
    assert {str(p.values) for p in found.problems} == {"{'kind': 'PictureSource photo'}", "{'name': 'far'}"}


def test_bombs_and_damaged_archives_are_refused(tmp_path: Path) -> None:
    bomb = qdpx(tmp_path / "bomb.qdpx", source(), t=b"a" * 60_000_000)
    assert bomb.stat().st_size < 100_000
    assert refused("refi", bomb) == "file-too-large"
    good = qdpx(tmp_path / "good.qdpx", source(selection(2, 10, "Ada Lund", "c1")), t=TEXT.encode())
    data = good.read_bytes()
    for cut in (0, 10, len(data) // 2, len(data) - 10):
        good.write_bytes(data[:cut])
        assert refused("refi", good) == "annotations-unreadable"
    entities = tmp_path / "e.qdpx"
    with zipfile.ZipFile(entities, "w") as archive:
        archive.writestr("project.qde", '<!DOCTYPE x [<!ENTITY e "a">]><Project xmlns="urn:QDA-XML:project:1.0"/>')
    assert refused("refi", entities) == "annotations-unreadable"
    latin = qdpx(tmp_path / "latin.qdpx", source(), t="é".encode("latin-1"))
    assert refused("refi", latin) == "annotations-unreadable"


@pytest.mark.parametrize("name", ["xmi", "cas-json", "webannotation", "labelbuddy"])
def test_wrong_encodings_and_other_formats_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.file"
    for data in (b"", b"\xff\xfe\x00", "é".encode("latin-1"), b"[]", b"{}", b"null", b"<a/>", b"plain words"):
        path.write_bytes(data)
        assert refused(name, path) == "annotations-unreadable"
    assert refused(name, tmp_path / "none") == "file-missing"


@pytest.mark.parametrize("name", [one.name for one in READERS if one.name in {e.name for e in EXPORTERS}])
def test_every_export_is_recognised(name: str, tmp_path: Path) -> None:
    target = tmp_path / f"out{EXPORTERS.get(name).suffix}"
    export(name, [harbour()], target, EXPORTERS.get(name).options())
    assert guesses(target)[0] == name
    if target.is_file():
        moved = target.rename(tmp_path / "plain.data")
        if name != "docbin":  # a packed file without a name
            assert guesses(moved)[0] == name


def test_nothing_is_guessed_from_other_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ada Lund left Rome.\nShe came back.\nNobody saw her.\n", "utf-8")
    assert guesses(tmp_path / "a.txt") == []
    assert guesses(tmp_path) == []
    assert guesses(tmp_path / "none") == []
