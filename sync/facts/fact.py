"""The type of all facts, and the part of an entry that a recorder reads."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from domain.ids import CashierId
from sync.tables.transaction import Tx


class Fact(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """Something a station did."""

    @property
    def frees_places(self) -> bool:
        """Whether recording it makes a seat or place free, which a later entry may take.

        HQ records such an entry in its turn instead of in a batch with others (hq/intake/ingest.py).
        """
        return False


class Header(Protocol):
    """The author, time and position of an entry, which a recorder writes into the rows of the fact."""

    @property
    def tenant(self) -> UUID: ...

    @property
    def station(self) -> UUID: ...

    @property
    def epoch(self) -> int: ...

    @property
    def position(self) -> int: ...

    @property
    def at(self) -> datetime: ...

    @property
    def actor(self) -> CashierId | None: ...


Recorders = Mapping[type[Fact], Callable[[Tx, Header, Any], None]]
"""From a kind of fact to the function that writes its rows. A kind without one is stored in the journal alone."""
