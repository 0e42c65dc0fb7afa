"""Sales that differ from what HQ derives of them: from the catalogue that they cite, and from HQ's own time."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import msgspec

from domain.calendar import CARACAS
from domain.conflicts.cases import Claim, ConflictKind, Contested, EntryPosition
from domain.conflicts.differences import Difference, Matter
from domain.ids import StationId
from domain.money.day_rates import rates_of_day
from domain.money.money import ExchangeRate, Rates
from domain.proof.derivation import derive
from domain.proof.recorded import Recorded
from hq.catalogue.editions import Edition, Editions
from hq.conflicts.rows import evidence
from hq.journals.recorded_sales import RecordedSale, claim_of
from hq.office import Office
from sync.tables.catalogue_values import rate_of
from sync.tables.editions import Organisation, given_for
from sync.tables.transaction import Tx

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far the clock of a station may be from HQ's."""
OLDEST_EDITION = timedelta(days=14)
"""How long after its replacement a station may still sell from a catalogue: the longest time without a line."""


def other_figures(tx: Tx, office: Office, tenant_id: UUID, sold: Sequence[RecordedSale]) -> Iterator[Claim]:
    """A claim for each sale with a figure that HQ derives otherwise, and one for each sale at an impossible instant."""
    yield from figure_claims(tx, Editions(tx, office, tenant_id), sold, _foreign_turns(tx, tenant_id, sold))


def figure_claims(
    tx: Tx, editions: Editions, sold: Sequence[RecordedSale], foreign: Collection[UUID]
) -> Iterator[Claim]:  # fmt: skip
    """The claims of `other_figures`; `foreign` are the tickets whose turn the life that sold them did not hold."""
    cited = editions.editions({sale.fact.catalogue for sale in sold})
    for sale in sold:
        edition = cited.get(sale.fact.catalogue)
        yield from _figures(tx, editions, edition, _without_turns(sale, foreign))
        yield from _clock(edition, sale)


def _figures(tx: Tx, editions: Editions, edition: Edition | None, sold: RecordedSale) -> Iterator[Claim]:
    claim = claim_of(sold, Contested(ConflictKind.FIGURES, entry=sold.position))
    claim = replace(claim, paid=sold.fact.sale.to_pay)
    if edition is None:
        unknown = Difference(Matter.CATALOGUE, "", str(sold.fact.catalogue), "")
        yield replace(claim, differences=(unknown,))
        return
    fact = sold.fact
    recorded = Recorded(fact.sale, fact.document, fact.turns, fact.approved_by)
    view = editions.view(edition)
    derived = derive(recorded, given_for(recorded, view, _rates(tx, view.organisation(), sold)))
    differences = (*_outdated(editions, edition, sold), *derived.differences)
    if differences:
        yield replace(claim, expected=derived.to_pay, differences=differences)


def _foreign_turns(tx: Tx, tenant_id: UUID, sold: Sequence[RecordedSale]) -> set[UUID]:
    """The tickets with a turn that the life which sold them did not hold."""
    pushed = turns_used(sold)
    return evidence.foreign_turns(tx, tenant_id, pushed) if pushed else set()


def turns_used(sold: Sequence[RecordedSale]) -> list[dict[str, object]]:
    """The tickets that have a turn, each with its place and the life that sold it."""
    return [
        {"ticket": ticket.id, "performance": ticket.place.performance_id, "zone": ticket.place.zone_id, "turn": turn,
         "station": sale.entry.station, "epoch": sale.entry.epoch}
        for sale in sold
        for ticket, turn in zip(sale.fact.sale.tickets, sale.fact.turns, strict=False)
        if turn is not None
    ]  # fmt: skip


def _without_turns(sold: RecordedSale, foreign: Collection[UUID]) -> RecordedSale:
    """The sale without the turns that its station did not hold: their tickets cost what they do after the presale."""
    turned = zip(sold.fact.sale.tickets, sold.fact.turns, strict=False)
    turns = tuple(None if ticket.id in foreign else turn for ticket, turn in turned)
    return replace(sold, fact=msgspec.structs.replace(sold.fact, turns=turns))


def _outdated(editions: Editions, edition: Edition, sold: RecordedSale) -> Iterator[Difference]:
    """Whether the catalogue had been replaced for too long when the station sold from it."""
    sold_at = min(sold.fact.sale.sold_at, sold.life.at)  # a clock that is ahead has a case of its own
    if sold_at - edition.published_at <= OLDEST_EDITION:
        return  # it was replaced after it was published
    replaced_at = editions.replaced_at(edition)
    if replaced_at is not None and sold_at - replaced_at > OLDEST_EDITION:
        yield Difference(Matter.CATALOGUE, "", sold_at.isoformat(), replaced_at.isoformat())


def _clock(edition: Edition | None, sold: RecordedSale) -> Iterator[Claim]:
    """One case for each station and day: a sale after HQ received it, or before what it cites was published."""
    sold_at, received_at = sold.fact.sale.sold_at, sold.life.at
    if sold_at > received_at + CLOCK_TOLERANCE:
        bound = received_at
    elif edition is not None and sold_at < edition.published_at - CLOCK_TOLERANCE:
        bound = edition.published_at
    else:
        return
    life = EntryPosition(StationId(sold.entry.station), sold.entry.epoch, 0)
    day = sold_at.astimezone(CARACAS).date().isoformat()
    claim = claim_of(sold, Contested(ConflictKind.CLOCK, series=day, entry=life))
    yield replace(claim, differences=(Difference(Matter.TIME, "", sold_at.isoformat(), bound.isoformat()),))


def _rates(tx: Tx, organisation: Organisation, sold: RecordedSale) -> Rates:
    """The rates of the day of a sale. Those that its supervisors entered are read only when the sale has others."""
    sale = sold.fact.sale
    on = sale.sold_at.astimezone(CARACAS).date()
    published = rates_of_day(on, organisation.published, ())
    if published == sale.rates:
        return published
    typed: list[ExchangeRate] = [rate_of(row) for row in evidence.entered_rates(tx, sold.entry, on)]
    return rates_of_day(on, organisation.published, typed)
