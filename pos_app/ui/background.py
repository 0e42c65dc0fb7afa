"""The only way to threads: work leaves the UI thread here, and its outcome is delivered on the UI thread."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from domain.errors import Refused, Unavailable
from pos_app.ui.frame import Failed

log = logging.getLogger(__name__)

T = TypeVar("T")


class Background(QObject):
    """Runs work on one thread, in order, and delivers each outcome on the UI thread."""

    _finished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._stopped = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def __call__(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """Run `work`; call `then` with its value, or `failed` with its error."""

        def done(future: Future[T]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if isinstance(error, Exception):
                self._finished.emit(partial(_fail, failed, error))
            elif error is None:
                self._finished.emit(partial(then, future.result()))

        if not self._stopped:
            self._worker.submit(work).add_done_callback(done)

    def stop(self) -> None:
        """Wait for the work that has begun; deliver no more outcomes."""
        self._stopped = True
        self._worker.shutdown(wait=True, cancel_futures=True)

    @Slot(object)
    def _deliver(self, outcome: Callable[[], None]) -> None:
        # An outcome may still be in the event queue after `stop`, when its screen is being destroyed.
        if not self._stopped:
            outcome()


def _fail(failed: Failed, error: Exception) -> None:
    """Let the screen leave its busy state, then raise a defect again for the last resort in `app.py`."""
    failed(error)
    if not isinstance(error, Refused | Unavailable):
        raise error
    log.info("shown to the cashier: %s", error.code)
