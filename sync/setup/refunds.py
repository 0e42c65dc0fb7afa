"""The terms on which tickets of an event are given back, as a set-up file says them."""

from collections.abc import Iterator
from decimal import Decimal

from domain.catalogue.refund_policy import USUAL_POLICY, GiftRefund, PriceBasis, RefundPolicy, RefundStep
from sync.setup.problems import Flaw
from sync.setup.toml_table import TomlTable

_WHOLE = Decimal(100)
_LONGEST_DAYS = 3_650


def read_refunds(event: TomlTable) -> RefundPolicy:
    """The policy of an event; the usual one for an event that does not say."""
    if not event.has("refunds"):
        return USUAL_POLICY
    table = event.table("refunds")
    basis = table.choice("basis", PriceBasis, PriceBasis.PAID)
    steps = tuple(_steps(table))
    if (basis is PriceBasis.TABLE) != bool(steps):
        table.note("step", Flaw.BAD_VALUE, len(steps), 'basis = "table"')
    fee = table.flag("fee_goes_back", default=USUAL_POLICY.fee_goes_back)
    releases = table.flag("seats_are_released", default=USUAL_POLICY.releases)
    gifts = table.choice("gifts", GiftRefund, USUAL_POLICY.gifts)
    keeps = not table.flag("fee_goes_back_if_cancelled", default=not USUAL_POLICY.keeps_fee_if_cancelled)
    return RefundPolicy(basis, fee, releases, steps, gifts, keeps)


def _steps(table: TomlTable) -> Iterator[RefundStep]:
    """The steps of a table, from the most days to the fewest."""
    before: int | None = None
    for part in table.tables("step"):
        days = part.integer("days", most=_LONGEST_DAYS)
        percent = part.decimal("percent")
        if not 0 <= percent <= _WHOLE:
            part.note("percent", Flaw.BAD_AMOUNT, percent, "0..100")
        if before is not None and days >= before:
            part.note("days", Flaw.BAD_VALUE, days, f"0..{before - 1}")
        before = days
        yield RefundStep(days, percent)
