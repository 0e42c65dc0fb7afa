"""What the parts of the screen of tickets share: its state, messages, and the sale that is worked on. No Qt."""

from collections.abc import Callable

from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter
from pos_app.ui.done.paper_watch import PaperWatch
from pos_app.ui.frame import Frame, Run
from pos_app.ui.tickets.state import Focus, TicketsState, field_of
from printing.devices import PrinterStatus


class TicketSteps(PaperWatch[TicketsState]):
    """Subclasses are the acts of the screen."""

    def __init__(
        self,
        station: Station,
        frame: Frame,
        run: Run,
        counter: Counter,
        printer: Callable[[], PrinterStatus | None] = PrinterStatus,
    ) -> None:
        super().__init__(TicketsState())
        self._station, self._frame, self._run = station, frame, run
        self._counter, self._after_sale, self._printer = counter, counter.after_sale, printer

    def _refuse(self, error: Exception) -> None:
        self.show(busy=False, focus=Focus(field_of(error)), to_mend=field_of(error))
        self._frame.show_message(wording.error_message(error))
