"""The till: open a shift, move cash, read X, count blind, close the shift, take Z."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from domain.money.money import Currency, Money
from domain.people.staff import Cashier, Permission
from domain.till.shifts import CashMove, CashMovement, Count, Difference, DifferenceTooLarge
from domain.till.till_report import TillReport
from domain.typed_text import plain
from pos_app.services.till import clock_guard, shifts, till_reports
from pos_app.services.till.shifts import ClosedShift, OpenShift
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.frame import Failed, Frame, Presenter, Run, ScreenName, Tone
from pos_app.ui.shift.figures import (
    CURRENCIES,
    Line,
    counted_lines,
    difference_lines,
    report_lines,
    sums_counted,
)
from pos_app.ui.wording import Message

T = TypeVar("T")

MOST_COUNTS = 2


class Form(StrEnum):
    """The form on the right side of the screen."""

    NONE = "none"
    OPEN = "open"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    NO_SALE = "no_sale"
    COUNT = "count"
    CLOSE = "close"
    REVIEW = "review"
    CLOSED = "closed"
    DAY = "day"
    REPORT = "report"


_MOVES = {Form.CASH_IN: CashMove.CASH_IN, Form.CASH_OUT: CashMove.CASH_OUT, Form.NO_SALE: CashMove.NO_SALE}


@dataclass(frozen=True, slots=True)
class ShiftState:
    """What the screen shows. `counted` has a sum for each currency.

    `lines` hold expected amounts only after a supervisor has approved: a count is blind.
    """

    heading: str = ""
    is_open: bool = False
    form: Form = Form.NONE
    title: str = ""
    intro: str = ""
    counted: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    busy: bool = False


class ShiftPresenter(Presenter[ShiftState]):
    """The actions of the till screen."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(ShiftState())
        self._station, self._frame, self._run = station, frame, run
        self._supervisor: Cashier | None = None

    def enter(self) -> None:
        """Read the shift, and begin with the form for opening one if none is open."""
        self._supervisor = None
        self._do(lambda: shifts.current(self._station), self._show_shift)

    def choose(self, form: Form) -> None:
        """Show a form from the menu, empty."""
        if not self.state.busy:
            self._frame.clear_message()
            title, intro = wording.text(f"shift.title_{form}"), wording.text(f"shift.intro_{form}")
            self.show(form=form, title=title, intro=intro, lines=(), counted=sums_counted(()))

    def leave_form(self) -> bool:
        """Leave the form; False when none was open."""
        begun = self.state.form not in {Form.NONE, Form.OPEN} and self.state.is_open
        if begun:
            self.choose(Form.NONE)
        return begun

    def open_shift(self, typed: Sequence[str]) -> None:
        """Open the till with a float in each currency; an empty field is zero."""
        cashier = self._frame.cashier

        def work() -> OpenShift | None:
            floats = tuple(_amount(text, c) for text, c in zip(typed, CURRENCIES, strict=True))
            shifts.open_shift(self._station, cashier, floats)
            return shifts.current(self._station)

        self._do(work, lambda _: self._frame.go(ScreenName.SELL))

    def move_cash(self, typed: str, currency: Currency, reason: str) -> None:
        """Put cash in or take it out, or open the drawer without an amount."""
        kind, cashier = _MOVES[self.state.form], self._frame.cashier

        def work() -> Money:
            amount = Money.zero() if kind is CashMove.NO_SALE else wording.parse_amount(typed, currency)
            shifts.move_cash(self._station, cashier, CashMovement(kind, amount, plain(reason)))
            return amount

        self._do(work, lambda amount: self._moved(kind, amount))

    def counting(self, quantities: Sequence[Sequence[str]]) -> None:
        """Show the sums of the quantities typed so far."""
        self.show(counted=sums_counted(counted_lines(quantities)))

    def save_count(self, quantities: Sequence[Sequence[str]]) -> None:
        """Record the count; the expected amounts stay hidden."""
        counted, cashier = Count(counted_lines(quantities)), self._frame.cashier
        self._do(lambda: shifts.count(self._station, cashier, counted), self._counted)

    def close(self, reason: str = "") -> None:
        """Close the shift. A difference over the limit needs a supervisor, who sees it and gives a reason."""
        cashier, supervisor = self._frame.cashier, self._supervisor

        def work() -> ClosedShift:
            return shifts.close_shift(self._station, cashier, plain(reason), supervisor)

        self._do(work, self._closed, self._not_closed)

    def read_x(self) -> None:
        """Read X and print it."""
        cashier = self._frame.cashier
        self._do(lambda: till_reports.read_x(self._station, cashier), self._reported)

    def take_z(self) -> None:
        """Take the Z under a supervisor and print it."""
        self._frame.approve(
            Permission.TAKE_Z,
            lambda supervisor: self._do(lambda: till_reports.take_z(self._station, supervisor), self._reported),
        )

    def enter_rate(self) -> None:
        """Open the screen of the rate of the day."""
        self._frame.go(ScreenName.RATE)

    def accept_clock(self) -> None:
        """Let a supervisor accept a clock that is behind the last document."""
        self._frame.approve(
            Permission.ACCEPT_CLOCK,
            lambda supervisor: self._do(
                lambda: clock_guard.accept_clock(self._station, supervisor),
                lambda _: self._frame.show_message(Message("", wording.text("shift.clock_accepted"), "", ""), Tone.OK),
            ),
        )

    def _show_shift(self, shift: OpenShift | None) -> None:
        self.show(heading=_heading(shift), is_open=shift is not None)
        self.choose(Form.NONE if shift else Form.OPEN)

    def _moved(self, kind: CashMove, amount: Money) -> None:
        self.choose(Form.NONE)
        moved = wording.text(f"shift.moved_{kind.name.lower()}", amount=wording.money(amount))
        self._frame.show_message(Message("", moved, "", ""), Tone.OK)

    def _counted(self, ordinal: int) -> None:
        self.choose(Form.CLOSE)
        again = "shift.may_recount" if ordinal < MOST_COUNTS else "shift.counted_twice"
        self.show(title=wording.text("shift.counted", ordinal=ordinal), intro=wording.text(again))

    def _closed(self, closed: ClosedShift) -> None:
        blind = self._supervisor is None  # a cashier alone never learns the expected amounts
        self._supervisor = None
        self.show(is_open=False, heading=_heading(None))
        self.choose(Form.CLOSED)
        self.show(lines=() if blind else difference_lines(closed.differences))

    def _not_closed(self, error: Exception) -> None:
        self._failed(error)
        if isinstance(error, DifferenceTooLarge) and self._supervisor is None:
            self._frame.approve(Permission.APPROVE_DIFFERENCE, self._review)

    def _review(self, supervisor: Cashier) -> None:
        def show_differences(differences: tuple[Difference, ...]) -> None:
            self._supervisor = supervisor
            self.choose(Form.REVIEW)
            self.show(lines=difference_lines(differences))

        self._do(lambda: shifts.differences(self._station, supervisor), show_differences)

    def _reported(self, report: TillReport) -> None:
        self.choose(Form.REPORT)
        self.show(title=wording.text(f"shift.report_{report.kind}", number=report.number), lines=report_lines(report))

    def _do(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed | None = None) -> None:
        """Run one action; actions that are asked for while it runs are ignored."""

        def done(outcome: T) -> None:
            self.show(busy=False)
            then(outcome)
            self._frame.changed()

        if not self.state.busy:
            self._frame.clear_message()
            self.show(busy=True)
            self._run(work, done, failed or self._failed)

    def _failed(self, error: Exception) -> None:
        self.show(busy=False)
        self._frame.show_message(wording.error_message(error))


def _heading(shift: OpenShift | None) -> str:
    if shift is None:
        return wording.text("shift.none_open")
    opened = wording.moment(shift.shift.opened_at)
    return wording.text("shift.open_since", number=shift.shift.number, name=shift.cashier_name, at=opened)


def _amount(typed: str, currency: Currency) -> Money:
    return wording.parse_amount(typed, currency) if typed.strip() else Money.zero(currency)
