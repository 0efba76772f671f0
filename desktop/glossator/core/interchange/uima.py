"""UIMA XMI and UIMA CAS JSON, as INCEpTION, dkpro-cassis and UIMA in Java write them; offsets are UTF-16 units.

The XML is parsed without entities, DTDs or network before dkpro-cassis sees it, and an
annotation whose offsets are no places of the text is moved aside first: dkpro-cassis
would take them for code points. dkpro-cassis makes Python classes of the types that a file
declares, so the names of their features must be plain names.
"""

from __future__ import annotations

import json
import keyword
import warnings
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossator.core.errors import UserError
from glossator.core.interchange.base import (
    MAX_BYTES,
    ForeignArticle,
    ForeignFile,
    Malformed,
    Problem,
    checked,
    decoded,
    loaded,
    table,
    unreadable,
)
from glossator.core.interchange.cas import Bad, article_of
from glossator.core.interchange.xml import parsed

if TYPE_CHECKING:
    from cassis import TypeSystem

_ID = "{http://www.omg.org/XMI}id"
_CAS = "{http:///uima/cas.ecore}"
_XMI = "{http://www.omg.org/XMI}"
_TEXT = "uima.cas.String"
_TYPES = "TypeSystem.xml"
_FAULTS = (LookupError, ValueError, TypeError, AttributeError, RuntimeError, ArithmeticError, AssertionError, NameError)


class Xmi:
    """A ``.xmi`` file, or a folder of them; ``TypeSystem.xml`` lies beside, and what it does not tell is inferred."""

    name = "xmi"
    title = "UIMA CAS XMI (INCEpTION)"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        return _read(path, "*.xmi", _from_xmi)


class CasJson:
    """A ``.json`` file with its types in it (UIMA CAS JSON 0.4), or a folder of them."""

    name = "cas-json"
    title = "UIMA CAS JSON (INCEpTION)"

    def read(self, path: Path) -> ForeignFile:
        """UserError annotations-unreadable, file-missing, file-too-large."""
        return _read(path, "*.json", _from_json)


def _read(path: Path, pattern: str, make: Callable[[Path, bytes], ForeignArticle]) -> ForeignFile:
    if not path.exists():
        raise UserError("file-missing", path=str(path))
    places = sorted(path.rglob(pattern)) if path.is_dir() else [path]
    found, problems, whole = [], [], bytearray()
    for place in places:
        data = loaded(place)
        whole += place.stem.encode("utf-8", "replace") + b"\0" + data + b"\0" if path.is_dir() else data
        if len(whole) > MAX_BYTES:
            raise UserError("file-too-large", path=str(path), size=len(whole) >> 20, limit=MAX_BYTES >> 20)
        try:
            found.append(make(place, data))
        except Malformed as error:
            problems.append(Problem("annotation-text", {"name": f"{place.name}: {error}"[:100]}))
        except UserError as error:
            if not path.is_dir() or error.code != "annotations-unreadable":
                raise
            problems.append(Problem("annotation-text", {"name": place.name}))
    return checked(path, bytes(whole), found, problems)


def _faults() -> tuple[type[Exception], ...]:
    """What dkpro-cassis raises on files that are not what they say."""
    from cassis.typesystem import AnnotationHasNoSofa, TypeCheckError, TypeNotFoundError
    from lxml import etree

    return (*_FAULTS, AnnotationHasNoSofa, TypeCheckError, TypeNotFoundError, etree.LxmlError)


def _quietly(path: Path, load: Callable[[], Any], bad: Bad) -> ForeignArticle:
    """The article of the CAS that ``load`` makes; whatever dkpro-cassis raises is a UserError."""
    faults = _faults()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return article_of(load(), bad)
        except Malformed:
            raise
        except faults as error:
            raise unreadable(path, f"it is no CAS ({type(error).__name__})") from error


class _Places:
    """Which offsets are places of a text, in UTF-16 units."""

    def __init__(self, texts: Iterable[str]) -> None:
        sizes = ((2 if ord(char) > 0xFFFF else 1 for char in text) for text in texts)
        self._marks = [frozenset(accumulate(one, initial=0)) for one in sizes]

    def hold(self, *told: Any) -> bool:
        """Whether every offset is a place of one of the texts."""
        try:
            return any(all(int(one) in marks for one in told) for marks in self._marks)
        except (ValueError, TypeError):
            return False


def _from_xmi(path: Path, data: bytes) -> ForeignArticle:
    from cassis import load_cas_from_xmi
    from lxml import etree

    root = parsed(path, data)
    if root.tag != _XMI + "XMI":
        raise unreadable(path, "it is no XMI")
    faults = _faults()
    try:
        types = _type_system(path)
        _infer(types, root)
        bad = _moved_aside(root)
    except Malformed as error:
        raise unreadable(path, str(error)) from error
    except faults as error:
        raise unreadable(path, f"its types cannot be read ({type(error).__name__})") from error
    written = etree.tostring(root)
    return _quietly(path, lambda: load_cas_from_xmi(BytesIO(written), types, lenient=True), bad)


def _type_system(path: Path) -> TypeSystem:
    """The types told beside the file, or only the built-in ones."""
    from cassis import TypeSystem, load_typesystem
    from lxml import etree

    for place in (path.with_name(_TYPES), path.parent.parent / _TYPES):
        if place.is_file():
            root = parsed(place, loaded(place))
            for features in root.iter("{*}features"):
                for one in features.iter("{*}name"):
                    _plain((one.text or "").strip())
            return load_typesystem(BytesIO(etree.tostring(root)))
    return TypeSystem()


def _plain(name: str) -> str:
    """``name`` if it can name a feature: its letters become part of a program in dkpro-cassis. Malformed otherwise."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise Malformed(f"“{name[:40]}” is no name of a feature")
    return name


def _infer(types: TypeSystem, root: Any) -> None:
    """Add the types and features that ``root`` uses and nothing told: features are text then."""
    for name, attributes, children in _shapes(root):
        if types.contains_type(name):
            kind = types.get_type(name)
        else:
            place = {"begin", "end"} <= attributes
            kind = types.create_type(name, "uima.tcas.Annotation" if place else "uima.cas.AnnotationBase")
        if name.startswith("uima."):
            continue
        known = {feature.name for feature in kind.all_features}
        for feature in sorted(attributes | children):
            if feature.rstrip("_") not in known and feature not in known:
                types.create_feature(kind, _plain(feature), "uima.cas.StringArray" if feature in children else _TEXT)


def _shapes(root: Any) -> Iterator[tuple[str, set[str], set[str]]]:
    """(type, names of its attributes, names of its child elements) as ``root`` uses them."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for element in root.iterchildren("*"):
        if element.tag in (_CAS + "NULL", _CAS + "Sofa", _CAS + "View"):
            continue
        space, _, name = element.tag.removeprefix("{").rpartition("}")
        package = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
        attributes, children = found.setdefault(f"{package}.{name}".removeprefix("uima.noNamespace."), (set(), set()))
        attributes.update(key for key in element.attrib if not key.startswith("{") and key != "sofa")
        children.update(child.tag for child in element.iterchildren("*"))
    yield from ((name, attributes, children) for name, (attributes, children) in found.items())


def _moved_aside(root: Any) -> dict[int, tuple[str, str]]:
    """Annotations with offsets that are no places; in ``root`` they cover nothing from now on."""
    places = _Places(sofa.get("sofaString") or "" for sofa in root.iterchildren(_CAS + "Sofa"))
    bad = {}
    for element in root.iterchildren("*"):
        start, end = element.get("begin"), element.get("end")
        if (start is None and end is None) or element.tag.startswith(_CAS):
            continue
        if not places.hold(start, end):
            bad[int(element.get(_ID) or 0)] = (str(start)[:20], str(end)[:20])
            element.set("begin", "0")
            element.set("end", "0")
    return bad


def _from_json(path: Path, data: bytes) -> ForeignArticle:
    from cassis import load_cas_from_json

    try:
        told = dict(table(json.loads(decoded(path, data))))
    except (ValueError, RecursionError) as error:
        raise unreadable(path, "it is no JSON object") from error
    held = told.get("%FEATURE_STRUCTURES")
    if not isinstance(held, list | dict) or not isinstance(told.get("%VIEWS"), dict):
        raise unreadable(path, "it is no CAS JSON")
    told.setdefault("%TYPES", {})
    try:
        for features in map(table, table(told["%TYPES"]).values()):
            for name in features:
                _plain(name.removeprefix("%"))
    except Malformed as error:
        raise unreadable(path, str(error)) from error
    pairs = held.items() if isinstance(held, dict) else [(one.get("%ID"), one) for one in held if isinstance(one, dict)]
    structures = [(ident, one) for ident, one in pairs if isinstance(one, dict)]
    sofas = [one.get("sofaString") for _, one in structures if one.get("%TYPE") == "uima.cas.Sofa"]
    places = _Places(text for text in sofas if isinstance(text, str))
    bad: dict[int, tuple[str, str]] = {}
    for ident, one in structures:
        if ("begin" in one or "end" in one) and not places.hold(one.get("begin"), one.get("end")):
            if str(ident).isdecimal():
                bad[int(str(ident))] = (str(one.get("begin"))[:20], str(one.get("end"))[:20])
            one["begin"] = one["end"] = 0
    return _quietly(path, lambda: load_cas_from_json(json.dumps(told)), bad)
