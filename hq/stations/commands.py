"""Commands of `taquilla-hq` for stations."""

import argparse
import json
from dataclasses import asdict
from uuid import UUID

from hq.journals.lives import StationStatus
from hq.office import Office
from hq.outcome import Outcome, listed, moment
from hq.people import tenants
from hq.people.accounts import Author
from hq.stations import countersigning, enrolment, stations
from hq.stations.registering import NumberedStation, register
from hq.stations.stations import StatusChange
from resources.texts import text

_MOST = 10_000


def add_station(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Register a station, unless it is, and print a one-time code for it."""
    organisation = tenants.find(office, options.tenant).name
    station = register(office, by, NumberedStation(options.no, organisation, options.name, options.series))
    warnings = []
    if station.ends_a_life:
        warnings = [text("hq.ends_a_life", no=options.no, status=_written(station.status))]
    lines = [
        text("hq.station", no=options.no, id=str(station.station_id)),
        text("hq.code", code=station.code.text),
        text("hq.until", until=moment(station.code.expires_at)),
    ]
    return Outcome(lines, warnings)


def list_stations(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the stations by number."""
    with office.database.tenant(by.tenant_id) as tx:
        known = sorted(stations.page(tx, by.tenant_id, None, _MOST), key=lambda station: station.no)
    return listed(
        "no name series status enrolled_at last_seen_at software",
        [
            (
                s.no,
                s.name,
                s.series,
                _written(s.status),
                moment(s.enrolled_at),
                moment(s.last_seen_at),
                s.software,
            )
            for s in known
        ],
    )


def list_codes(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the enrolment codes, without the codes: HQ keeps a hash of each only."""
    now = office.clock.now()
    with office.database.tenant(by.tenant_id) as tx:
        codes = enrolment.codes(tx, by.tenant_id)
    return listed(
        "no made_at until state",
        [(c.no, moment(c.created_at), moment(c.expires_at), text(f"hq.code_state.{c.state(now)}")) for c in codes],
    )


def set_status(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Give a station another status: freeze it, make it active again, declare it lost, or revoke it."""
    wanted: StationStatus = options.status
    with office.database.tenant(by.tenant_id) as tx:
        view = stations.set_status(tx, office, by, station_id, StatusChange(wanted, options.reason))
    return Outcome([text("hq.station_is", no=options.no, status=_written(view.status))])


def show_heads(office: Office, by: Author, station_id: UUID, _options: argparse.Namespace) -> Outcome:
    """Print what HQ has of each life of a station, signed, a line of JSON each."""
    with office.database.tenant(by.tenant_id) as tx:
        heads = countersigning.countersigned_heads(tx, office, by.tenant_id, station_id)
    return Outcome([json.dumps(asdict(head)) for head in heads] or [text("hq.none")])


def approve(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Allow a restored station to sell again: the next `taquilla reopen` begins a new life of it."""
    with office.database.tenant(by.tenant_id) as tx:
        epoch = stations.view(tx, by.tenant_id, station_id).epoch
        stations.approve_epoch(tx, office, by, station_id, epoch, options.reason)
    return Outcome([text("hq.approved", no=options.no)])


def _written(status: StationStatus) -> str:
    return text(f"hq.status.{status}")
