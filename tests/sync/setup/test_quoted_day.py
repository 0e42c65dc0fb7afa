"""A day of a set-up file that was written in quotes."""

from datetime import date

from sync.setup import sentence
from sync.setup.problems import Reading
from sync.setup.toml_table import parse


def test_a_day_in_quotes_is_answered_with_how_to_write_it() -> None:
    reading = Reading(date(2026, 11, 30))
    table = parse("sala.toml", 'date = "2020-01-01"', reading)
    table.day("date")
    (problem,) = reading.problems
    assert sentence(problem).startswith("sala.toml: date")
    assert "2026-09-28 (sin comillas)" in sentence(problem)
