"""What each payment method brought: received, handed out as change, and the net of both."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.money.money import Money
from domain.payments.methods import METHODS
from domain.till.till_report import MethodTotals, TillReport


@dataclass(frozen=True, slots=True)
class MethodFlow:
    """One payment method in a span. `count` counts its payments; amounts are in its currency, `ves` is the net in
    bolívares."""

    method: str
    count: int
    received: Money
    change: Money
    ves: Money

    @property
    def net(self) -> Money:
        """Received less change; negative when the method gave more change than it received."""
        return self.received - self.change


def method_flows(payments: Iterable[MethodTotals], change: Iterable[MethodTotals]) -> tuple[MethodFlow, ...]:
    """Each method that was paid with or gave change, in the order of the codes."""
    paid = {part.method: part for part in payments}
    given = {part.method: part for part in change}
    return tuple(_flow(paid.get(method), given.get(method)) for method in sorted(paid | given))


def without_cash(flows: Iterable[MethodFlow]) -> tuple[MethodFlow, ...]:
    """The methods whose money is not in the drawer."""
    return tuple(flow for flow in flows if not METHODS[flow.method].is_cash)


def flows_of(report: TillReport, *, blind: bool) -> tuple[MethodFlow, ...]:
    """The methods that a report shows: without cash while the cash is still to be counted blind."""
    flows = method_flows(report.totals.payments, report.totals.change)
    return without_cash(flows) if blind else flows


def _flow(paid: MethodTotals | None, given: MethodTotals | None) -> MethodFlow:
    one = paid or given
    assert one is not None
    none = Money.zero(one.amount.currency)
    received, change = paid.amount if paid else none, given.amount if given else none
    ves = (paid.ves if paid else Money.zero()) - (given.ves if given else Money.zero())
    return MethodFlow(one.method, paid.count if paid else 0, received, change, ves)
