"""The demo: two stations in windows; without a display two acts, a day at a counter, and HQ with two stations."""

import os
import sys
from pathlib import Path

DAY, STATIONS = "day", "stations"
ACTS = (DAY, STATIONS)


def demo(out: Path, *, scripted: bool, only: str | None = None) -> int:
    """Open the windows where a display exists; otherwise play both acts, or one of them, into `out`."""
    if scripted or only or not _has_display():
        # Set before Qt is imported, which looks for a display when it starts.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return max(_act(name, out) for name in ACTS if only in {None, name})
    from pos_app.demo.window import show_windows  # noqa: PLC0415  # imports Qt

    return show_windows()


def _act(name: str, out: Path) -> int:
    if name == DAY:
        from pos_app.demo.day import play_day  # noqa: PLC0415  # imports Qt

        return play_day(out)
    from pos_app.demo.two_stations import play_two_stations  # noqa: PLC0415  # only for this act

    return play_two_stations(out)


def _has_display() -> bool:
    if "QT_QPA_PLATFORM" in os.environ:
        return os.environ["QT_QPA_PLATFORM"] not in {"offscreen", "minimal"}
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
