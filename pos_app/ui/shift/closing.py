"""Closing a shift: the count, the reason of a difference, the supervisor who sees it, the slip."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial

from domain.errors import Refused
from domain.money.money import Money
from domain.people.staff import Cashier, Permission
from domain.till.blind import DifferenceUnexplained, ExpectedWasShown
from domain.till.shifts import Count, Difference, DifferenceTooLarge
from domain.typed_text import plain
from pos_app.services.documents import previews
from pos_app.services.selling import carts
from pos_app.services.till import shifts
from pos_app.services.till.shifts import ClosedShift
from pos_app.ui import approved_act, wording
from pos_app.ui.frame import Tone
from pos_app.ui.shift.figures import counted_lines, difference_lines, sums_counted, sums_expected
from pos_app.ui.shift.state import CLOSING, Form, place_of
from pos_app.ui.shift.steps import TillSteps
from pos_app.ui.shift.store_words import with_lacking
from pos_app.ui.wording import Message
from printing.preview import Preview

MOST_COUNTS = 2


class ClosingSteps(TillSteps):
    """The acts of closing a shift."""

    _supervisor: Cashier | None = None
    """Who approved the difference that is being reviewed."""

    def begin_closing(self) -> None:
        """F8: count; where a count is saved, first return to the step after it, from which F8 counts once more."""
        cashier, from_step = self._frame.cashier, self.state.form in CLOSING
        is_begun = from_step or self.kept.find(place_of(Form.COUNT), tuple, self.state.shift) is not None

        def work() -> tuple[int, Preview | None]:
            ordinal = shifts.saved_counts(self._station)
            return ordinal, self._preview(cashier) if ordinal else None

        def show(saved: tuple[int, Preview | None]) -> None:
            ordinal, paper = saved
            if not ordinal or (is_begun and ordinal < MOST_COUNTS):
                self.choose(Form.COUNT)
            else:
                self._show_counted(ordinal, paper)

        self._do(work, show)

    def counting(self, quantities: Sequence[Sequence[str]]) -> None:
        """Show the sums of what is typed so far; they wait while an amount of coins is no amount yet."""
        with suppress(Refused):
            self.show(counted=sums_counted(counted_lines(quantities)))

    def preview_count(self, quantities: Sequence[Sequence[str]]) -> None:
        """Show the slip with what is typed so far, once each amount of coins is an amount."""
        try:
            typed, cashier = Count(counted_lines(quantities)), self._frame.cashier
        except Refused:
            return

        def show(paper: Preview | None) -> None:
            if self.state.form is Form.COUNT:
                self.show(paper=paper)

        self._run(lambda: previews.of_count(self._station, cashier, typed), show, self._failed)

    def save_count(self, quantities: Sequence[Sequence[str]]) -> None:
        """Record the count; to somebody who counts blind the expected amounts stay hidden."""
        cashier = self._frame.cashier

        def work() -> tuple[int, Preview | None]:
            ordinal = shifts.count(self._station, cashier, Count(counted_lines(quantities)))
            return ordinal, self._preview(cashier)

        def counted(saved: tuple[int, Preview | None]) -> None:
            self._used(Form.COUNT)
            self._show_counted(*saved)

        self._do(work, counted)

    def close(self, reason: str = "") -> None:
        """Close the shift. A difference asks for a reason, and over the limit for a supervisor, who sees it."""
        cashier = self._frame.cashier
        supervisor = self._supervisor if self.state.form is Form.REVIEW else None

        def work() -> tuple[ClosedShift, Preview | None]:
            closed = shifts.close_shift(self._station, cashier, plain(reason), supervisor)
            secret = closed.hidden and supervisor is not None
            return closed, None if secret else previews.of_closed(self._station, closed.shift.id)

        self._do(work, lambda done: self._closed(*done), self._not_closed)

    def _beginnings(self) -> Mapping[Form, Callable[[], None]]:
        return {**super()._beginnings(), Form.COUNT: self._begin_count}

    def _begin_count(self) -> None:
        cashier = self._frame.cashier

        def work() -> tuple[tuple[Money, ...], int]:
            return shifts.expected_cash(self._station, cashier), carts.unpaid_tickets(self._station)

        def show(read: tuple[tuple[Money, ...], int]) -> None:
            if self.state.form is not Form.COUNT:
                return
            amounts, unpaid = read
            self.show(expected=sums_expected(amounts))
            if unpaid:
                safe, todo = wording.text("shift.unpaid_safe"), wording.text("shift.unpaid_todo")
                what = wording.text("shift.unpaid", count=unpaid)
                self._frame.show_message(Message("", what, safe, todo), Tone.ATTENTION)

        self._run(work, show, self._failed)  # no step: figures can be typed meanwhile

    def _preview(self, cashier: Cashier) -> Preview | None:
        """The slip of the saved count."""
        return previews.of_count(self._station, cashier, differences=shifts.shown_differences(self._station, cashier))

    def _show_counted(self, ordinal: int, paper: Preview | None) -> None:
        self.choose(Form.CLOSE)
        again = "shift.may_recount" if ordinal < MOST_COUNTS else "shift.counted_twice"
        self.show(title=wording.text("shift.counted", ordinal=ordinal), intro=wording.text(again), paper=paper)

    def _closed(self, closed: ClosedShift, paper: Preview | None) -> None:
        self._supervisor = None
        self._used(Form.EXPLAIN)
        self.show(is_open=False, shift=self.state.shift + 1, heading=wording.text("shift.none_open"))
        self.choose(Form.CLOSED)
        self.show(lines=() if closed.hidden else difference_lines(closed.differences), paper=paper)

    def _not_closed(self, error: Exception) -> None:
        if isinstance(error, DifferenceUnexplained) and self.state.form is Form.CLOSE:
            self.show(busy=False)
            self._frame.drop_keys()  # none of them is the reason that was not asked for yet
            self._explain(Form.EXPLAIN, partial(shifts.shown_differences, self._station, self._frame.cashier))
            return
        approved = self.state.form is Form.REVIEW
        needs_supervisor = isinstance(error, DifferenceTooLarge | ExpectedWasShown)
        self._failed(DifferenceUnexplained() if approved and isinstance(error, DifferenceTooLarge) else error)
        if needs_supervisor and not approved:
            self._ask_supervisor()

    def _ask_supervisor(self) -> None:
        """Ask for the approval of a difference, which is named to whoever does not count blind."""
        cashier = self._frame.cashier

        def ask(differences: tuple[Difference, ...]) -> None:
            self.show(busy=False)
            about = approved_act.differences(differences)
            self._frame.approve(Permission.APPROVE_DIFFERENCE, self._review, about)

        self.show(busy=True)
        self._frame.hold_keys()
        self._run(lambda: shifts.shown_differences(self._station, cashier), ask, self._failed)

    def _review(self, supervisor: Cashier) -> None:
        self._supervisor = supervisor
        cashier = self._frame.cashier
        self._explain(Form.REVIEW, lambda: shifts.review_differences(self._station, cashier, supervisor))

    def _explain(self, form: Form, read: Callable[[], tuple[Difference, ...]]) -> None:
        """Ask for the reason of a difference; its amount is shown as far as it is read for the person."""
        cashier = self._frame.cashier

        def work() -> tuple[tuple[Difference, ...], Preview | None, int]:
            differences = read()
            paper = previews.of_count(self._station, cashier, differences=differences)
            return differences, paper, shifts.lacking_sales(self._station)

        def show(explained: tuple[tuple[Difference, ...], Preview | None, int]) -> None:
            differences, paper, lacking = explained
            self.choose(form)
            self.show(lines=difference_lines(differences), paper=paper, intro=with_lacking(self.state.intro, lacking))

        self._do(work, show)
