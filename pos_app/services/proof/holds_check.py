"""The check of holds: each keeps places of its life, is extended to a later end, and ends once and for a cause."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.ids import HoldId
from domain.sale.holds import Hold, HoldFlaw, flaw_of_end, flaw_of_extension, has_any
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from pos_app.services.proof.held_places import HeldPlaces
from sync.facts import Entry, EpochOpened, HoldEnded, HoldExtended, HoldMade, SaleRecorded


@dataclass(slots=True)
class HoldsCheck:
    """The holds that stand at a point of the journal, which is read in order."""

    _standing: dict[HoldId, tuple[int, Hold]] = field(default_factory=dict)

    def read(self, entry: Entry, places: HeldPlaces) -> None:
        """Take one entry into account, before what it sells. Raises Wrong."""
        match entry.body:
            case EpochOpened():  # what an ended life held is fenced, and its holds ended with it
                for hold_id in tuple(self._standing):
                    self._let_go(hold_id, places)
            case HoldMade():
                self._made(entry, entry.body.hold, places)
            case HoldExtended():
                self._extended(entry, entry.body)
            case HoldEnded():
                self._check(entry, flaw_of_end(self._until(entry.body.hold_id), entry.body.how, entry.at))
                self._let_go(entry.body.hold_id, places)
            case SaleRecorded():
                self._sold(entry, entry.body, places)

    def _made(self, entry: Entry, hold: Hold, places: HeldPlaces) -> None:
        name = entry_name(entry.epoch, entry.seq)
        if not hold.lines or hold.expires_at <= entry.at:
            raise Wrong(Flaw.HOLD_MISMATCH, name, "no places" if not hold.lines else "over before it was made")
        for line in hold.lines:
            places.keep(entry.epoch, line, name)
        self._standing[hold.id] = (entry.epoch, hold)

    def _extended(self, entry: Entry, fact: HoldExtended) -> None:
        self._check(entry, flaw_of_extension(self._until(fact.hold_id), fact.expires_at))
        epoch, hold = self._standing[fact.hold_id]
        self._standing[fact.hold_id] = (epoch, replace(hold, expires_at=fact.expires_at))

    def _sold(self, entry: Entry, fact: SaleRecorded, places: HeldPlaces) -> None:
        if fact.hold_id is None:
            return
        standing = self._standing.get(fact.hold_id)
        if standing is None or not has_any(standing[1], (ticket.place for ticket in fact.sale.tickets)):
            self._check(entry, HoldFlaw.NOT_HELD)
        self._let_go(fact.hold_id, places)

    def _until(self, hold_id: HoldId) -> datetime | None:
        standing = self._standing.get(hold_id)
        return standing[1].expires_at if standing else None

    def _let_go(self, hold_id: HoldId, places: HeldPlaces) -> None:
        epoch, hold = self._standing.pop(hold_id)
        for line in hold.lines:
            places.let_go(epoch, line)

    @staticmethod
    def _check(entry: Entry, flaw: HoldFlaw | None) -> None:
        if flaw is not None:
            raise Wrong(Flaw.HOLD_MISMATCH, entry_name(entry.epoch, entry.seq), flaw)
