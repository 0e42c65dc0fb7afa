"""The till: open a shift, move cash, read X, count, close the shift, take Z, accept the clock or the store."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from domain.ids import CashierId
from domain.money.money import Currency, Money
from domain.people.staff import Cashier, Permission
from domain.till.shifts import CashMove, CashMovement, TillHoldsLess
from domain.typed_text import plain
from pos_app.services.copies import fencing
from pos_app.services.till import clock_guard, overview, shifts
from pos_app.services.till.clock_guard import ClockComparison
from pos_app.services.till.shifts import OpenShift
from pos_app.station import Station
from pos_app.storage.store.doubt import Doubt
from pos_app.ui import approved_act, wording
from pos_app.ui.frame import ScreenName, Tone
from pos_app.ui.shift.clock_words import clock_explained, clock_warning
from pos_app.ui.shift.closing import ClosingSteps
from pos_app.ui.shift.figures import CURRENCIES
from pos_app.ui.shift.overview_text import of_overview
from pos_app.ui.shift.reports import ReportSteps
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.store_words import store_explained, store_warning
from pos_app.ui.wording import Message

_MOVES = {Form.CASH_IN: CashMove.CASH_IN, Form.CASH_OUT: CashMove.CASH_OUT, Form.NO_SALE: CashMove.NO_SALE}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A movement of cash as somebody typed it."""

    by: CashierId
    kind: CashMove
    typed: str
    currency: Currency
    reason: str

    def amount(self) -> Money:
        return Money.zero() if self.kind is CashMove.NO_SALE else wording.parse_amount(self.typed, self.currency)


@dataclass(frozen=True, slots=True)
class _Entered:
    """What is read when the screen is entered. `number` is that of the open shift, or of the one opened next."""

    open: OpenShift | None
    number: int
    clock: ClockComparison
    doubt: Doubt | None


class ShiftPresenter(ClosingSteps, ReportSteps):
    """The actions of the till screen."""

    _beyond_till: _Wanted | None = None
    """The last movement, when the till did not hold it."""
    _asked_for_float: bool = False

    def enter(self) -> None:
        """Read the shift, and begin with the form for opening one if none is open."""

        def show(read: _Entered) -> None:
            self.show(busy=False)
            self._show_shift(read)
            self._frame.changed()

        if not self.state.busy:  # the keys of a screen that is entered wait without being held here
            self._asked_for_float = False
            self._frame.clear_message()
            self.show(busy=True)
            self._run(partial(_read_entered, self._station), show, self._failed)

    def follow(self) -> None:
        """Read the till again while its state is shown: papers come out, and somebody may sell at another window."""
        if self.state.form is Form.NONE and not self.state.busy:
            self._read_overview()

    def asks_for_float(self, typed: Sequence[str]) -> bool:
        """Ask once whether the till opens without a float, when none is typed; returns whether it was asked now."""
        if self.state.busy or self._asked_for_float or any(text.strip() for text in typed):
            return False
        self._asked_for_float = True
        safe, todo = wording.text("shift.no_float_safe"), wording.text("shift.no_float_todo")
        self._frame.show_message(Message("", wording.text("shift.no_float"), safe, todo), Tone.ATTENTION)
        return True

    def open_shift(self, typed: Sequence[str]) -> None:
        """Open the till with a float in each currency; an empty field is zero."""
        cashier = self._frame.cashier

        def work() -> OpenShift | None:
            floats = tuple(_amount(text, c) for text, c in zip(typed, CURRENCIES, strict=True))
            shifts.open_shift(self._station, cashier, floats)
            return shifts.current(self._station)

        def opened(_: OpenShift | None) -> None:
            self._used(Form.OPEN)
            self._frame.go(ScreenName.SELL)

        self._do(work, opened)

    def move_cash(self, typed: str, currency: Currency, reason: str) -> None:
        """Put cash in or take it out, or open the drawer without an amount.

        More than the till holds is refused once; the same again asks for a supervisor's approval.
        """
        wanted = _Wanted(self._frame.cashier.id, _MOVES[self.state.form], typed, currency, reason)
        if wanted == self._beyond_till:
            self._frame.approve(
                Permission.EXCEED_TILL, partial(self._move, wanted), approved_act.cash_out(wanted.amount())
            )
        else:
            self._move(wanted)

    def _move(self, wanted: _Wanted, approved_by: Cashier | None = None) -> None:
        cashier = self._frame.cashier
        self._beyond_till = None

        def work() -> Money:
            amount = wanted.amount()
            movement = CashMovement(wanted.kind, amount, plain(wanted.reason))
            shifts.move_cash(self._station, cashier, movement, approved_by)
            return amount

        def failed(error: Exception) -> None:
            self._beyond_till = wanted if isinstance(error, TillHoldsLess) else None
            self._failed(error)

        self._do(work, lambda amount: self._moved(wanted.kind, amount), failed)

    def enter_rate(self) -> None:
        """Open the screen of the rate of the day."""
        self._frame.go(ScreenName.RATE)

    def accept_clock(self) -> None:
        """Let a supervisor accept a clock that is behind the last document."""

        def accept(supervisor: Cashier) -> None:
            def work() -> ClockComparison:
                clock_guard.accept_clock(self._station, supervisor)
                return clock_guard.compare(self._station)

            self._do(work, self._accepted_clock)

        self._frame.approve(Permission.ACCEPT_CLOCK, accept)

    def accept_store(self) -> None:
        """Let a supervisor say that these data are the newest ones."""

        def accept(supervisor: Cashier) -> None:
            self._do(lambda: fencing.accept_store(self._station, supervisor), lambda _: self._accepted_store())

        self._frame.approve(Permission.ACCEPT_STORE, accept)

    def _accepted_store(self) -> None:
        self.choose(Form.NONE)
        self.show(doubt="")
        self._frame.show_message(Message("", wording.text("shift.store_accepted"), "", ""), Tone.OK)

    def _explain_store(self, doubt: Doubt | None) -> None:
        self.show(intro=store_explained(doubt), has_action=doubt is not None)

    def _accepted_clock(self, clock: ClockComparison) -> None:
        self.choose(Form.NONE)
        self.show(clock=clock_warning(clock))
        self._frame.show_message(Message("", wording.text("shift.clock_accepted"), "", ""), Tone.OK)

    def _explain_clock(self, clock: ClockComparison) -> None:
        self.show(intro=clock_explained(clock), has_action=clock.is_behind)

    def _show_shift(self, read: _Entered) -> None:
        self.show(
            heading=_heading(read.open), shift=read.number, is_open=read.open is not None,
            clock=clock_warning(read.clock), doubt=store_warning(read.doubt),
        )  # fmt: skip
        self.choose(Form.NONE if read.open else Form.OPEN)

    def _beginnings(self) -> Mapping[Form, Callable[[], None]]:
        def compare() -> None:
            self._do(lambda: clock_guard.compare(self._station), self._explain_clock)

        def look() -> None:
            self._do(lambda: fencing.present_doubt(self._station), self._explain_store)

        return {**super()._beginnings(), Form.NONE: self._read_overview, Form.CLOCK: compare, Form.STORE: look}

    def _read_overview(self) -> None:
        """Show the state of the till. It is no step: the menu stays pressable and the message in sight."""
        read = partial(overview.read, self._station, self._frame.cashier)
        self._run(read, lambda seen: self.show(overview=of_overview(seen)), self._failed)

    def _moved(self, kind: CashMove, amount: Money) -> None:
        self._used(self.state.form)
        self.choose(Form.NONE)
        moved = wording.text(f"shift.moved_{kind.name.lower()}", amount=wording.money(amount))
        self._frame.show_message(Message("", moved, "", ""), Tone.OK)


def _read_entered(station: Station) -> _Entered:
    shift = shifts.current(station)
    number = shift.shift.number if shift else shifts.next_number(station)
    return _Entered(shift, number, clock_guard.compare(station), fencing.present_doubt(station))


def _heading(shift: OpenShift | None) -> str:
    if shift is None:
        return wording.text("shift.none_open")
    opened = wording.moment(shift.shift.opened_at)
    return wording.text("shift.open_since", number=shift.shift.number, name=shift.cashier_name, at=opened)


def _amount(typed: str, currency: Currency) -> Money:
    return wording.parse_amount(typed, currency) if typed.strip() else Money.zero(currency)
