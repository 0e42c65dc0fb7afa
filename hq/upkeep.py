"""Periodic work of HQ: recording entries that wait, and judging conflict cases that were waiting for time to pass."""

import logging
import threading

from domain.errors import Unavailable
from hq.intake.run_again import run_again
from hq.office import Office
from hq.people import tenants
from hq.people.tenants import Tenant

log = logging.getLogger(__name__)

EVERY_S = 600.0


class Upkeep:
    """A thread that works every ten minutes, first at the start: a new release may know entries that the old one kept.

    Several HQ processes may each run it.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the thread and wait for its end."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._work()
            except Unavailable as error:
                log.info("upkeep postponed: %s", type(error).__name__)
            self._stopping.wait(EVERY_S)

    def _work(self) -> None:
        for tenant in tenants.every(self._office):
            if self._stopping.is_set():
                return
            self._work_for(tenant)

    def _work_for(self, tenant: Tenant) -> None:
        try:
            recorded = run_again(self._office, tenant.id)
        except Unavailable:
            raise
        except Exception:  # a defect that one tenant's data provokes must not stop the upkeep of the others
            log.exception("upkeep of a tenant failed", extra={"tenant": tenant.slug})
            return
        if recorded:
            log.info("recorded entries that had waited", extra={"tenant": tenant.slug, "entries": recorded})
