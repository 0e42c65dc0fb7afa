"""The code on invoices and credit notes: signed by the station, the same on a copy, and readable on a narrow roll."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.fiscal.paper_proof import PaperProof, signed, statement
from domain.money.money import VES, Money
from pos_app.services.documents import documents
from pos_app.services.documents.papers import sale_papers
from pos_app.station import Station
from printing import document_parts
from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.paper_picture import draw
from printing.pdf_writer.book import qr_rows
from printing.printer_model import PrinterModel
from printing.printout import Code, Cut, PaperWidth, Printout
from sync import journal
from tests.builders.stations import cash_usd, general_cart, sell
from tests.printing.samples import document_of, sold

DOCUMENT = document_of(sold())


def codes_of(printout: Printout) -> list[str]:
    return [part.text for part in printout.parts if isinstance(part, Code)]


def test_an_invoice_carries_its_entry_signed_by_the_station(till: Station) -> None:
    made = sell(till, general_cart(till, 2), cash_usd("100"))
    with till.database.read() as tx:
        original, copy = (sale_papers(tx, till, made.sale.id, copy_no)[0] for copy_no in (0, 1))
        head = journal.head(tx, till.tenant_id, till.id, 1)
    (code,) = codes_of(original)
    stated, _, signature = code.rpartition(":")
    expected = (
        f"VE1:J500123450:A:00000001:20261121:{made.document.grand_total}:1.{head.seq}:{head.hash.hex()[:16].upper()}"
    )
    assert stated == expected
    raw = base64.b32decode(signature + "=" * (-len(signature) % 8))
    till.author.key.public_key().verify(raw, stated.encode())
    assert codes_of(copy) == [code]


def test_the_scanned_code_finds_its_document(till: Station) -> None:
    made = [sell(till, general_cart(till, 1)) for _ in range(3)]
    with till.database.read() as tx:
        (code,) = codes_of(sale_papers(tx, till, made[1].sale.id)[0])
    for scanned in (code, code.lower(), f" {code} "):
        (match,) = documents.find(till, scanned)
        assert match.document_id == made[1].document.id
    assert documents.find(till, "VE1:") == ()


def test_the_day_of_the_code_is_that_of_caracas() -> None:
    late = replace(DOCUMENT, issued_at=datetime(2026, 12, 1, 3, 59, tzinfo=UTC))
    assert statement(late, 1, 2, "ab" * 32).split(":")[4] == "20261130"


def longest_proof() -> PaperProof:
    """The largest document that the program can issue, at the end of a long journal."""
    most = replace(DOCUMENT, series="NC" + "A" * 8, number=99_999_999, total=Money(2**52, VES), igtf=Money(2**50, VES))
    stated = statement(most, 99, 2**31 - 1, "ab" * 32)
    return PaperProof(signed(stated, Ed25519PrivateKey.generate().sign(stated.encode())), "99/2147483647", "AB" * 8)


@pytest.mark.parametrize("native", [True, False])
def test_the_longest_code_is_read_from_a_58_mm_roll(native: bool) -> None:
    proof = longest_proof()
    printout = Printout((*document_parts.proof(proof), Cut()))
    (paper,) = read(write(printout, PrinterModel(PaperWidth.MM58, native_qr=native))).papers
    (read_back,) = zxingcpp.read_barcodes(draw(paper, PaperWidth.MM58))
    assert read_back.text == proof.text
    (code,) = [part for part in printout.parts if isinstance(part, Code)]
    assert (len(qr_rows(code.text)) + 8) * code.module_dots <= PaperWidth.MM58.dots
