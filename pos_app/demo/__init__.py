"""The demo: two venues, three people, a virtual printer; in a window, or a day that plays itself."""

import os
import sys
from pathlib import Path


def demo(out: Path, *, scripted: bool) -> int:
    """Open the window where there is a display; otherwise play the day into `out`."""
    if scripted or not _has_display():
        # Chosen before Qt is imported: it looks for a display when it starts.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from pos_app.demo.day import play_day  # noqa: PLC0415  # the same

        return play_day(out)
    from pos_app.demo.window import show_window  # noqa: PLC0415  # the same

    return show_window()


def _has_display() -> bool:
    if "QT_QPA_PLATFORM" in os.environ:
        return os.environ["QT_QPA_PLATFORM"] not in {"offscreen", "minimal"}
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
