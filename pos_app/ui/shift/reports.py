"""X and Z: read, shown before it is taken, taken; each with its paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from domain.people.staff import Cashier, Permission
from domain.till.till_report import TillReport
from pos_app.services.documents import previews
from pos_app.services.till import shifts, till_reports
from pos_app.ui import wording
from pos_app.ui.shift.figures import report_lines
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.steps import TillSteps
from printing.preview import Preview
from sync.facts import ReportTaken


@dataclass(frozen=True, slots=True)
class Reading:
    """An X or a Z with its paper."""

    taken: ReportTaken
    paper: Preview


class ReportSteps(TillSteps):
    """The acts that read X and take Z."""

    def read_x(self) -> None:
        """Read X and print it."""
        cashier = self._frame.cashier
        self._do(lambda: self._taken(till_reports.read_x(self._station, cashier)), partial(self._reported, Form.READ))

    def take_z(self) -> None:
        """Take the Z under a supervisor and print it."""

        def take(supervisor: Cashier) -> None:
            def work() -> Reading:
                return self._taken(till_reports.take_z(self._station, supervisor))

            self._do(work, partial(self._reported, Form.TAKEN))

        self._frame.approve(Permission.TAKE_Z, take)

    def choose_hidden(self, form: Form) -> None:
        """The key of an item that is not in the menu: show the refusal of its act, which names the open shift or none.

        When another window has opened or closed the shift meanwhile, the form is shown.
        """
        refuse = till_reports.preview_z if form is Form.DAY else shifts.check_open

        def work() -> None:
            refuse(self._station)

        def refused(error: Exception) -> None:
            self.show(busy=False)
            self._frame.show_message(wording.error_message(error))

        self._do(work, lambda _: self.choose(form), refused)

    def _beginnings(self) -> Mapping[Form, Callable[[], None]]:
        return {**super()._beginnings(), Form.DAY: self._show_coming_z}

    def _show_coming_z(self) -> None:
        """The Z as it would be taken now: its totals are read before it is numbered."""

        def work() -> Reading:
            coming = till_reports.preview_z(self._station)
            return Reading(coming, previews.of_coming(self._station, coming))

        def show(reading: Reading) -> None:
            title = wording.text("shift.coming_z", number=reading.taken.report.number)
            self.show(title=title, lines=report_lines(reading.taken), paper=reading.paper)

        self._do(work, show)

    def _taken(self, report: TillReport) -> Reading:
        return Reading(till_reports.taken(self._station, report.id), previews.of_taken(self._station, report.id))

    def _reported(self, form: Form, reading: Reading) -> None:
        self.choose(form)
        report = reading.taken.report
        title = wording.text(f"shift.report_{report.kind}", number=report.number)
        intro = wording.text("shift.intro_blind" if reading.taken.blind else f"shift.intro_{form}")
        self.show(title=title, intro=intro, lines=report_lines(reading.taken), paper=reading.paper)
