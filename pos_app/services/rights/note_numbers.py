"""The numbers of credit notes: a series of their own beside that of the invoices (docs/fiscal-rules.md F34).

HQ grants them as it grants the numbers of invoices. A station without HQ opens the series by itself.
"""

from domain.fiscal.documents import Numbered
from domain.fiscal.series import NoteSeries, NumbersUsedUp, take_number
from domain.ids import DocumentId
from domain.rights import GrantId, NumberGrant
from pos_app.services.rights import forms
from pos_app.services.setup.setup_rights import FROM_A_FILE
from pos_app.station import Station
from pos_app.storage.catalogue import numbers
from pos_app.storage.catalogue.catalog import NotInCatalogue
from pos_app.storage.store import sync_state
from sync import journal
from sync.facts import NumbersAccepted
from sync.setup.names import derived
from sync.tables.transaction import Tx

OWN_BLOCK = 1_000
"""The numbers of a block that a station without HQ opens."""
LOW = 25
"""Numbers of credit notes that are left when a station asks HQ for more."""
ASKED = 100
"""How many it asks for."""


def take(tx: Tx, station: Station) -> Numbered:
    """The next number and form of a credit note, in its transaction. Raises NumbersUsedUp or FormsUsedUp."""
    invoices = station.catalogue.series(tx)
    series = NoteSeries.CREDIT.of(invoices)
    try:
        block = numbers.current_block(tx, station.holder, series.code)
    except NumbersUsedUp:
        if sync_state.link(tx) is not None:
            raise
        _open_block(tx, station, series.code)
        block = numbers.current_block(tx, station.holder, series.code)
    number, _ = take_number(block)
    return Numbered(DocumentId(station.ids.new()), series, number, forms.take(tx, station, invoices))


def wanted(tx: Tx, station: Station) -> int:
    """How many numbers of credit notes to ask HQ for; 0 while enough are left, or before the catalogue has arrived."""
    try:
        invoices = station.catalogue.profile(tx).series
    except NotInCatalogue:
        return 0
    left, _ = numbers.left(tx, station.holder, NoteSeries.CREDIT.code(invoices))
    return ASKED if left < LOW else 0


def _open_block(tx: Tx, station: Station, series: str) -> None:
    """Accept the numbers after those of all earlier blocks, of this life or another."""
    held = (block for block in numbers.blocks(tx, station.tenant_id, station.id) if block.series == series)
    first = max((block.last for block in held), default=0) + 1
    grant_id = GrantId(derived(station.id, "numbers", series, first))
    grant = NumberGrant(grant_id, series, first, first + OWN_BLOCK - 1, "")
    fact = NumbersAccepted(grant, FROM_A_FILE)
    journal.append(tx, station.author, fact, at=station.clock.now(), actor=None)
