"""Credit notes on pre-printed forms: each takes the next form of the printer, as an invoice does."""

from domain.fiscal.series import FormsUsedUp, Medium
from domain.sale.closing import Offer
from pos_app.services.after_sale import exchanges, refunds
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest
from pos_app.services.documents import documents, papers
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale, Wanted
from pos_app.services.till import till_reports
from pos_app.station import Station
from tests.builders import stations
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.services.proof.tampering import flaw, forge_last
from tests.pos_app.snapshots import refused
from tests.printing.test_papers import text_of


def request(sold: CompletedSale) -> RefundRequest:
    return RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", "No puede venir")


def give_back(till: Station, sold: CompletedSale) -> CompletedRefund:
    return refunds.refund(till, stations.ana(till), request(sold), stations.rosa(till))


def controls(till: Station) -> list[str]:
    """The control numbers of all documents, oldest first."""
    return sorted(match.control_number for match in documents.find(till, ""))


def test_invoices_and_notes_take_the_forms_in_the_order_in_which_they_are_made(till: Station) -> None:
    first = sell(till, general_cart(till, 2))
    note = give_back(till, first).document
    second = sell(till, general_cart(till, 1)).document
    assert (first.document.control_number, note.control_number) == ("00-00000501", "00-00000502")
    assert (second.number, second.control_number) == (2, "00-00000503")
    assert note.medium is Medium.FREE_FORM
    assert verify(till).ok


def test_the_note_and_the_invoice_of_an_exchange_are_on_two_forms(till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1"]))
    wanted = Wanted(general_cart(till, 1), Offer(()))
    done = exchanges.exchange(till, stations.ana(till), request(sold), wanted, approved_by=stations.rosa(till))
    made = (done.refund.document.control_number, done.sale.document.control_number)
    assert made == ("00-00000502", "00-00000503")
    assert verify(till).ok


def test_a_note_on_a_form_says_its_title_its_form_and_the_affected_invoice(till: Station) -> None:
    sold = sell(till, general_cart(till, 2))
    done = give_back(till, sold)
    with till.database.read() as tx:
        text = text_of(papers.refund_paper(tx, till, done.refund.id))
    assert "NO FISCAL" not in text
    for expected in (
        *("NOTA DE CRÉDITO SERIE NCA N° 00000001", "N° de control 00-00000502"),
        *("FACTURA AFECTADA N° A-00000001 N° de control 00-00000501 Fecha 21-11-2026", "Monto Bs. "),
        *("desde el N° 00-00000501 hasta el N° 00-00100000", "Imprenta: Imprenta de Pruebas, C.A."),
    ):
        assert expected in text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_note_is_found_by_the_control_number_of_its_form(till: Station) -> None:
    note = give_back(till, sell(till, general_cart(till, 2))).document
    for typed in ("00-00000502", "00-502", "N° de control 00-00000502", "00000502"):
        assert documents.find(till, typed)[0].document_id == note.id
    assert controls(till) == ["00-00000501", "00-00000502"]


def test_x_and_z_have_the_forms_of_notes_in_their_class(till: Station) -> None:
    give_back(till, sell(till, general_cart(till, 2)))
    taken = till_reports.taken(till, till_reports.read_x(till, stations.rosa(till)).id)
    (notes,) = (group for group in taken.classes if group.kind == "credit_note")
    assert (notes.series[0].first_control, notes.series[0].last_control) == ("00-00000502", "00-00000502")


def test_without_a_form_neither_a_note_nor_an_invoice_is_made(till: Station) -> None:
    sold = [sell(till, general_cart(till, 1)) for _ in range(2)]
    give_back(till, sold[0])
    for _ in range(32):  # the forms of the two blocks are 35
        sell(till, general_cart(till, 1))
    assert refused(till, lambda: give_back(till, sold[1]), FormsUsedUp).series == "A"
    refused(till, lambda: sell(till, general_cart(till, 1)), FormsUsedUp)
    assert verify(till).ok


def test_a_note_on_the_form_of_an_invoice_is_found(till: Station) -> None:
    note = give_back(till, sell(till, general_cart(till, 2))).document
    forge_last(till, "tickets_refunded/1", lambda body: body.replace(b"00-00000502", b"00-00000509"))
    assert flaw(till) == (Flaw.CONTROL_MISMATCH, note.printed_number)
