"""The station: what a use case may touch."""

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
    """One selling machine with its own store. `wake` tells the threads beside it that there are rows to look at."""

    author: Author
    database: Database
    catalogue: CatalogueCache
    clock: Clock
    ids: Ids
    wake: Callable[[], None]
    hq: "HqClient | None" = None
    """The line on which rights are asked for at the counter; None in a store that HQ does not know."""
    try_sync: Callable[[], object] = bool
    """Tries to bring HQ level, for a short while: whoever calls goes on in any case."""

    @property
    def tenant_id(self) -> TenantId:
        """The organisation it sells for."""
        return TenantId(self.author.tenant_id)

    @property
    def id(self) -> StationId:
        """Its own identifier."""
        return StationId(self.author.station_id)

    @property
    def holder(self) -> Holder:
        """Itself, in the present life of its store: what it may sell is what this life holds."""
        return Holder(self.author.tenant_id, self.author.station_id, self.author.epoch)

    def today(self) -> date:
        """The civil day in Venezuela."""
        return self.clock.now().astimezone(CARACAS).date()
