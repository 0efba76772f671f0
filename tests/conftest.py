"""What every test gets: no screen, a home of its own, and nothing of the person's."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

import offline

CHECKOUT = Path(__file__).resolve().parents[1]

# Set here and not in a fixture: Qt and platformdirs may read these while tests are collected.
_HOME = Path(tempfile.mkdtemp(prefix="glossator-tests-"))
_HOME.chmod(0o700)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["HOME"] = str(_HOME)
for _name in ("CONFIG", "DATA", "CACHE", "STATE", "RUNTIME"):
    _folder = _HOME / _name.lower()
    _folder.mkdir(mode=0o700)
    os.environ[f"XDG_{_name}_{'DIR' if _name == 'RUNTIME' else 'HOME'}"] = str(_folder)
# Child processes find the program as the tests do, wherever they are started.
os.environ["PYTHONPATH"] = str(CHECKOUT / "desktop")

# No deadline: a busy machine is not a bug. The examples are the same in every run under CI.
hypothesis_settings.register_profile("glossator", deadline=None, derandomize=bool(os.environ.get("CI")), database=None)
hypothesis_settings.load_profile("glossator")


# In effect while tests are collected, too. Processes that tests start are watched by tests/faults/test_no_network.py.
offline.guard()


def pytest_unconfigure() -> None:
    """Takes the home of this run away again."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder of pyproject.toml."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real files that lie beside some checkouts and are not ours to publish."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder ../shared beside this checkout")
    return folder


@pytest.fixture(autouse=True)
def qt_deletes_first(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the program (glossator.ui.collector): no cycles are collected while widgets live, and Qt deletes them."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    from glossator.ui.collector import delete_widgets

    gc.disable()
    yield
    delete_widgets()
    gc.enable()
