"""Lies of an insider: whoever holds a station's keys sells from a catalogue of their own, or signs an altered entry."""

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Table, update

from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from sync.facts import Entry, Fact
from sync.line.messages import Push, PushedEntry
from sync.tables import canonical
from tests.builders.counters import Counter


def forge_catalogue(one: Counter, table: Table, **values: object) -> None:
    """Change every row of a table of the catalogue in the station's own store."""
    with one.station.database.write() as tx:
        tx.execute(update(table).values(**values))
        catalogue_changed(tx)


def resigned(one: Counter, alter: Callable[[Any], Fact]) -> Push:
    """The station's next push, with its last entry altered and signed again with the station's own key."""
    sent = one.next_push()
    entry = canonical.decode(sent.entries[-1].body, Entry)
    body = canonical.encode(msgspec.structs.replace(entry, body=alter(entry.body)))
    signature = one.station.author.key.sign(hashlib.sha256(body).digest())
    return msgspec.structs.replace(sent, entries=(*sent.entries[:-1], PushedEntry(body, signature)))
