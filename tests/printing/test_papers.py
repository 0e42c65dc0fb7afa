"""What tickets, invoices and reports print, and what they must not print."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.fiscal.series import Medium
from domain.money.taxes import TaxCategory
from domain.payments.change import Change
from domain.payments.payee import Payee
from domain.payments.tenders import References, Tender
from domain.sale.cart import Customer
from domain.sale.sale import PricedTicket
from domain.till.till_report import ReportKind
from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.imprint import Imprint
from printing.invoice import invoice
from printing.paper import Paper
from printing.printer_model import PrinterModel
from printing.printout import PaperWidth, Printout
from printing.ticket import tickets
from printing.till_report import till_report
from tests.printing.samples import (
    IMPRINT,
    ISSUER,
    RATES,
    SOLD_AT,
    document_of,
    place,
    plain_price,
    priced,
    report,
    sold,
    staged_price,
    usd,
    ves,
)

SALE = sold()
DOCUMENT = document_of(SALE)
COPY = replace(IMPRINT, copy_number=2, printed_at=SOLD_AT + timedelta(hours=1), printed_by="Luis Gómez")


def papers_of(printout: Printout, width: PaperWidth = PaperWidth.MM80) -> tuple[Paper, ...]:
    reading = read(write(printout, PrinterModel(width)), width.columns)
    assert reading.unknown == ()
    return reading.papers


def text_of(printout: Printout, width: PaperWidth = PaperWidth.MM80) -> str:
    """The text of all papers of a printout, with single spaces."""
    return " ".join(" ".join(paper.text for paper in papers_of(printout, width)).split())


def test_change_by_pago_movil_prints_bank_and_last_digits_and_no_document() -> None:
    payee = Payee("0102", "+584121234567", "V87654321")
    change = (Change("pago_movil", ves("100.00"), ves("100.00")),)
    text = text_of(invoice(DOCUMENT, replace(SALE, change=change), IMPRINT, payee))
    assert "Banco\N{NO-BREAK SPACE}0102" in text or "Banco 0102" in text
    assert "***4567" in text
    assert "0412" not in text
    assert "87654321" not in text


@pytest.mark.parametrize("width", list(PaperWidth))
def test_an_invoice_says_what_article_13_asks(width: PaperWidth) -> None:
    text = text_of(invoice(DOCUMENT, SALE, IMPRINT), width)
    for expected in (
        "FACTURA",
        "SERIE A N° 00000123",
        "N° de control 00-00000646",
        "Fundación Teatro Municipal de Valencia, C.A.",
        "RIF J-07013380-5",
        "Av. Carabobo cruce con calle Libertad",
        "Fecha 26-09-2026 Hora 19:42",
        "CONSUMIDOR FINAL",
        "El Cascanueces · Platea Central · Adulto (G) 2 x Bs. 8.570,06",
        "Base G 16,00 % Bs. 20.316,97",
        "IVA G 16,00 % Bs. 3.250,71",
        "Base IGTF 3,00 % Bs. 18.567,68",
        "IGTF 3,00 % Bs. 557,03",
        "TOTAL Bs. 24.124,71",
        "Total en USD US$ 28,15",
        "Tasa BCV 857,00580000 Bs/USD fecha valor 28-09-2026",
        "desde el N° 00-00000001 hasta el N° 00-00010000",
        "Imprenta: Impresos Gráficos del Centro, C.A. RIF J-30000000-1",
        "Providencia SNAT/INTI/2024/000321 del 05-03-2024 Elaborada el 01-08-2026",
    ):
        assert expected in text


def test_an_invoice_says_how_it_was_paid_and_what_was_handed_back() -> None:
    text = text_of(invoice(DOCUMENT, SALE, IMPRINT))
    for expected in (
        "PAGOS Pago móvil Bs. 5.000,00 Ref. 00482913 Banco 0102 Tel. ***4567",
        "Efectivo US$ 30,00 Bs. 25.710,17",
        "VUELTO Efectivo US$ 7,00 Bs. 5.999,04 Efectivo Bs. 586,42",
    ):
        assert expected in text
    assert "04141234567" not in text


@pytest.mark.parametrize("medium", [medium for medium in Medium if medium is not Medium.FREE_FORM])
def test_only_free_form_paper_says_invoice(medium: Medium) -> None:
    text = text_of(invoice(document_of(SALE, medium), SALE, IMPRINT))
    assert "FACTURA" not in text
    assert "DOCUMENTO NO FISCAL" in text


@pytest.mark.parametrize("imprint", [IMPRINT, COPY], ids=["original", "copy"])
def test_free_form_paper_without_a_control_number_says_no_invoice(imprint: Imprint) -> None:
    text = text_of(invoice(replace(DOCUMENT, control_number=""), SALE, imprint))
    assert "FACTURA" not in text
    assert "DOCUMENTO NO FISCAL" in text
    assert "Imprenta" not in text


def test_a_ticket_names_its_invoice_and_is_none() -> None:
    text = text_of(tickets(SALE, DOCUMENT, IMPRINT))
    assert "DOCUMENTO NO FISCAL SERIE A N° 00000123" in text
    assert "FACTURA" not in text


@pytest.mark.parametrize("kind", list(ReportKind))
def test_reports_are_no_invoices(kind: ReportKind) -> None:
    text = text_of(till_report(report(kind), ISSUER, IMPRINT))
    assert "DOCUMENTO NO FISCAL" in text
    assert "FACTURA" not in text


def test_an_original_says_nothing_of_copies() -> None:
    assert "COPIA" not in text_of(invoice(DOCUMENT, SALE, IMPRINT))


def test_a_copy_is_marked_with_its_number_its_moment_and_its_maker() -> None:
    text = text_of(invoice(DOCUMENT, SALE, COPY))
    assert text.startswith("*** COPIA 2 *** sin derecho a crédito fiscal impresa 26-09-2026 20:42 por Luis Gómez")


def test_a_copy_of_a_ticket_is_marked_but_speaks_of_no_tax() -> None:
    text = text_of(tickets(SALE, DOCUMENT, COPY))
    assert text.startswith("*** COPIA 2 *** impresa")
    assert "crédito fiscal" not in text


def test_a_named_customer_stands_in_place_of_the_walk_in() -> None:
    sale = sold(customer=Customer("María de los Ángeles Núñez", "V-12345678"))
    text = text_of(invoice(document_of(sale), sale, IMPRINT), PaperWidth.MM58)
    assert "Cliente: María de los Ángeles Núñez RIF / C.I.: V-12345678" in text
    assert "CONSUMIDOR FINAL" not in text


def test_a_passport_is_named_as_one() -> None:
    for customer, named in (("AB1234567", "Pasaporte: AB1234567"), ("V12345678", "RIF / C.I.: V12345678")):
        sale = replace(SALE, customer=Customer("Ann Lee", customer))
        assert named in text_of(invoice(replace(DOCUMENT, customer=sale.customer), sale, IMPRINT))


@pytest.mark.parametrize("width", list(PaperWidth))
def test_a_long_reference_is_printed_whole(width: PaperWidth) -> None:
    reference = "0x" + "8f3a9c05d2" * 12 + "e1b7c4"
    paid = replace(SALE.payments[0], method="usdt", references=References(reference))
    text = text_of(invoice(DOCUMENT, replace(SALE, payments=(paid,)), IMPRINT), width)
    assert reference in "".join(text.split())


def test_an_exempt_line_carries_its_letter_and_its_sum() -> None:
    free_of_tax = PricedTicket(place(), "Adulto", plain_price(), TaxCategory.EXEMPT, tax_included=True)
    sale = sold([free_of_tax], tenders=(Tender("cash_ves", ves("9428.00")),))
    text = text_of(invoice(document_of(sale), sale, IMPRINT))
    assert "Adulto (E)" in text
    assert "Exento (E) Bs. 9.427,07" in text
    assert "IGTF" not in text


def test_a_price_in_bolivares_still_gives_the_rate_of_the_day() -> None:
    sale = sold([priced(place())], tenders=(Tender("cash_ves", ves("9428.00")),))
    assert "Tasa BCV 857,00580000 Bs/USD" in text_of(invoice(document_of(sale), sale, IMPRINT))


def test_each_ticket_is_a_paper_with_its_own_code() -> None:
    papers = papers_of(tickets(SALE, DOCUMENT, IMPRINT))
    assert [paper.codes for paper in papers] == [(ticket.code,) for ticket in SALE.tickets]
    assert all(ticket.code in paper.text for ticket, paper in zip(SALE.tickets, papers, strict=True))
    assert all(paper.cut for paper in papers)


@pytest.mark.parametrize("width", list(PaperWidth))
def test_a_ticket_says_where_and_when(width: PaperWidth) -> None:
    text = text_of(tickets(SALE, DOCUMENT, IMPRINT), width)
    for expected in (
        "Teatro Municipal de Valencia El Cascanueces sábado 21 de noviembre de 2026 7:30 p. m.",
        "Platea Central Patio FILA ASIENTO C 12",
        "Adulto US$ 10,00 Cargo por servicio US$ 1,00",
        "DOCUMENTO NO FISCAL SERIE A N° 00000123",
        "Taquilla 1 · Inés Peña",
    ):
        assert expected in text


def test_a_ticket_explains_a_price_that_is_not_the_base() -> None:
    text = text_of(tickets(SALE, DOCUMENT, IMPRINT))
    assert "Niño US$ 4,50 US$ 10,00 · Preventa -10 % · Niño -50 %" in text


def test_a_ticket_names_what_was_paid_when_the_tax_is_added_to_the_price() -> None:
    prices = (("Adulto", plain_price()), ("Niño", staged_price()))
    on_top = [replace(priced(place(), kind, price), tax_included=False) for kind, price in prices]
    sale = sold(on_top, tenders=(Tender("cash_ves", ves("20000.00")),))
    text = text_of(tickets(sale, document_of(sale), IMPRINT))
    assert "Adulto US$ 11,60 US$ 10,00 · IVA +16 % Cargo por servicio US$ 1,16" in text
    assert "Niño US$ 5,22 US$ 10,00 · Preventa -10 % · Niño -50 % · IVA +16 %" in text


def test_price_and_fee_of_a_ticket_add_up_to_what_was_paid_when_each_would_round_by_itself() -> None:
    """16 % of 10.03 and of 0.03 round to 1.60 and 0.00, of their sum to 1.61."""
    price = plain_price("10.03", fee="0.03")
    sale = sold(
        [replace(priced(place(), price=price), tax_included=False)], tenders=(Tender("cash_ves", ves("20000.00")),)
    )
    assert sale.paid_for(sale.tickets[0]) == usd("11.67")
    text = text_of(tickets(sale, document_of(sale), IMPRINT))
    assert "Adulto US$ 11,64 US$ 10,03 · IVA +16 % Cargo por servicio US$ 0,03" in text


def test_general_admission_names_no_seat() -> None:
    standing = place(zone="Gramas", section="", row="", seat="")
    sale = sold([priced(standing, price=plain_price(fee="0.00"))], tenders=(Tender("cash_ves", ves("9000.00")),))
    text = text_of(tickets(sale, document_of(sale), IMPRINT))
    assert "Gramas ENTRADA GENERAL" in text
    assert "ASIENTO" not in text
    assert "Cargo" not in text


def test_a_seat_of_a_table_without_rows_names_the_seat_alone() -> None:
    sale = sold([priced(place(row=""))], tenders=(Tender("cash_ves", ves("9428.00")),))
    text = text_of(tickets(sale, document_of(sale), IMPRINT))
    assert "ASIENTO 12" in text
    assert "FILA" not in text


@pytest.mark.parametrize("width", list(PaperWidth))
def test_a_z_says_its_number_its_span_and_its_sums(width: PaperWidth) -> None:
    text = text_of(till_report(report(), ISSUER, IMPRINT), width)
    for expected in (
        "REPORTE Z Z N° 0012 Fecha contable 26-09-2026 Desde 26-09-2026 10:42 Hasta 26-09-2026 22:42",
        "Tomado por Inés Peña Programa taquilla 0.1.0",
        "DOCUMENTOS SERIE A 40 Primero N° 00000123 Último N° 00000162",
        "Primer N° de control 00-00000646 Último N° de control 00-00000685",
        "Exento (E) Bs. 0,00 Base G 16,00 % Bs. 812.678,80 IVA G 16,00 % Bs. 130.028,40",
        "Total sin IGTF Bs. 942.707,20 Base IGTF Bs. 742.707,20 IGTF Bs. 22.281,20 TOTAL Bs. 964.988,40",
        "PAGOS, NETOS DE VUELTO Efectivo (40) US$ 920,00 recibido US$ 1.200,00 vuelto -US$ 280,00",
        "Ingresos (1) US$ 50,00 Retiros (1) Bs. 12.500,00",
        "Reimpresiones 2 Ventas anuladas sin emitir 1",
        "Tasa BCV 976,90091142 Bs/EUR fecha valor 28-09-2026",
        "ACUMULADOS PERPETUOS Documentos 40 Ventas con IGTF Bs. 964.988,40 IVA Bs. 130.028,40",
        "Registrado hasta 2/1043",
    ):
        assert expected in text


def test_an_x_of_an_empty_day_is_a_paper_too_and_names_the_next_z() -> None:
    text = text_of(till_report(report(ReportKind.X, sales=0), ISSUER, IMPRINT))
    assert "REPORTE X Próximo Z N° 0012" in text
    assert "DOCUMENTOS Cantidad 0 Total Bs. 0,00" in text
    assert "FACTURA" not in text


def test_a_sale_at_a_typed_rate_does_not_claim_the_central_bank() -> None:
    manual = replace(RATES.rates[0], source=type(RATES.rates[0].source)("manual"))
    sale = replace(SALE, rates=replace(RATES, rates=(manual,)))
    text = text_of(invoice(DOCUMENT, sale, IMPRINT))
    assert "Tasa manual 857,00580000 Bs/USD" in text
    assert "BCV" not in text


def test_a_pasted_name_of_64_kb_prints_a_paper_of_ordinary_length() -> None:
    sale = sold(customer=Customer("🎻 Ana\x1b@\n" * 6_000, "V-12345678"))
    (paper,) = papers_of(invoice(document_of(sale), sale, IMPRINT), PaperWidth.MM58)
    assert len(paper.marks) < 120
    assert "RIF / C.I.: V-12345678" in paper.text


def test_the_counter_may_stay_unnamed() -> None:
    assert text_of(invoice(DOCUMENT, SALE, Imprint("", ""))).endswith("Elaborada el 01-08-2026 " + "-" * 48)
