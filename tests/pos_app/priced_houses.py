"""The small house with prices in other currencies, with the tax on top, and with a second event in euros."""

from domain.sale.cart import CartLine
from pos_app.services.setup import load_setup
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from sync import setup
from tests.builders import stations
from tests.sync.setup.setups import SMALL, changed

_CURRENCY = 'venue = "sala"\ncurrency = "USD"'

IN_BOLIVARES = ((_CURRENCY, 'venue = "sala"\ncurrency = "VES"'),)
IN_EUROS = ((_CURRENCY, 'venue = "sala"\ncurrency = "EUR"'),)
IN_PESOS = (
    (_CURRENCY, 'venue = "sala"\ncurrency = "COP"'),
    ("[[venue]]", '[[rate]]\ncurrency = "COP"\nvalue = "0.21"\nday = 0\n\n[[venue]]'),
)
ON_TOP = ((_CURRENCY, f"{_CURRENCY}\ntax_included = false"),)


def one_zone_event(key: str, name: str, currency: str, zone: str, types: str = "") -> str:
    """An event on a Sunday in the house of the small set-up, with one general zone at 15.

    `types` are tables of ticket types after the first one, of adults.
    """
    return f"""
[[event]]
key = "{key}"
name = "{name}"
venue = "sala"
currency = "{currency}"

[[event.performance]]
key = "domingo"
day = 9
time = "18:00"

[[event.ticket_type]]
name = "Adulto"
{types}
[[event.zone]]
name = "{zone}"
capacity = 50
price = 15
"""


def reload(station: Station, replacements: tuple[tuple[str, str], ...]) -> None:
    """Load the small set-up again with texts replaced."""
    _load(station, changed(*replacements))


def with_an_event_in_euros(station: Station) -> None:
    """Load a second event, whose general zone costs 15 euros."""
    _load(station, SMALL + one_zone_event("opera", "Ópera", "EUR", "Balcón"))


def reload_text(station: Station, text: str) -> None:
    """Load another set-up file."""
    _load(station, text)


def euro_line(station: Station, quantity: int) -> CartLine:
    """Places of the event in euros."""
    with station.database.read() as tx:
        performance_id = catalog.performances(tx, station.tenant_id)[-1].id
    show = stations.offering(station, performance_id)
    return CartLine(performance_id, show.zones[0].id, show.ticket_types[0].id, quantity)


def _load(station: Station, text: str) -> None:
    content = setup.read(text, on=station.today())
    load_setup.load(station, content, name="small.toml", sha256="00", by=stations.supervisor(station))
