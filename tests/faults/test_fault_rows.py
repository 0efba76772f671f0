"""Every row of the fault plan, with the counts of every push, each in a process of its own."""

from __future__ import annotations

import sys

import pytest

from faults.nightly import apart
from faults.registry import rows


@pytest.mark.skipif(sys.platform != "linux", reason="the instruments of these rows are made for Linux")
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_row(row):
    figures = apart(row.name, row.push)
    assert figures["good"], figures["wrong"]
    assert figures["cases"] >= row.push, figures
