"""The station: everything that a use case needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from domain.calendar import CARACAS
from domain.ids import Ids, StationId, TenantId
from domain.rights import Holder
from pos_app.clock import Clock
from pos_app.storage.catalogue.catalogue_cache import CatalogueCache
from pos_app.storage.store.database import Database
from sync.journal import Author

if TYPE_CHECKING:
    from sync.line.client import HqClient


@dataclass(frozen=True, slots=True)
class Station:
    """One selling machine with its own store. Use cases call `wake` when they leave rows for its threads."""

    author: Author
    database: Database
    catalogue: CatalogueCache
    clock: Clock
    ids: Ids
    wake: Callable[[], None]
    hq: "HqClient | None" = None
    """The line on which rights are requested at the counter; None in a store without HQ."""
    try_sync: Callable[[], object] = bool
    """Runs a round with HQ and waits some seconds for its end. The caller continues whether it succeeds or not."""

    @property
    def tenant_id(self) -> TenantId:
        """The organisation that the station sells for."""
        return TenantId(self.author.tenant_id)

    @property
    def id(self) -> StationId:
        """The station's identifier."""
        return StationId(self.author.station_id)

    @property
    def holder(self) -> Holder:
        """The station in the present life of its store. Rights belong to a holder, not to a station."""
        return Holder(self.author.tenant_id, self.author.station_id, self.author.epoch)

    def today(self) -> date:
        """The present civil day in Venezuela."""
        return self.clock.now().astimezone(CARACAS).date()
