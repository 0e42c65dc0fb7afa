"""A printer behind a file of the system, without answers."""

import os
import select
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from domain.errors import Unavailable
from printing.devices import USUAL, Cause, Delivery, PrinterStatus, Timeouts


@dataclass(frozen=True, slots=True)
class FilePrinter:
    """A printer that is a file, such as /dev/usb/lp0: it can be written to and gives no answers.

    The file must exist. Creating it would turn an unplugged printer into a growing file.
    """

    path: Path
    timeouts: Timeouts = USUAL

    def status(self) -> PrinterStatus:
        """Ready when the file can be opened; a one-way path gives no other status."""
        try:
            os.close(self._open())
        except OSError:
            return PrinterStatus(Cause.NO_ANSWER)
        return PrinterStatus(one_way=True)

    def send(self, payload: bytes) -> Literal[Delivery.UNPROVABLE, Delivery.UNPROVED]:
        """Write a job. Unproved when the printer stops taking bytes; raises Unavailable when it took none."""
        try:
            descriptor = self._open()
        except OSError as error:
            raise Unavailable(what=str(self.path), cause=str(error)) from error
        written = 0
        try:
            while written < len(payload):
                if not select.select([], [descriptor], [], self.timeouts.send_s)[1]:
                    raise TimeoutError("takes no bytes")
                written += os.write(descriptor, payload[written:])
        except OSError as error:
            if written == 0:
                raise Unavailable(what=str(self.path), cause=str(error)) from error
            return Delivery.UNPROVED
        finally:
            os.close(descriptor)
        return Delivery.UNPROVABLE

    def _open(self) -> int:
        # O_NONBLOCK: a stopped printer must not block the print thread; `send` waits with a timeout instead.
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK)
