"""What every act of the till screen shares: the forms of the menu, and one piece of work at a time."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from domain.money.money import AmountTooLarge, Currency
from domain.till.blind import DifferenceUnexplained, NotAllCounted
from domain.till.shifts import BadReason, ReasonMissing
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.frame import Failed, Frame, KeepingPresenter, Run
from pos_app.ui.shift.figures import sums_counted
from pos_app.ui.shift.state import Form, ShiftState, Wrong, place_of

T = TypeVar("T")


class TillSteps(KeepingPresenter[ShiftState]):
    """Shows forms and runs work behind them. Subclasses are the acts of the till."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(ShiftState())
        self._station, self._frame, self._run = station, frame, run

    def choose(self, form: Form) -> None:
        """Show a form from the menu, with the work that waits for it."""
        if not self.state.busy:
            self._frame.clear_message()
            title, intro = wording.text(f"shift.title_{form}"), wording.text(f"shift.intro_{form}")
            self.show(
                form=form, begun=self.state.begun + 1, title=title, intro=intro,
                lines=(), counted=sums_counted(()), expected=(), paper=None,
                has_action=form is not Form.CLOCK,
            )  # fmt: skip
            if (begin := self._beginnings().get(form)) is not None:
                begin()

    def leave_form(self) -> bool:
        """Leave the form; False when none was open."""
        begun = self.state.form not in {Form.NONE, Form.OPEN} and self.state.is_open
        if begun:
            self.choose(Form.NONE)
        return begun

    def _used(self, form: Form) -> None:
        """What was typed into a form is recorded, and waits no more."""
        self._frame.kept.forget(place_of(form))

    def _beginnings(self) -> Mapping[Form, Callable[[], None]]:
        """What a form reads when it is shown. Each subclass adds its own."""
        return {}

    def _do(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed | None = None) -> None:
        """Run one action; keys that are pressed while it runs wait for its outcome, and are dropped at a refusal."""

        def done(outcome: T) -> None:
            self.show(busy=False)
            then(outcome)
            if not self.state.busy:  # otherwise they wait for what was begun after it
                self._frame.press_keys()
            self._frame.changed()

        def refused(error: Exception) -> None:
            (failed or self._failed)(error)
            if not self.state.busy:
                self._frame.drop_keys()

        if not self.state.busy:
            self._frame.clear_message()
            self.show(busy=True)
            self._frame.hold_keys()
            self._run(work, done, refused)

    def _failed(self, error: Exception) -> None:
        is_reason = isinstance(error, BadReason | ReasonMissing | DifferenceUnexplained)
        self.show(busy=False, wrong=Wrong("reason" if is_reason else "amount", _currency_of(error)))
        self._frame.show_message(wording.error_message(error))


def _currency_of(error: Exception) -> Currency | None:
    """The currency whose field a refusal is about; None when it names none."""
    if isinstance(error, NotAllCounted):
        return error.currencies[0]
    return Currency(error.currency) if isinstance(error, AmountTooLarge) else None
