"""The form that the next document is printed on, taken in the document's transaction (docs/fiscal-rules.md F22)."""

from domain.fiscal.form_supply import FormSupply
from domain.fiscal.series import FormsUsedUp, Series
from domain.fiscal.spoiled_forms import FormInDoubt
from pos_app.station import Station
from pos_app.storage.catalogue import forms, numbers
from pos_app.storage.catalogue.catalog import NotInCatalogue
from pos_app.storage.sales import form_doubts
from sync.tables.transaction import Tx

LOW = 25
"""Forms that are left when a station asks HQ for more, as long as it has more numbers than forms."""
ASKED = 100
"""How many it asks for. They come with numbers of invoices."""


def supply(tx: Tx, station: Station, invoices: Series) -> FormSupply:
    """The forms in the printer of the station, for the documents of a series of invoices and for its notes."""
    return forms.supply(tx, station.holder, invoices.code)


def take(tx: Tx, station: Station, invoices: Series) -> str:
    """The control number of the form of the next document, an invoice of this series or a note beside it.

    It is empty when the medium has no forms, or when the station was never given any. Raises FormsUsedUp, and
    FormInDoubt while nobody knows whether the last document is on its form: the next one would be on a wrong form.
    """
    if not invoices.medium.needs_control_number:
        return ""
    if doubt := form_doubts.current(tx, station.holder):
        raise FormInDoubt(doubt.document.printed_number, doubt.document.control_number)
    in_printer = supply(tx, station, invoices)
    if in_printer.runs and not in_printer.next_control:
        raise FormsUsedUp(invoices.code)
    return in_printer.next_control


def wanted(tx: Tx, station: Station) -> int:
    """How many forms to ask HQ for; 0 while enough are left, or while the numbers will be used up first.

    HQ refills numbers by itself, and forms come with them. Notes and spoiled forms use up forms before the numbers.
    """
    try:
        invoices = station.catalogue.series(tx)
    except NotInCatalogue:
        return 0
    if not invoices.medium.needs_control_number:
        return 0
    left, (unused, _) = supply(tx, station, invoices).left, numbers.left(tx, station.holder, invoices.code)
    return ASKED if left < LOW and left < unused else 0
