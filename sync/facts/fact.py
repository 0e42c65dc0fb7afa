"""What every fact is, and what its recorder is given of the entry around it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from domain.ids import CashierId
from sync.tables.transaction import Tx


class Fact(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """Something a station did."""


class Header(Protocol):
    """Who wrote an entry, when and where in the journal: what a recorder reads beside the fact."""

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
"""From a kind of fact to the function that writes its rows. A kind without one lives in the journal alone."""
