"""The set-up files of the demonstration, with a programme that lies ahead at whatever hour it is loaded."""

import re
from datetime import datetime, time, timedelta
from importlib.resources import files

from domain.calendar import CARACAS

FILES = ("taquilla.toml", "teatro.toml", "arena.toml")
_FIRST_BEGINS = time(20)
_TIME_TO_SELL = timedelta(hours=1)
"""The least time between loading and the first function."""
_DAY = re.compile(r"(?<=\[\[event\.performance\]\]\nday = )\d+")


def texts(at: datetime) -> dict[str, str]:
    """The files by name. When the first function of the day is near or over, every function is a day later."""
    local = at.astimezone(CARACAS)
    later = local + _TIME_TO_SELL > datetime.combine(local.date(), _FIRST_BEGINS, CARACAS)
    folder = files("resources") / "demo"
    written = {name: (folder / name).read_text(encoding="utf-8") for name in FILES}
    return {name: _DAY.sub(lambda day: str(int(day.group()) + later), text) for name, text in written.items()}
