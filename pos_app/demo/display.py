"""Does the display that the environment names open a window?

Qt ends the process that asks a dead display for a window, so a process of its own asks.
"""

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from domain.errors import Refused

_WITHOUT_A_DISPLAY = {"offscreen", "minimal"}
_PATIENCE_S = 20.0
"""A display on another machine may take seconds; one that is never going to answer is given up."""
_OPEN = """
import sys
if sys.platform == "linux":
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # Qt aborts, and nobody wants the core
from PySide6.QtGui import QGuiApplication
screen = QGuiApplication(["taquilla"]).primaryScreen()
if screen is None:
    sys.exit(1)
print(screen.availableGeometry().width(), screen.availableGeometry().height())
"""


@dataclass(eq=False)
class NoDisplay(Refused):
    """No display is named, or the one that is named does not answer: Qt would end the process without a message."""

    code: ClassVar[str] = "ARR-04"

    display: str


def must_open() -> None:
    """Raise NoDisplay where a window cannot open. A display of this machine is asked directly, which takes no time."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM") in _WITHOUT_A_DISPLAY:
        return
    if not (_answers_here() or (is_named() and opens())):
        raise NoDisplay(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or "DISPLAY")


def _answers_here() -> bool:
    sockets = []
    if number := os.environ.get("DISPLAY", "").removeprefix("unix").removeprefix(":").partition(".")[0]:
        sockets.append(Path("/tmp/.X11-unix") / f"X{number}")  # noqa: S108  # where X listens
    if name := os.environ.get("WAYLAND_DISPLAY"):
        sockets.append(Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name)
    for path in sockets:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(path))
            return True
    return False


def is_named() -> bool:
    """Whether the environment names a display at all."""
    if platform := os.environ.get("QT_QPA_PLATFORM"):
        return platform not in _WITHOUT_A_DISPLAY
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def opens(patience_s: float = _PATIENCE_S) -> bool:
    """Whether Qt starts on it and has a screen."""
    return size(patience_s) is not None


def size(patience_s: float = _PATIENCE_S) -> tuple[int, int] | None:
    """The width and height that windows may use, in Qt's pixels; None when Qt does not start on it."""
    with tempfile.TemporaryDirectory(prefix="taquilla-display-") as folder:
        try:
            done = subprocess.run(  # noqa: S603  # our own lines
                [sys.executable, "-c", _OPEN], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True, timeout=patience_s, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None
    if done.returncode:
        return None
    width, height = map(int, done.stdout.split())
    return width, height
