"""The Label Studio folder taken by Label Studio's own SDK, where it is installed (it needs opencv and is no part of
the development requirements; the shape is checked without it in test_exports_read_back.py)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bundles import edges, harbour
from glossator.core.export import export
from glossator.core.export.label_studio import LabelStudioOptions


@pytest.mark.filterwarnings("ignore")
def test_the_sdk_takes_annotations_and_predictions(tmp_path: Path) -> None:
    interface = pytest.importorskip("label_studio_sdk.label_interface", exc_type=ImportError)
    from label_studio_sdk.converter import Converter

    export("label-studio", [harbour(), edges()], tmp_path / "out", LabelStudioOptions(suggestions=True))
    config = (tmp_path / "out" / "label_config.xml").read_text("utf-8")
    tasks = json.loads((tmp_path / "out" / "tasks.json").read_text("utf-8"))
    known = interface.LabelInterface(config)
    known.validate()
    for task in tasks:
        assert all(known.validate_annotation(one) for one in task["annotations"])
        assert all(known.validate_prediction(one) for one in task["predictions"])
    # The converter is for what a server exports: there every task has its number.
    numbered = [{"id": k, **task} for k, task in enumerate(tasks, 1)]
    (tmp_path / "numbered.json").write_text(json.dumps(numbered), "utf-8")
    tasks_file, to = str(tmp_path / "numbered.json"), str(tmp_path / "min")
    Converter(config, str(tmp_path)).convert_to_json_min(tasks_file, to, is_dir=False)
    (made,) = (tmp_path / "min").glob("*.json")
    first = json.loads(made.read_text("utf-8"))[0]
    assert {one["text"] for one in first["entity"]} >= {"University of São Paulo", "São Paulo", "May"}
