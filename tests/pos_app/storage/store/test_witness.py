"""Witness files are outside of every profile, in the system's folder for the state of programs."""

import sys
from pathlib import Path

import pytest

from pos_app.storage.store import witness


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the folders of Linux")
def test_the_state_folder_is_the_one_that_stations_have_used_so_far(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", "/home/taquilla")
    monkeypatch.delenv("XDG_STATE_HOME")
    assert witness.folder() == Path("/home/taquilla/.local/state/taquilla")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert witness.folder() == tmp_path / "taquilla"
