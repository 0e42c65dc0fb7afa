"""The check of every right against its use, entry by entry.

Each number of a block is issued, returned or held. Seats are sold from leases and places within allotments. A right
of one life of the store cannot be used in another one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import singledispatchmethod

from domain.fiscal.documents import FiscalDocument
from domain.ids import PerformanceId, SeatId
from domain.rights import GrantId, NumberGrant, seats_of
from pos_app.services.proof.controls_check import ControlsCheck
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from pos_app.services.proof.held_places import HeldPlaces, Zone
from pos_app.services.proof.holds_check import HoldsCheck
from pos_app.services.proof.turns_check import TurnsCheck
from sync import facts
from sync.facts import Entry, issued_document


@dataclass(slots=True)
class _Block:
    """A block of one life: numbers below `next` are issued, from `next` to `last` held, above `last` returned."""

    grant: NumberGrant
    epoch: int
    next: int
    last: int

    def take(self, number: int) -> None:
        """Issue the next number. Raises Wrong for another one."""
        if number != self.next:
            raise Wrong(Flaw.NUMBER_GAP, f"{self.grant.series}-{self.next:08d}", "neither issued nor held")
        self.next += 1

    def ends_with(self, numbers: range) -> bool:
        """Whether these numbers are the unused end of the block."""
        return self.next <= numbers.start < numbers.stop == self.last + 1


@dataclass(slots=True)
class _Lease:
    epoch: int
    performance_id: PerformanceId
    seats: set[SeatId]


@dataclass(slots=True)
class _Allotment:
    zone: Zone
    granted: int
    returned: int = 0


@dataclass(slots=True)
class RightsCheck:
    """The rights held at a point of the journal, which is read in order."""

    blocks: dict[GrantId, _Block] = field(default_factory=dict)
    _leases: dict[GrantId, _Lease] = field(default_factory=dict)
    _allotments: dict[GrantId, _Allotment] = field(default_factory=dict)
    _issued: set[tuple[str, int]] = field(default_factory=set)
    _controls: ControlsCheck = field(default_factory=ControlsCheck)
    _places: HeldPlaces = field(default_factory=HeldPlaces)
    _turns: TurnsCheck = field(default_factory=TurnsCheck)
    _holds: HoldsCheck = field(default_factory=HoldsCheck)
    _current: dict[tuple[int, str], _Block] = field(default_factory=dict)

    @property
    def numbers_issued(self) -> int:
        """Numbers that carry a document."""
        return len(self._issued)

    @property
    def numbers_held(self) -> int:
        """Numbers that are neither issued nor returned, including those of ended lives."""
        return sum(block.last - block.next + 1 for block in self.blocks.values())

    @property
    def numbers_returned(self) -> int:
        """Numbers that were returned."""
        return sum(block.grant.last - block.last for block in self.blocks.values())

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        if (document := issued_document(entry.body)) is not None:
            self._issue(entry.epoch, document)
            self._controls.issue(entry.epoch, document)
        self._controls.read(entry)
        self._holds.read(entry, self._places)  # first, so that a sale may take the places of the hold that it names
        for part in _parts(entry.body):
            self._step(part, entry)
        self._turns.read(entry)

    @singledispatchmethod
    def _step(self, _fact: facts.Fact, _entry: Entry) -> None:
        """A fact that concerns no right."""

    @_step.register
    def _numbers_accepted(self, fact: facts.NumbersAccepted, entry: Entry) -> None:
        grant = fact.grant
        self._must_be_new(entry, grant.id)
        if any(_shares_numbers(block, grant) for block in self.blocks.values()):
            raise Wrong(Flaw.RIGHT_TWICE, _name(entry), f"{grant.series} {grant.first}-{grant.last}")
        self._controls.accept(_name(entry), entry.epoch, grant)
        self.blocks[grant.id] = _Block(grant, entry.epoch, grant.first, grant.last)

    @_step.register
    def _numbers_returned(self, fact: facts.NumbersReturned, entry: Entry) -> None:
        block = self.blocks.get(fact.grant_id)
        if not block or block.epoch != entry.epoch or not block.ends_with(range(fact.first, fact.last + 1)):
            raise Wrong(Flaw.RETURN_NOT_HELD, _name(entry), f"{fact.first}-{fact.last}")
        block.last = fact.first - 1

    @_step.register
    def _seats_accepted(self, fact: facts.SeatsAccepted, entry: Entry) -> None:
        grant = fact.grant
        self._must_be_new(entry, grant.id)
        held = self._places.leased.setdefault((entry.epoch, grant.performance_id), set())
        new = set(seats_of(grant.seats))
        if twice := held & new:
            raise Wrong(Flaw.RIGHT_TWICE, _name(entry), f"seat {min(twice)}")
        held |= new
        self._leases[grant.id] = _Lease(entry.epoch, grant.performance_id, new)

    @_step.register
    def _seats_returned(self, fact: facts.SeatsReturned, entry: Entry) -> None:
        lease, gone = self._leases.get(fact.grant_id), seats_of(fact.seats)
        if not lease or lease.epoch != entry.epoch or not gone <= lease.seats:
            raise Wrong(Flaw.RETURN_NOT_HELD, _name(entry), str(fact.grant_id))
        if any((lease.performance_id, seat) in self._places.sold for seat in gone):
            raise Wrong(Flaw.RETURN_NOT_HELD, _name(entry), "sold")
        if any((lease.performance_id, seat) in self._places.kept for seat in gone):
            raise Wrong(Flaw.RETURN_NOT_HELD, _name(entry), "kept by a hold")
        lease.seats -= gone
        self._places.leased[lease.epoch, lease.performance_id] -= gone

    @_step.register
    def _places_accepted(self, fact: facts.PlacesAccepted, entry: Entry) -> None:
        grant = fact.grant
        self._must_be_new(entry, grant.id)
        zone = (entry.epoch, grant.performance_id, grant.zone_id)
        self._allotments[grant.id] = _Allotment(zone, grant.places)
        self._places.left[zone] = self._places.left.get(zone, 0) + grant.places

    @_step.register
    def _places_returned(self, fact: facts.PlacesReturned, entry: Entry) -> None:
        held = self._allotments.get(fact.grant_id)
        if (
            not held
            or held.zone[0] != entry.epoch
            or fact.returned != held.returned + fact.places
            or not 0 < fact.places <= min(held.granted - held.returned, self._places.unkept(held.zone))
        ):
            raise Wrong(Flaw.RETURN_NOT_HELD, _name(entry), f"{fact.places}")
        held.returned = fact.returned
        self._places.left[held.zone] -= fact.places

    @_step.register
    def _sale(self, fact: facts.SaleRecorded, entry: Entry) -> None:
        for ticket in fact.sale.tickets:
            self._places.take(entry.epoch, ticket.place, fact.document.printed_number)

    @_step.register
    def _replaced(self, fact: facts.TicketReplaced, entry: Entry) -> None:
        self._places.free(entry.epoch, fact.before)
        self._places.take(entry.epoch, fact.ticket.place, _name(entry))

    @_step.register
    def _reissued(self, fact: facts.TicketReissued, entry: Entry) -> None:
        if fact.change.is_moved:
            self._places.free(fact.change.epoch, fact.change.before)
            self._places.take(entry.epoch, fact.change.ticket.place, _name(entry))

    @_step.register
    def _revoked(self, fact: facts.TicketRevoked | facts.TicketWithdrawn, entry: Entry) -> None:
        self._places.free(fact.epoch if isinstance(fact, facts.TicketRevoked) else entry.epoch, fact.ticket.place)

    @_step.register
    def _given(self, fact: facts.OrganiserGiftMade, entry: Entry) -> None:
        for ticket in fact.gift.tickets:
            self._places.take(entry.epoch, ticket.place, _name(entry))

    @_step.register
    def _refunded(self, fact: facts.TicketsRefunded, _entry: Entry) -> None:
        for back in (ticket for ticket in fact.refund.tickets if ticket.is_released):
            self._places.free(back.epoch, back.place)

    def _issue(self, epoch: int, document: FiscalDocument) -> None:
        number, name = (document.series, document.number), document.printed_number
        if number in self._issued:
            raise Wrong(Flaw.NUMBER_TWICE, name)
        series, value = number
        block = self._current.get((epoch, series))
        if not block or not block.next <= value <= block.last:
            block = _holding(self.blocks.values(), epoch, number)
        if block is None:
            raise Wrong(Flaw.NUMBER_OUTSIDE_BLOCK, name)
        block.take(value)
        self._current[epoch, series] = block
        self._issued.add(number)

    def _must_be_new(self, entry: Entry, grant_id: GrantId) -> None:
        if grant_id in self.blocks or grant_id in self._leases or grant_id in self._allotments:
            raise Wrong(Flaw.RIGHT_TWICE, _name(entry), str(grant_id))


def _parts(fact: facts.AnyFact) -> Iterable[facts.Fact]:
    """The fact; of a hand-over its parts, as returns of the giver or acceptances of the receiver."""
    if isinstance(fact, facts.RightsHandedOver):
        return fact.given_up()
    return fact.read().body.received() if isinstance(fact, facts.HandOverAccepted) else (fact,)


def _shares_numbers(block: _Block, grant: NumberGrant) -> bool:
    return block.grant.series == grant.series and block.grant.first <= grant.last and grant.first <= block.last


def _holding(blocks: Iterable[_Block], epoch: int, number: tuple[str, int]) -> _Block | None:
    series, value = number
    for block in blocks:
        if (block.epoch, block.grant.series) == (epoch, series) and block.grant.first <= value <= block.last:
            return block
    return None


def _name(entry: Entry) -> str:
    return entry_name(entry.epoch, entry.seq)
