"""The demo: two stations in windows; without a display two acts, a day at a counter, and HQ with two stations."""

import os
import sys
from pathlib import Path

from pos_app.demo import desk, display
from pos_app.demo.desk import NEEDS
from pos_app.ui import wording

DAY, STATIONS = "day", "stations"
ACTS = (DAY, STATIONS)


def demo(out: Path, *, scripted: bool, only: str | None = None) -> int:
    """Open the windows where a display exists; otherwise play both acts, or one of them, into `out`."""
    size = None if scripted or only else _desktop()
    if size is None:
        # Set before Qt is imported, which looks for a display when it starts.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return max(_act(name, out) for name in ACTS if only in {None, name})
    # Also before Qt is imported: two stations do not fit beside each other on a common desktop in their own size.
    factor = desk.scale(*size, NEEDS) * float(os.environ.get("QT_SCALE_FACTOR") or 1)
    os.environ["QT_SCALE_FACTOR"] = f"{factor:.3f}"
    from pos_app.demo.window import show_windows  # noqa: PLC0415  # imports Qt

    return show_windows()


def _act(name: str, out: Path) -> int:
    if name == DAY:
        from pos_app.demo.day import play_day  # noqa: PLC0415  # imports Qt

        return play_day(out)
    from pos_app.demo.two_stations import play_two_stations  # noqa: PLC0415  # only for this act

    return play_two_stations(out)


def _desktop() -> tuple[int, int] | None:
    """The size of the desktop; None where no window can open."""
    if not display.is_named():
        return None
    size = display.size()
    if size is None:
        print(wording.text("demo.dead_display"), file=sys.stderr)  # noqa: T201  # why no window comes
    return size
