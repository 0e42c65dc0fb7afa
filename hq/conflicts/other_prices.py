"""Sales that charged another price than was asked: another base price or fee, or a presale without its turn.

A ticket has the price of a stage of so many tickets by its turn in the order of sale. When its station did not hold the
turn, the ticket should have had the price after those stages: the case has both figures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from domain.catalogue.pricing import at_stage, first_open, is_before, last_turn
from domain.conflicts.cases import Claim, ConflictKind, Contested
from domain.money.money import Money, total
from domain.sale.sale import Ticket
from hq.conflicts.asked_prices import AskedPrices, asked_prices
from hq.conflicts.rows import evidence
from hq.journals.recorded_sales import RecordedSale, claim_of
from sync.tables.transaction import Tx

_Figures = tuple[Money, Money]
"""What was paid, and what was expected."""


def other_prices(tx: Tx, tenant_id: UUID, sold: Sequence[RecordedSale]) -> Iterator[Claim]:
    """The claim of each of these sales whose price differs, with what was paid and what was expected."""
    zones = {ticket.place.zone_id for sale in sold for ticket in sale.fact.sale.tickets}
    prices = asked_prices(tx, tenant_id, zones)
    without_turn = _without_turn(tx, tenant_id, sold)
    for sale in sold:
        figures = _other_base(sale, prices) or without_turn.get(sale.fact.sale.id)
        if figures:
            paid, expected = figures
            contested = Contested(ConflictKind.PRICE, entry=sale.position)
            yield replace(claim_of(sale, contested), paid=paid, expected=expected)


def _other_base(sale: RecordedSale, prices: AskedPrices) -> _Figures | None:
    """The first ticket whose base price or fee differs from the price at the cursor of the feed that the sale cites."""
    for ticket in sale.fact.sale.tickets:
        until = [price for seq, price in prices.get(ticket.place.zone_id, ()) if seq <= sale.fact.catalogue]
        if not sale.fact.catalogue or not until:
            continue
        base, fee = until[-1]
        if not ticket.price.amount:  # a courtesy pays no fee
            fee = Money.zero(fee.currency)
        steps = ticket.price.steps
        asked_first = steps[0].amount if steps else ticket.price.amount
        if (asked_first, ticket.price.fee) != (base, fee):
            return asked_first + ticket.price.fee, base + fee
    return None


def _without_turn(tx: Tx, tenant_id: UUID, sold: Sequence[RecordedSale]) -> dict[UUID, _Figures]:
    """By sale, the figures of its tickets without a turn that its station held, in the currency of the first one."""
    pushed = [
        {"ticket": ticket.id, "performance": ticket.place.performance_id, "zone": ticket.place.zone_id, "turn": turn,
         "station": sale.entry.station, "epoch": sale.entry.epoch}
        for sale in sold
        for ticket, turn, _ in sale.fact.staged_tickets
        if turn is not None
    ]  # fmt: skip
    foreign = evidence.foreign_turns(tx, tenant_id, pushed) if pushed else set()
    foreign |= {t.id for sale in sold for t, turn, end in sale.fact.staged_tickets if not is_before(end, turn)}
    if not foreign:
        return {}
    wrong = {
        sale.fact.sale.id: (sale, [ticket for ticket in sale.fact.sale.tickets if ticket.id in foreign])
        for sale in sold
    }
    stages = evidence.price_stages(tx, tenant_id, {t.place.zone_id for _, tickets in wrong.values() for t in tickets})

    def expected(sale: RecordedSale, ticket: Ticket) -> Money:
        known = stages.get(ticket.place.zone_id, [])
        after = first_open(known, sale.fact.sale.sold_at, last_turn(stage.up_to_sold for stage in known))
        price = at_stage(ticket.price, after) if ticket.price.steps else ticket.price
        return price.amount + price.fee

    figures: dict[UUID, _Figures] = {}
    for sale_id, (sale, tickets) in wrong.items():
        if tickets:
            currency = tickets[0].price.amount.currency
            same = [ticket for ticket in tickets if ticket.price.amount.currency == currency]
            figures[sale_id] = (
                total((ticket.price.amount + ticket.price.fee for ticket in same), currency),
                total((expected(sale, ticket) for ticket in same), currency),
            )
    return figures
