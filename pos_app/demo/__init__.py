"""The demo: two stations in windows; without a display two acts, a day at a counter, and HQ with two stations."""

import os
import sys
from pathlib import Path

from pos_app.demo import display
from pos_app.ui import wording

DAY, STATIONS = "day", "stations"
ACTS = (DAY, STATIONS)


def demo(out: Path, *, scripted: bool, only: str | None = None) -> int:
    """Open the windows where a display exists; otherwise play both acts, or one of them, into `out`."""
    if scripted or only or not _has_a_window():
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


def _has_a_window() -> bool:
    if not display.is_named():
        return False
    if display.opens():
        return True
    print(wording.text("demo.dead_display"), file=sys.stderr)  # noqa: T201  # why no window comes
    return False
