"""Loading a set-up into the store, in one transaction. Loading the same files twice changes nothing."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from domain.ids import CashierId
from domain.people.staff import Cashier, NotAllowed, Permission
from pos_app.services.setup.setup_conflicts import find_conflicts
from pos_app.services.setup.setup_rights import rights_given
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.people import staff_rows
from pos_app.storage.sales import known_time
from pos_app.storage.store import sync_state
from sync import journal
from sync.facts import SetupLoaded
from sync.setup import Setup, SetupConflict, hash_pins, write_catalogue
from sync.tables.transaction import Tx


@dataclass(eq=False)
class HqDecides(Refused):
    """The station is enrolled: its catalogue and its rights come from HQ only."""

    code: ClassVar[str] = "CAT-02"

    url: str


def load(station: Station, setup: Setup, *, name: str, sha256: str, by: Cashier | None = None) -> int:
    """Write a set-up and return the number of rows and rights that were new or different.

    `by` is the supervisor who changes a store that has staff already; a new one needs none. `name` and `sha256` of the
    files are journalled when something changed, and so is each right that they give.
    Raises NotAllowed, SetupConflict, or HqDecides at an enrolled station; nothing is written then.
    """
    is_approved = by is not None and by.may(Permission.LOAD_SETUP)
    pin_hashes = hash_pins(setup, _pin_hashes(station), station.ids.random)
    with station.database.write() as tx:
        if link := sync_state.link(tx):
            raise HqDecides(link.url)
        needed = not is_approved and _has_supervisor(tx, station)
        conflicts = find_conflicts(tx, station, setup)
        if conflicts:
            raise SetupConflict(tuple(conflicts))
        given = rights_given(tx, station, setup)
        changed = write_catalogue(tx, setup, pin_hashes) + len(given)
        if changed and needed:
            raise NotAllowed(Permission.LOAD_SETUP)
        if changed:
            catalogue_changed(tx)
            known_time.note(tx, station.clock.now())
            loaded = SetupLoaded(name=name, sha256=sha256, staff=staff_rows.digest(tx, station.tenant_id))
            for fact in (loaded, *given):
                journal.append(tx, station.author, fact, at=station.clock.now(), actor=by.id if by else None)
    return changed


def _has_supervisor(tx: Tx, station: Station) -> bool:
    return any(member.cashier.may(Permission.LOAD_SETUP) for member in catalog.staff(tx, station.tenant_id))


def _pin_hashes(station: Station) -> dict[CashierId, str]:
    """The stored PIN hashes. A PIN that is unchanged keeps its hash, so that its row does not change."""
    with station.database.read() as tx:
        return {member.cashier.id: member.pin_hash for member in catalog.everybody(tx, station.tenant_id)}
