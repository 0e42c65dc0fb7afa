"""The command of `taquilla-hq` that prints the history of a thing over all stations."""

import argparse
from typing import Final

from domain.timeline.subjects import named_subject
from hq.office import Office
from hq.outcome import Outcome
from hq.people.accounts import Author
from hq.timeline import timelines
from hq.timeline.timelines import NoSuchSubject, Wanted
from resources.texts import text
from sync.timeline import lines

_MOST: Final = 10_000
"""The most events that the command prints."""


def show_timeline(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """The history of what a text names, from the beginning, or what it may name when it names several."""
    what = " ".join(options.what)
    wanted = Wanted(office.clock.now(), newest_first=False, limit=_MOST, with_customers=True)
    chosen = named_subject(what)
    with office.database.tenant(by.tenant_id) as tx:
        matches = timelines.search(tx, by.tenant_id, what, wanted) if chosen is None else []
        if len(matches) == 1:
            chosen = matches[0].subject
        if chosen is not None:
            return Outcome(list(lines.life(timelines.life(tx, by.tenant_id, chosen, wanted))))
    if not matches:
        raise NoSuchSubject
    return Outcome([text("timeline.matches", count=len(matches)), *lines.matches(matches)])
