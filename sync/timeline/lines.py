"""A timeline as plain lines for a terminal."""

from collections.abc import Iterable, Iterator

from domain.timeline.events import TimelineEvent
from resources.texts import text
from sync.timeline import written
from sync.timeline.life import Life
from sync.timeline.names import Named


def matches(named: Iterable[Named]) -> Iterator[str]:
    """What a text may name, one a line, with the word that names it for good."""
    for one in named:
        yield f"  {text(f'timeline.kind.{one.subject.kind}')} · {written.name(one)}"
        yield f"    {one.subject.name}"


def life(of: Life) -> Iterator[str]:
    """The history of a subject: what it is, an event a line, and what it leads to."""
    yield f"{text(f'timeline.kind.{of.named.subject.kind}')} · {written.name(of.named)}"
    for event in of.events:
        yield f"  {written.clocks(event)} · {written.what(event.happening)}"
        for line in (written.details(event.happening, of.approver(event)), _who(of, event)):
            if line:
                yield f"      {line}"
    if of.related:
        yield f"{text('timeline.related')}:"
        yield from matches(of.related)


def _who(of: Life, event: TimelineEvent) -> str:
    if event.place is None:
        return text("timeline.on_another")
    at = f"{event.place.epoch}/{event.place.seq}"
    return written.SEPARATOR.join(part for part in (of.person(event), of.station(event), at) if part)
