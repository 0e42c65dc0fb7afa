"""Both programs as processes: their version, and a station without a display."""

import os
import tomllib

import pytest

from tests.builders import ordinary
from tests.source_tree import ROOT

OK, REFUSED = 0, 1
NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.mark.parametrize(("module", "name"), [("pos_app", "taquilla"), ("hq", "taquilla-hq")])
def test_a_program_prints_its_version(module: str, name: str) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    done = ordinary.run("-m", module, "--version")
    assert (done.returncode, done.stdout) == (OK, f"{name} {version}\n")


@pytest.mark.parametrize("display", ["", ":77"])
def test_a_station_without_a_display_is_refused_in_words(display: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    done = ordinary.run("-m", "pos_app", "run", "caja", environment={**environment, "DISPLAY": display})
    assert done.returncode == REFUSED
    assert done.stderr.startswith("ARR-04: No hay pantalla")
    assert "Traceback" not in done.stderr
