"""A display that is named and dead is recognised, and the demo plays itself."""

import socket
import sys
from pathlib import Path

import pytest

from pos_app import demo
from pos_app.demo import display
from pos_app.ui import wording


@pytest.fixture
def no_display_named(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system always has a display")
def test_the_environment_names_a_display_or_none(no_display_named: pytest.MonkeyPatch) -> None:
    assert not display.is_named()
    no_display_named.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert display.is_named()
    no_display_named.setenv("QT_QPA_PLATFORM", "offscreen")
    assert not display.is_named()
    no_display_named.setenv("QT_QPA_PLATFORM", "")
    assert display.is_named()


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_dead_display_opens_no_window(no_display_named: pytest.MonkeyPatch, name: str) -> None:
    no_display_named.setenv(name, ":99")
    assert not display.opens()


def test_a_display_that_accepts_and_never_answers_is_given_up(
    no_display_named: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-9"))
        server.listen()
        no_display_named.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        no_display_named.setenv("QT_QPA_PLATFORM", "wayland")
        no_display_named.setenv("WAYLAND_DISPLAY", "wayland-9")
        assert not display.opens(patience_s=2)


def test_a_living_platform_opens(no_display_named: pytest.MonkeyPatch) -> None:
    no_display_named.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.opens()


def test_the_demo_gives_the_reason_when_a_display_is_named_and_dead(
    no_display_named: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo._desktop() is None
    assert capsys.readouterr().err == ""
    no_display_named.setenv("DISPLAY", ":99")
    assert demo._desktop() is None
    assert capsys.readouterr().err == wording.text("demo.dead_display") + "\n"
