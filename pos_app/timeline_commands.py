"""The command that prints the history of a ticket, a document, a payment, a customer, a seat or a shift."""

import argparse
from functools import partial
from typing import Final

from domain.timeline.subjects import named_subject
from pos_app.commands import OK, reading_station
from pos_app.services.timeline import timelines
from pos_app.services.timeline.timelines import Page
from pos_app.station import Station
from pos_app.ui import wording
from sync.timeline import lines

_MOST: Final = 10_000
"""The most events that the command prints."""


def timeline(options: argparse.Namespace) -> int:
    """Print the history of what a text names, or what it may name when it names several."""
    for line in reading_station(options.profile, partial(_lines, " ".join(options.what))):
        print(line)
    return OK


def _lines(what: str, station: Station) -> list[str]:
    chosen = named_subject(what)
    matches = timelines.search(station, what) if chosen is None else ()
    if len(matches) == 1:
        chosen = matches[0].subject
    if chosen is not None:
        return list(lines.life(timelines.life(station, None, chosen, Page(newest_first=False, limit=_MOST))))
    if not matches:
        raise timelines.UnknownSubject(what)
    return [wording.text("timeline.matches", count=len(matches)), *lines.matches(matches)]
