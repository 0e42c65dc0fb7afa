"""Days and times of a set-up file: of the calendar, or counted from the day on which it is loaded."""

from datetime import UTC, date, datetime, time, timedelta

from domain.calendar import CARACAS
from sync.setup.problems import Flaw
from sync.setup.toml_table import TomlTable

_FURTHEST_DAY = 3650


def optional_day(table: TomlTable, key: str) -> date | None:
    """A day; None when the file has none."""
    table.mark_known(key)
    return table.day(key) if table.has(key) else None


def moving_day(table: TomlTable) -> date:
    """`date = 2026-09-28`, or `day = 2`: two days after the load day."""
    table.mark_known("date", "day")
    if table.has("date"):
        return table.day("date")
    return table.reading.on + timedelta(days=table.integer("day", least=-_FURTHEST_DAY, most=_FURTHEST_DAY))


def instant(table: TomlTable) -> datetime:
    """A day and a time in Venezuela, as an instant in UTC."""
    written = table.take("time", (str, time), None, "00:00")
    try:
        at = written if isinstance(written, time) else time.fromisoformat(str(written))
    except ValueError:
        table.note("time", Flaw.BAD_VALUE, written, '"00:00".."23:59"')
        at = time()
    return datetime.combine(moving_day(table), at.replace(tzinfo=None), CARACAS).astimezone(UTC)
