"""Which facts issue a fiscal document, and the document that each of them carries.

Readers that account for documents (numbers, sums, X and Z, copies) ask `issued_document` and never for one kind of
fact: a credit note counts for them from the day its fact is registered here.
"""

from functools import singledispatch

from domain.fiscal.documents import FiscalDocument
from sync.facts.fact import Fact
from sync.facts.refunds import TicketsRefunded
from sync.facts.sales import SaleRecorded


@singledispatch
def issued_document(_fact: Fact) -> FiscalDocument | None:
    """The document that a fact issued; None for a fact that issues none. One registration below for each kind."""
    return None


@issued_document.register
def _(fact: SaleRecorded) -> FiscalDocument:
    return fact.document


@issued_document.register
def _(fact: TicketsRefunded) -> FiscalDocument:
    return fact.document


def issuing_kinds() -> tuple[str, ...]:
    """The tags of the kinds of fact that issue a document."""
    return tuple(str(kind.__struct_config__.tag) for kind in issued_document.registry if kind not in (object, Fact))
