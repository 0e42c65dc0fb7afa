"""An entry of a journal that HQ does not believe, and its claim in the case that asks a person about it."""

from dataclasses import dataclass

from domain.conflicts.cases import Claim, ConflictKind, Contested, EntryPosition
from domain.conflicts.doubts import Doubt
from domain.ids import StationId
from hq.journals.arrivals import Life
from sync.facts import Entry


@dataclass(frozen=True, slots=True)
class Doubted:
    """An entry, the kind of its case, and why it is not believed."""

    life: Life
    entry: Entry
    kind: ConflictKind
    doubt: Doubt

    @property
    def claim(self) -> Claim:
        """The claim of the entry by itself."""
        position = EntryPosition(StationId(self.entry.station), self.entry.epoch, self.entry.seq)
        return Claim(Contested(self.kind, entry=position), position, self.life.at, doubt=self.doubt)
