"""Behaviour of HQ that a sound station must work with; with a defect of the station it becomes visible."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from hq.rights.grant_kinds import GrantState
from hq.rights.rows import issued_grants
from hq.storage import ledger_tables
from sync.line.push import Link
from tests.world.world import World

Replacements = Sequence[tuple[Any, str, Any]]
"""Tuples of the owner, the name of its attribute, and the value that replaces the attribute."""


def an_unknown_kind(_: World) -> Replacements:
    """HQ's program is older than the stations' and does not know one kind of fact."""
    real = Link.read

    def read(self: Link) -> Any:
        if self.kind == "cash_moved/1":
            raise msgspec.ValidationError("of a newer program")
        return real(self)

    return [(Link, "read", read)]


def rights_sent_again(_: World) -> Replacements:
    """HQ sends a station all its rights in every response, also those that it accepted long ago."""
    t = ledger_tables.grant.c
    outstanding = (
        select(t.id, t.station_id, t.epoch, t.kind, t.body, t.certificate)
        .where(
            t.tenant_id == bindparam("tenant"), t.station_id.in_(bindparam("stations", expanding=True)),
            t.state != GrantState.FENCED,
        )
        .order_by(t.id)
    )  # fmt: skip
    return [(issued_grants, "_OUTSTANDING", outstanding)]
