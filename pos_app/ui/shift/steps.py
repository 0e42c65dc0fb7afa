"""What every act of the till screen shares: the forms of the menu, and one piece of work at a time."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from domain.till.blind import DifferenceUnexplained
from domain.till.shifts import BadReason, ReasonMissing
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.frame import Failed, Frame, Presenter, Run
from pos_app.ui.shift.figures import sums_counted
from pos_app.ui.shift.state import Form, ShiftState, Wrong

T = TypeVar("T")


class TillSteps(Presenter[ShiftState]):
    """Shows forms and runs work behind them. Subclasses are the acts of the till."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(ShiftState())
        self._station, self._frame, self._run = station, frame, run

    def choose(self, form: Form) -> None:
        """Show a form from the menu, empty."""
        if not self.state.busy:
            self._frame.clear_message()
            title, intro = wording.text(f"shift.title_{form}"), wording.text(f"shift.intro_{form}")
            self.show(
                form=form, title=title, intro=intro, lines=(), counted=sums_counted(()), expected=(), paper=None,
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

    def _beginnings(self) -> Mapping[Form, Callable[[], None]]:
        """What a form reads when it is shown. Each subclass adds its own."""
        return {}

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
        is_reason = isinstance(error, BadReason | ReasonMissing | DifferenceUnexplained)
        self.show(busy=False, wrong=Wrong("reason" if is_reason else "amount"))
        self._frame.show_message(wording.error_message(error))
