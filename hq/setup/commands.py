"""Commands of `taquilla-hq` that create organisations, load their set-up files, list and retire what they name."""

import argparse
from typing import Any

from sqlalchemy import Row

from domain.catalogue.catalog import PerformanceState, ZoneState
from domain.catalogue.suspension import SuspensionKind
from domain.formats import ES_VE
from domain.money.money import Currency, Money
from hq.office import Office
from hq.outcome import Outcome, listed, moment
from hq.people import tenants
from hq.people.accounts import Author
from hq.people.tenants import Tenant
from hq.setup import load_setup, organisations, retiring, rows, suspending
from hq.setup.retiring import Retirable, Use
from hq.setup.suspending import Decision
from resources.texts import text
from sync import setup
from sync.setup.names import organisation_id


def add_tenant(office: Office, options: argparse.Namespace) -> Outcome:
    """Create an organisation."""
    # Set-up files name their organisation, and the id follows from the name unless they give one.
    wanted = Tenant(options.id or organisation_id(options.name), options.slug, options.name)
    organisations.make(office, wanted)
    return Outcome([text("hq.tenant", slug=wanted.slug, id=str(wanted.id))])


def load(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Load set-up files into the catalogue."""
    texts = setup.read_texts(options.files)
    content = load_setup.load(office, by, texts)
    return Outcome([text("hq.loaded", files=", ".join(texts))], [setup.sentence(one) for one in content.warnings])


def retire(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Retire a person, a performance, a zone or a ticket type, or take one back."""
    with office.database.tenant(by.tenant_id) as tx:
        row_id = retiring.find(tx, by.tenant_id, options.kind, options.name)
    use = Use(options.kind, row_id, in_use=options.back, reason=options.reason)
    retiring.set_use(office, by, use)
    state = text("hq.in_use" if options.back else "hq.retired")
    return Outcome([f"{options.kind} {row_id}: {state}"])


def suspend(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Cancel a performance, move it to another date, or resume it."""
    with office.database.tenant(by.tenant_id) as tx:
        row_id = retiring.find(tx, by.tenant_id, Retirable.PERFORMANCE, options.name)
    kind = SuspensionKind.MOVED if options.to else SuspensionKind.CANCELLED
    if options.resume:
        kind = SuspensionKind.RESUMED
    decided = suspending.suspend(office, by, Decision(row_id, kind, options.reason, options.to))
    words = text(f"hq.suspension.{decided.kind}", at=moment(decided.starts_at), to=moment(decided.moved_to))
    return Outcome([f"performance {row_id}: {words}"])


def list_tenants(office: Office, _options: argparse.Namespace) -> Outcome:
    """List the organisations."""
    return listed("slug name id", [(one.slug, one.name, one.id) for one in tenants.every(office)])


def list_people(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the staff of the stations."""
    with office.database.tenant(by.tenant_id) as tx:
        people = rows.people(tx, by.tenant_id)
    return listed("name role state", [(p.name, p.role, _use(is_used=p.active)) for p in people])


def list_performances(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the performances, by time."""
    with office.database.tenant(by.tenant_id) as tx:
        performances = rows.performances(tx, by.tenant_id)
    return listed(
        "event starts_at state id",
        [(p.event, moment(p.starts_at), _performance_state(p.state), p.id) for p in performances],
    )


def list_zones(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the zones with their prices, by event."""
    with office.database.tenant(by.tenant_id) as tx:
        zones = rows.zones(tx, by.tenant_id)
    return listed(
        "event zone price state",
        [
            (
                z.event,
                z.name,
                _price(z),
                _use(is_used=z.state == ZoneState.ACTIVE),
            )
            for z in zones
        ],
    )


def list_ticket_types(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the ticket types, by event."""
    with office.database.tenant(by.tenant_id) as tx:
        types = rows.ticket_types(tx, by.tenant_id)
    return listed(
        "event type percent state",
        [(one.event, one.name, ES_VE.percent(one.percent), _use(is_used=one.active)) for one in types],
    )


def list_series(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the numbering series and the next number of each."""
    with office.database.tenant(by.tenant_id) as tx:
        all_series = rows.series_with_next(tx, by.tenant_id)
    return listed(
        "series medium issuer next_number",
        [(one.code, one.medium, f"{one.issuer_name}, {one.issuer_rif}", one.next_free) for one in all_series],
    )


def _price(zone: Row[Any]) -> str:
    return ES_VE.money(Money(zone.base_price, Currency(zone.currency)))


def _performance_state(state: str) -> str:
    if state == PerformanceState.CANCELLED:
        return text("hq.cancelled")
    return _use(is_used=state == PerformanceState.ACTIVE)


def _use(*, is_used: bool) -> str:
    return text("hq.in_use" if is_used else "hq.retired")
