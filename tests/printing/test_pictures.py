"""Papers and PDF files as pictures: a barcode reader reads their codes, a PDF reader their text."""

from io import BytesIO

import pypdf
import pypdfium2  # type: ignore[import-untyped]  # it publishes no types
import pytest
import zxingcpp
from PIL import Image, ImageChops

from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.invoice import invoice
from printing.paper_picture import draw
from printing.pdf_writer import write_roll, write_sheet
from printing.printer_model import PrinterModel
from printing.printout import (
    Align,
    Cell,
    Columns,
    Cut,
    Feed,
    KickDrawer,
    Line,
    PaperWidth,
    Printout,
    Rule,
    band,
    sides,
)
from printing.ticket import tickets
from printing.till_report import till_report
from tests.printing.samples import IMPRINT, ISSUER, SPANISH, document_of, report, sold

SALE = sold()
DOCUMENT = document_of(SALE)
TICKETS = tickets(SALE, DOCUMENT, IMPRINT)
CODES = [ticket.code for ticket in SALE.tickets]
WIDTHS = [PaperWidth.MM58, PaperWidth.MM80]
MM = 72 / 25.4


def scanned(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]


def pictures_of(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=300 / 72).to_pil() for page in document]
    finally:
        document.close()


def pages_of(pdf: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("native_qr", [True, False])
def test_a_scanner_reads_the_code_from_the_paper(width: PaperWidth, native_qr: bool) -> None:
    papers = read(write(TICKETS, PrinterModel(width, native_qr=native_qr)), width.columns).papers
    assert [scanned(draw(paper, width)) for paper in papers] == [[code] for code in CODES]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_scanner_reads_the_code_from_the_roll_as_pdf(width: PaperWidth) -> None:
    assert [scanned(page) for page in pictures_of(write_roll(TICKETS, width))] == [[code] for code in CODES]


def test_a_scanner_reads_the_code_from_the_sheet() -> None:
    assert [scanned(page) for page in pictures_of(write_sheet(TICKETS))] == [[code] for code in CODES]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_picture_is_as_wide_as_the_paper_at_8_dots_a_millimetre(width: PaperWidth) -> None:
    (paper,) = read(b"hola\n\x1dV\x00").papers
    assert draw(paper, width).width == width.millimetres * 8


def test_a_torn_paper_looks_torn() -> None:
    cut, torn = read(b"hola\n\x1dV\x00hola\n").papers
    pictures = [draw(paper, PaperWidth.MM58) for paper in (cut, torn)]
    bottom = pictures[1].height - 1
    assert [pictures[1].getpixel((across, bottom - 4)) != 255 for across in (4, 8, 12, 20, 24, 28)] == [
        *(True, False, True, True, False, True),  # a tooth of 8 dots rises and falls
    ]
    assert ImageChops.difference(*pictures).getbbox() is not None


def test_a_band_is_black_and_a_plain_line_is_not() -> None:
    def darkness(printout: Printout) -> float:
        (paper,) = read(write(printout, PrinterModel(PaperWidth.MM58)), 32).papers
        row = draw(paper, PaperWidth.MM58).crop((40, 28, 424, 52)).tobytes()
        return 1 - sum(row) / (255 * len(row))

    assert darkness(Printout((band("COPIA 1"), Cut()))) > 0.7
    assert darkness(Printout((Line("COPIA 1"), Cut()))) < 0.2


@pytest.mark.parametrize("width", WIDTHS)
def test_a_roll_has_a_page_a_paper_as_wide_as_the_paper(width: PaperWidth) -> None:
    pages = pages_of(write_roll(TICKETS + Printout((KickDrawer(),)), width))
    assert [round(float(page.mediabox.width) / MM) for page in pages] == [width.millimetres] * 3


def test_spanish_letters_are_in_the_pdf_as_text() -> None:
    printout = Printout((Line(SPANISH), sides("Año", "€ 5,00"), Cut()))
    for pdf in (write_roll(printout, PaperWidth.MM58), write_sheet(printout)):
        (page,) = pages_of(pdf)
        text = page.extract_text()
        assert SPANISH in text
        assert "€ 5,00" in text


def test_every_font_is_embedded() -> None:
    for page in pages_of(write_sheet(till_report(report(), ISSUER, IMPRINT))):
        fonts = page["/Resources"]["/Font"].values()  # type: ignore[index]  # pypdf types a page as a dictionary
        names = [str(font.get_object()["/BaseFont"]) for font in fonts]
        used = [name for name in names if name != "/Helvetica"]  # reportlab lists it in every file, unused
        assert used
        assert all("DejaVu" in name for name in used)


def test_equal_printouts_give_equal_files() -> None:
    z = till_report(report(), ISSUER, IMPRINT)
    assert write_sheet(z, "Z") == write_sheet(z, "Z")
    assert write_roll(TICKETS, PaperWidth.MM80) == write_roll(TICKETS, PaperWidth.MM80)


def test_a_z_fits_one_sheet_and_says_what_the_roll_says() -> None:
    z = till_report(report(), ISSUER, IMPRINT)
    (sheet,) = pages_of(write_sheet(z, "Reporte Z 0012"))
    (roll,) = pages_of(write_roll(z, PaperWidth.MM80))
    for expected in ("REPORTE Z", "Bs. 964.988,40", "Tasa BCV 857,00580000 Bs/USD"):
        assert expected in sheet.extract_text()
        assert expected in roll.extract_text()


def test_a_long_printout_goes_over_numbered_sheets() -> None:
    lines = tuple(sides(f"Línea {n}", f"Bs. {n},00") for n in range(200))
    pages = pages_of(write_sheet(Printout((*lines, Rule(), Feed(), Cut()))))
    assert len(pages) > 1
    text = [page.extract_text() for page in pages]
    assert f"1 / {len(pages)}" in text[0]
    assert sum(f"Línea {n}\n" in "\n".join(text) + "\n" for n in range(200)) >= 199


def test_cells_too_narrow_to_read_go_one_under_another_on_a_sheet() -> None:
    cells = tuple(Cell(f"Columna {n}") for n in range(6))
    (page,) = pages_of(write_sheet(Printout((Columns(cells), Cut()))))
    assert page.extract_text().splitlines() == [cell.text for cell in cells]


def test_a_band_is_white_on_black_in_both_kinds_of_pdf() -> None:
    printout = Printout((band("COPIA 1"), KickDrawer(), Cut()))
    for pdf in (write_roll(printout, PaperWidth.MM80), write_sheet(printout)):
        (page,) = pictures_of(pdf)
        width, height = page.size
        grey = page.convert("L")
        edge = [grey.getpixel((width // 4, y)) for y in range(height)]  # in the band and beside its text
        top, bottom = edge.index(0), height - 1 - edge[::-1].index(0)
        assert grey.crop((width // 3, top, 2 * width // 3, bottom)).getextrema() == (0, 255)
        (only,) = pages_of(pdf)
        assert only.extract_text().strip() == "COPIA 1"


def test_a_double_rule_is_drawn_thicker_on_a_sheet() -> None:
    plain, double = (write_sheet(Printout((Line("a"), Rule(mark), Cut()))) for mark in "-=")
    darkness = [sum(255 - level for level in pictures_of(pdf)[0].convert("L").tobytes()) for pdf in (plain, double)]
    assert darkness[1] > 1.5 * darkness[0]


def test_a_cell_of_a_requested_width_leaves_the_rest_to_the_others_on_a_sheet() -> None:
    cells = (Cell("Sala", width=10), Cell("Bs. 10,00", Align.RIGHT))
    page = pictures_of(write_sheet(Printout((Columns(cells), Cut()))))[0].convert("L")
    width, height = page.size
    edge = page.crop((9 * width // 10, 0, 95 * width // 100, height))
    assert min(edge.tobytes()) < 128


def test_an_invoice_on_a_sheet_keeps_its_amounts() -> None:
    (page,) = pages_of(write_sheet(invoice(DOCUMENT, SALE, IMPRINT)))
    text = page.extract_text()
    for amount in ("Bs. 20.316,97", "Bs. 24.124,71", "US$ 28,15"):
        assert amount in text
