"""What the till says about the station's clock: which times differ, and what to do. No Qt."""

from pos_app.services.till.clock_guard import ClockComparison
from pos_app.ui import wording


def clock_warning(clock: ClockComparison) -> str:
    """The warning above the till's forms; empty while the clock agrees with the newest known time and with HQ."""
    if clock.differs_from_hq and clock.hq_now is not None:
        return wording.text("shift.clock_differs", now=wording.moment(clock.now), hq=wording.moment(clock.hq_now))
    if clock.is_behind and clock.newest is not None:
        return wording.text("shift.clock_behind", now=wording.moment(clock.now), last=wording.moment(clock.newest))
    return ""


def clock_explained(clock: ClockComparison) -> str:
    """Both times, and what accepting the clock does."""
    parts = [wording.text("shift.clock_now", now=wording.moment(clock.now))]
    if clock.newest is not None:
        parts.append(wording.text("shift.clock_last", last=wording.moment(clock.newest)))
    if clock.hq_now is not None:
        parts.append(wording.text("shift.clock_hq", hq=wording.moment(clock.hq_now)))
    parts.append(wording.text("shift.clock_accepting" if clock.is_behind else "shift.clock_good"))
    return "\n".join(parts)
