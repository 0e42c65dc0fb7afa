"""What HQ does by itself now and then: entries that wait are tried again, cases that time has ripened are judged."""

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
    """A thread that begins at once: a newer program may know what the older one kept. Several HQs may each do it."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._look_after()
            except Unavailable as error:
                log.info("upkeep put off: %s", type(error).__name__)
            self._stopping.wait(EVERY_S)

    def _look_after(self) -> None:
        for tenant in tenants.every(self._office):
            if self._stopping.is_set():
                return
            self._look_after_one(tenant)

    def _look_after_one(self, tenant: Tenant) -> None:
        try:
            recorded = run_again(self._office, tenant.id)
        except Unavailable:
            raise
        except Exception:  # what the data of one tenant provokes: the others are looked after, and so is this one later
            log.exception("upkeep of a tenant failed", extra={"tenant": tenant.slug})
            return
        if recorded:
            log.info("recorded entries that had waited", extra={"tenant": tenant.slug, "entries": recorded})
