"""No word of an article ever becomes markup in a widget: markup fetches files, hangs on pipes and eats memory."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).resolve().parents[2] / "desktop" / "glossator" / "ui"

RICH = {
    "setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "fromHtml", "setStaticText", "fromMarkdown",
    "setOpenExternalLinks", "openUrl", "setSource", "loadResource",
}  # fmt: skip
"""Methods that parse markup or follow it."""

WIDGETS = {"QTextBrowser", "QErrorMessage", "QWhatsThis", "QSvgWidget", "QDesktopServices", "QNetworkAccessManager"}
PLAIN_ONLY = {"QLabel", "QMessageBox"}
"""Guess at markup unless told that their text is plain."""

GUESSING = {"setToolTip", "setWhatsThis", "showText"}
SAFE_TIP = "plain_tip"


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the last name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(UI.rglob("*.py")):
        yield file.relative_to(UI).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def is_ours(text: ast.expr) -> bool:
    """Whether a tip is written in the program: a constant, its translation, a safe tip, or a choice among these."""
    if isinstance(text, ast.Constant):
        return True
    if isinstance(text, ast.IfExp):
        return is_ours(text.body) and is_ours(text.orelse)
    if isinstance(text, ast.Call):
        name = text.func.attr if isinstance(text.func, ast.Attribute) else getattr(text.func, "id", "")
        return name == SAFE_TIP or (name == "tr" and all(isinstance(one, ast.Constant) for one in text.args))
    return False


def test_nothing_parses_markup() -> None:
    found = [f"{name}:{call.lineno} {what}" for name, tree in modules() for call, what in calls(tree) if what in RICH]
    for name, tree in modules():
        found += [
            f"{name}:{node.lineno} {node.id}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and node.id in WIDGETS
        ]
    assert found == []


def test_labels_and_boxes_are_told_that_their_text_is_plain() -> None:
    found = []
    for name, tree in modules():
        made = [call.lineno for call, what in calls(tree) if what in PLAIN_ONLY]
        told = [call for call, what in calls(tree) if what == "setTextFormat"]
        assert all("PlainText" in ast.dump(call) for call in told)
        if len(made) > len(told):
            found.append(f"{name}: {made}")
    assert found == []


def test_tips_are_ours_or_made_safe() -> None:
    found = [
        f"{name}:{call.lineno}"
        for name, tree in modules()
        for call, what in calls(tree)
        if what in GUESSING and not is_ours(call.args[1 if what == "showText" else -1])
    ]
    assert found == []
