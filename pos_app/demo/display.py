"""Does the display that the environment names open a window?

Qt ends the process that asks a dead display for a window, so a process of its own asks.
"""

import os
import subprocess
import sys
import tempfile

_WITHOUT_A_DISPLAY = {"offscreen", "minimal"}
_PATIENCE_S = 20.0
"""A display on another machine may take seconds; one that is never going to answer is given up."""
_OPEN = """
import sys
if sys.platform == "linux":
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # Qt aborts, and nobody wants the core
from PySide6.QtGui import QGuiApplication
sys.exit(QGuiApplication(["taquilla"]).primaryScreen() is None)
"""


def is_named() -> bool:
    """Whether the environment names a display at all."""
    if platform := os.environ.get("QT_QPA_PLATFORM"):
        return platform not in _WITHOUT_A_DISPLAY
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def opens(patience_s: float = _PATIENCE_S) -> bool:
    """Whether Qt starts on it and has a screen."""
    with tempfile.TemporaryDirectory(prefix="taquilla-display-") as folder:
        try:
            done = subprocess.run(  # noqa: S603  # our own lines
                [sys.executable, "-c", _OPEN], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, timeout=patience_s, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0
