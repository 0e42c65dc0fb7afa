"""Commands of `taquilla-hq` for stations."""

import argparse

from hq.office import Office
from hq.outcome import Outcome
from hq.people import tenants
from hq.people.accounts import Author
from hq.stations.registering import NumberedStation, register


def add_station(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Register a station, unless it is, and print a one-time code for it."""
    organisation = tenants.find(office, options.tenant).name
    station = register(office, by, NumberedStation(options.no, organisation, options.name, options.series))
    warnings = []
    if station.ends_a_life:
        warnings = [f"warning: station {options.no} is {station.status}: this code ends its present life"]
    lines = [
        f"station {options.no}: {station.station_id}",
        f"code {station.code.text}",
        f"until {station.code.expires_at.isoformat()}",
    ]
    return Outcome(lines, warnings)
