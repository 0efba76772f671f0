"""The program reaches nothing: no network library, no code from data, no XML that fetches or grows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

DESKTOP = Path(__file__).resolve().parents[2] / "desktop"
FILES = sorted(DESKTOP.rglob("*.py"))

NETWORK = {
    "socket", "ssl", "http", "urllib.request", "urllib.error", "ftplib", "smtplib", "poplib", "imaplib", "xmlrpc",
    "socketserver", "asyncio", "requests", "httpx", "aiohttp", "urllib3", "websockets", "webbrowser",
    "PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets",
}  # fmt: skip
MAY = {("glossator/core/store/lock.py", "socket")}
"""The lock says on which machine it is held: `socket.gethostname` asks nobody."""

FROM_DATA = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "yaml", "runpy", "code", "codeop"}
CODE = {"eval", "exec", "compile", "__import__"}
XML = {"xml.dom", "xml.sax.parse", "xml.sax.parseString", "xml.sax.make_parser", "xml.etree", "xml.parsers"}
"""Readers that expand entities; `html.parser` builds no tree and knows none."""


def name_of(file: Path) -> str:
    return file.relative_to(DESKTOP).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of what a module imports, with every package above them."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[: n + 1]) for n in range(len(parts)))


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_module_reaches_nothing(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = {one for one in imported(tree) if one in NETWORK and (name_of(file), one) not in MAY}
    assert not found, "nothing here goes online"
    assert not {one for one in imported(tree) if one in FROM_DATA | XML}
    for call, name in calls(tree):
        assert name not in CODE, f"code from data in line {call.lineno}"
        assert not name.startswith(("os.system", "os.popen", "subprocess.getoutput")), f"a shell in line {call.lineno}"
        shell = [one for one in call.keywords if one.arg == "shell"]
        assert not shell, f"a shell in line {call.lineno}"


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_xml_is_read_without_entities_and_without_fetching(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for call, name in calls(tree):
        said = {one.arg: getattr(one.value, "value", None) for one in call.keywords}
        if name.endswith("XMLParser"):
            assert said.get("resolve_entities") is False, f"entities in line {call.lineno}"
            assert said.get("no_network") is True
            assert said.get("load_dtd") is False
        if name.endswith("HTMLParser") and "lxml" in name:
            assert said.get("no_network") is True
        if name.endswith(("etree.fromstring", "etree.parse", "etree.XML", "etree.iterparse")):
            assert len(call.args) > 1 or "parser" in said, f"line {call.lineno} reads XML without a parser of ours"
        if name.endswith(".extractall") or name.endswith("unpack_archive"):
            pytest.fail(f"line {call.lineno} unpacks an archive to the disk")
