"""A test page for a printer that is not in use yet: what the printer answers decides whether it is chosen."""

import time
from dataclasses import dataclass

from domain.errors import Unavailable
from pos_app.services.documents.papers import test_page
from pos_app.services.documents.print_queue import Writer
from pos_app.station import Station
from printing.devices import Cause, Delivery, Device, PrinterStatus

_PATIENCE_S = 6.0
"""Long enough to recognise a printer that has no status to send."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The last status of the printer, and what is known about the test page; None when it was not sent."""

    status: PrinterStatus
    delivery: Delivery | None = None


def try_printer(station: Station, device: Device, write: Writer) -> Trial:
    """Look at a printer until it is ready, for some seconds, and send it a test page outside of the queue."""
    until = time.monotonic() + _PATIENCE_S
    status = device.status()
    while not status.ready and time.monotonic() < until:
        status = device.status()
    if not status.ready:
        return Trial(status)
    try:
        return Trial(status, device.send(write(test_page(station))))
    except Unavailable:
        return Trial(PrinterStatus(Cause.NO_ANSWER))
