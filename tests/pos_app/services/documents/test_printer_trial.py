"""A test page for a printer that is not in use yet."""

from pos_app.services.documents import print_queue
from pos_app.services.documents.printer_trial import Trial, try_printer
from pos_app.station import Station
from printing.devices import Cause, Delivery, PrinterStatus
from tests.builders.printer import NO_BYTE_LEFT, ScriptedPrinter, to_bytes


class SlowStarter(ScriptedPrinter):
    """A printer that is ready at its third look, as one that has no status."""

    looks = 0

    def status(self) -> PrinterStatus:
        self.looks += 1
        return PrinterStatus(one_way=True) if self.looks >= 3 else PrinterStatus(Cause.NO_ANSWER)


def test_the_page_is_sent_at_once_and_the_queue_is_not_used(station: Station) -> None:
    printer = ScriptedPrinter()
    assert try_printer(station, printer, to_bytes) == Trial(PrinterStatus(), Delivery.PROVED)
    assert "PRUEBA DE IMPRESORA" in printer.texts[0]
    assert print_queue.jobs(station) == ()


def test_a_printer_that_has_no_status_is_recognised_before_the_page(station: Station) -> None:
    printer = SlowStarter(otherwise=Delivery.UNPROVABLE)
    assert try_printer(station, printer, to_bytes) == Trial(PrinterStatus(one_way=True), Delivery.UNPROVABLE)


def test_a_printer_that_went_off_before_the_page_is_reported(station: Station) -> None:
    assert try_printer(station, ScriptedPrinter([NO_BYTE_LEFT]), to_bytes) == Trial(PrinterStatus(Cause.NO_ANSWER))
