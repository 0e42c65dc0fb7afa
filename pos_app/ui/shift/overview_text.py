"""The state of the till as texts: facts, the cash of each currency, the movements. No Qt."""

from dataclasses import dataclass

from domain.till.shifts import CashMove
from pos_app.services.till.overview import CashOfShift, Overview, ShiftSoFar
from pos_app.storage.sales.shifts import TimedMovement
from pos_app.ui import wording

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverviewText:
    """Facts as (name, value). `cash` and `movements` are rows under their heads; `note` says what is not shown.

    Without an open shift `cash` and `movements` have no head.
    """

    facts: tuple[tuple[str, str], ...]
    cash_head: Cells = ()
    cash: tuple[Cells, ...] = ()
    movements_head: Cells = ()
    movements: tuple[Cells, ...] = ()
    note: str = ""


def of_overview(overview: Overview) -> OverviewText:
    """The texts of the page that the till opens with."""
    papers, z = _papers(overview), overview.last_z
    taken = wording.text("shift.last_z_at", number=z.number, at=wording.moment(z.taken_at)) if z else ""
    common = (
        (wording.text("shift.papers_waiting"), papers),
        (wording.text("shift.last_z"), taken or wording.text("shift.no_z")),
    )
    shift = overview.shift
    if shift is None:
        return OverviewText(common)
    opened = shift.opened
    facts = (
        (wording.text("shift.opened_by"), opened.cashier_name),
        (wording.text("shift.opened_at"), wording.moment(opened.shift.opened_at)),
        (wording.text("shift.sales"), wording.number(shift.sales)),
        (wording.text("shift.refunds"), wording.number(shift.refunds)),
    )
    return OverviewText(
        facts=(*facts, *common),
        cash_head=_heads(
            "cash_of_shift", "opening", "moved", *(() if shift.hides_cash else ("given_back", "expected_now"))
        ),
        cash=tuple(map(_cash, shift.cash)),
        movements_head=_heads("time", "movement", "amount", "reason"),
        movements=tuple(map(_movement, shift.movements)),
        note=_note(shift),
    )


def _heads(*names: str) -> Cells:
    return tuple(wording.text(f"shift.{name}") for name in names)


def _papers(overview: Overview) -> str:
    doubtful = overview.papers_doubtful
    waiting = wording.number(overview.papers_waiting)
    return wording.text("shift.papers_doubtful", waiting=waiting, doubtful=doubtful) if doubtful else waiting


def _cash(cash: CashOfShift) -> Cells:
    hidden = (cash.given_back, cash.expected)
    amounts = (cash.opening, cash.moved, *(amount for amount in hidden if amount is not None))
    return (wording.sign(cash.currency), *map(wording.figure, amounts))


def _note(shift: ShiftSoFar) -> str:
    if shift.hides_cash:
        return wording.text("shift.cash_hidden")
    return "" if shift.cash else wording.text("shift.no_cash")


def _movement(moved: TimedMovement) -> Cells:
    amount = "" if moved.kind is CashMove.NO_SALE else wording.money(moved.flow)
    return wording.time(moved.at), wording.text(f"shift.was_{moved.kind.name.lower()}"), amount, moved.reason
