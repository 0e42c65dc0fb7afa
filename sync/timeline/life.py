"""A page of a timeline with the names that a person reads in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.timeline.events import TimelineEvent
from sync.timeline.names import Named


@dataclass(frozen=True, slots=True)
class Life:
    """A page of the timeline of a subject, with the names of what it leads to, of people and of stations."""

    named: Named
    events: tuple[TimelineEvent, ...]
    total: int
    related: tuple[Named, ...]
    people: Mapping[UUID, str]
    stations: Mapping[UUID, str]

    def person(self, event: TimelineEvent) -> str:
        """Who did it; empty for what nobody did."""
        return self.people.get(event.actor, "") if event.actor else ""

    def approver(self, event: TimelineEvent) -> str:
        """Who approved it; empty without an approval."""
        approved_by = event.happening.approved_by
        return self.people.get(approved_by, "") if approved_by else ""

    def station(self, event: TimelineEvent) -> str:
        """Where it was done; empty for what HQ or the catalogue decided."""
        return self.stations.get(event.place.station_id, "") if event.place else ""
