"""The history finds credit notes, and shows at an invoice and at a code what was given back."""

import pytest

from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest
from pos_app.services.documents import documents
from pos_app.services.documents.documents import DocumentMatch
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.sales.document_rows import CodeState
from tests.builders import stations
from tests.builders.stations import cash_ves, general_cart, sell


@pytest.fixture
def sold(till: Station) -> list[CompletedSale]:
    """A-1 and A-2 of five tickets each; two of A-1 go back by NCA-1, one of A-2 by NCA-2, one more of A-1 by NCA-3."""
    made = [sell(till, general_cart(till, 5), cash_ves("42850.30")) for _ in range(2)]
    for sale, places in ((0, (1, 3)), (1, (0,)), (0, (0,))):
        give_back(till, made[sale], *places)
    return made


def give_back(till: Station, sold: CompletedSale, *places: int) -> CompletedRefund:
    tickets = tuple(sold.sale.tickets[place].id for place in places)
    request = RefundRequest(sold.sale.id, tickets, "cash_ves", "No puede venir")
    return refunds.refund(till, stations.ana(till), request, stations.rosa(till))


def numbers(till: Station, text: str) -> list[str]:
    return [document.number for document in documents.find(till, text)]


def first(till: Station, text: str) -> DocumentMatch:
    return documents.find(till, text)[0]


@pytest.mark.parametrize(
    "text", ["NCA-00000003", "nca-3", "nca 3", "NCA3", "nc 3", "N° NCA-3", "Nota de crédito NCA-3", "nota nca 3"]
)
def test_a_note_is_found_by_its_number_with_its_invoice_beside_it(
    till: Station, sold: list[CompletedSale], text: str
) -> None:
    assert numbers(till, text) == ["NCA-00000003", "NCA-00000001", "A-00000001"]
    note = first(till, text)
    assert (note.kind, note.beside, note.tickets, note.given_back) == ("credit_note", "A-00000001", 1, 1)


@pytest.mark.parametrize("text", ["A-00000001", "a 1", "Factura A-1"])
def test_an_invoice_is_shown_first_and_its_notes_beside_it(till: Station, sold: list[CompletedSale], text: str) -> None:
    assert numbers(till, text) == ["A-00000001", "NCA-00000003", "NCA-00000001"]
    invoice = first(till, text)
    assert (invoice.kind, invoice.given_back, invoice.tickets) == ("invoice", 3, 5)


def test_a_bare_number_finds_every_document_that_has_it(till: Station, sold: list[CompletedSale]) -> None:
    assert numbers(till, "2") == ["NCA-00000002", "A-00000002"]


def test_a_code_that_was_given_back_says_by_which_note(till: Station, sold: list[CompletedSale]) -> None:
    codes = [ticket.code for ticket in sold[0].sale.tickets]
    for place, note in ((1, "NCA-00000001"), (0, "NCA-00000003")):
        invoice = first(till, codes[place].swapcase())
        assert (invoice.number, invoice.searched_code, invoice.searched_note) == (
            "A-00000001", CodeState.REFUNDED, note,
        )  # fmt: skip
    valid = first(till, codes[2])
    assert (valid.searched_code, valid.searched_note) == (None, "")
    assert numbers(till, codes[2]) == ["A-00000001", "NCA-00000003", "NCA-00000001"]


def test_the_latest_documents_are_listed_as_they_were_issued(till: Station, sold: list[CompletedSale]) -> None:
    issued = ["NCA-00000003", "NCA-00000002", "NCA-00000001", "A-00000002", "A-00000001"]
    assert numbers(till, "") == issued
    assert [document.number for document in documents.find(till, "A-1", limit=2)] == ["A-00000001", "NCA-00000003"]
