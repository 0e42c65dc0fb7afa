"""What the screen of histories shows: the matches of a search, or the life of one subject."""

from dataclasses import dataclass

from domain.timeline.events import TimelineEvent
from domain.timeline.subjects import SubjectKind
from pos_app.ui import wording
from sync.timeline import written
from sync.timeline.life import Life
from sync.timeline.names import Named

WITH_A_SALE = (SubjectKind.TICKET, SubjectKind.DOCUMENT, SubjectKind.PAYMENT)
"""The kinds from which acts after the sale begin."""


@dataclass(frozen=True, slots=True)
class TimelineState:
    """`chosen` is the match, `event` the event and `other` the related subject that is chosen; -1 for none.

    `life` is None while the matches of a search are shown. `newest_first` is the order of the events. `asks_cause`: the
    screen asks why a copy is printed.
    """

    searched: str = ""
    matches: tuple[Named, ...] = ()
    chosen: int = -1
    life: Life | None = None
    event: int = -1
    other: int = -1
    newest_first: bool = True
    busy: bool = False
    searching: bool = False
    asks_cause: bool = False

    @property
    def match_rows(self) -> list[tuple[str, str]]:
        """Kind and name of each match."""
        return [_row(one) for one in self.matches]

    @property
    def hint(self) -> str:
        """What to do, or that nothing matches."""
        if self.matches or self.searching:
            return ""
        key = "timeline.nothing_matches" if self.searched.strip() else "timeline.begin"
        return wording.text(key, text=self.searched.strip())

    @property
    def title(self) -> str:
        """Whose history it is."""
        if self.life is None:
            return ""
        return wording.text("timeline.title", name=" · ".join(_row(self.life.named)))

    @property
    def event_rows(self) -> list[tuple[str, ...]]:
        """Each event in columns: when, what, details, who. Where is in the line below: it is this station for most."""
        life = self.life
        return [_event_row(life, event) for event in life.events] if life else []

    @property
    def related_rows(self) -> list[tuple[str, str]]:
        """Kind and name of what the events lead to."""
        return [_row(one) for one in self.life.related] if self.life else []

    @property
    def detail(self) -> str:
        """Everything about the chosen event, with both clocks and its place in the journal."""
        life = self.life
        if life is None or not 0 <= self.event < len(life.events):
            return ""
        event = life.events[self.event]
        parts = [
            written.clocks(event), written.what(event.happening),
            written.details(event.happening, life.approver(event)), _written_by(life, event), _position(event),
        ]  # fmt: skip
        return written.SEPARATOR.join(part for part in parts if part)

    @property
    def shown(self) -> str:
        """How many events are shown of all; empty when all are."""
        life = self.life
        if life is None or len(life.events) >= life.total:
            return ""
        return wording.text("timeline.shown", shown=len(life.events), total=life.total)

    @property
    def has_more(self) -> bool:
        """Whether the timeline has more events than are shown."""
        return self.life is not None and len(self.life.events) < self.life.total

    @property
    def has_sale(self) -> bool:
        """Whether acts after the sale can begin here."""
        return self.life is not None and self.life.named.subject.kind in WITH_A_SALE


def _row(one: Named) -> tuple[str, str]:
    return wording.text(f"timeline.kind.{one.subject.kind}"), written.name(one)


def _event_row(life: Life, event: TimelineEvent) -> tuple[str, ...]:
    return (
        wording.moment(event.at),
        written.what(event.happening),
        written.details(event.happening, life.approver(event)),
        life.person(event),
    )


def _written_by(life: Life, event: TimelineEvent) -> str:
    return written.SEPARATOR.join(part for part in (life.person(event), life.station(event)) if part)


def _position(event: TimelineEvent) -> str:
    if event.place is None:
        return wording.text("timeline.on_another")
    words = wording.text("timeline.position", epoch=event.place.epoch, seq=event.place.seq)
    return words if event.received_at else f"{words}{written.SEPARATOR}{wording.text('timeline.not_synced')}"
