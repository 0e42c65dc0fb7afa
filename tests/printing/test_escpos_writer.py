"""The bytes of a job: their order, their code page, their size."""

import pytest

from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.paper import QrCode, Raster
from printing.printer_model import PrinterModel
from printing.printout import (
    BAND,
    BOLD,
    LARGE,
    Align,
    Code,
    Cut,
    Feed,
    KickDrawer,
    Line,
    PaperWidth,
    Printout,
    centered,
    sides,
)
from printing.ticket import ticket
from tests.printing.samples import IMPRINT, SPANISH, document_of, sold

INIT = b"\x1b@"
CP858 = b"\x1bt\x13"

SAMPLE = Printout(
    (
        centered("Teatro", BOLD),
        centered("Año", LARGE),
        sides("Niño", "€ 5,00"),
        Feed(2),
        Code("3Jt2c77ZeBsf"),
        Cut(),
    )
)


@pytest.mark.parametrize("paper", list(PaperWidth))
def test_a_job_begins_with_reset_then_code_page_then_text(paper: PaperWidth) -> None:
    payload = write(Printout((Line("Año"), Cut())), PrinterModel(paper))
    assert payload == INIT + CP858 + b"A\xa4o\n" + b"\x1dVB\x00"


def test_the_bytes_of_a_sample_are_these() -> None:
    assert write(SAMPLE, PrinterModel(PaperWidth.MM58)) == (
        INIT
        + CP858
        + b"\x1bE\x01\x1ba\x01Teatro\n"
        + b"\x1d!\x11A\xa4o\n"
        + b"\x1d!\x00\x1bE\x00\x1ba\x00Ni\xa4o                      \xd5 5,00\n"
        + b"\n\n"
        + b"\x1ba\x01\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1"
        + b"\x1d(k\x0f\x001P03Jt2c77ZeBsf\x1d(k\x03\x001Q0"
        + b"\x1dVB\x00"
    )


@pytest.mark.parametrize("paper", list(PaperWidth))
def test_every_spanish_letter_comes_back(paper: PaperWidth) -> None:
    (paper_read,) = read(write(Printout((Line(SPANISH), Cut())), PrinterModel(paper)), paper.columns).papers
    assert paper_read.text == SPANISH


def test_without_the_code_page_command_the_reader_shows_other_letters() -> None:
    payload = write(Printout((Line("€ Á"), Cut())), PrinterModel())
    assert read(payload).papers[0].text == "€ Á"
    assert read(payload.replace(CP858, b"")).papers[0].text != "€ Á"


def test_styles_and_alignment_come_back() -> None:
    (paper,) = read(write(SAMPLE, PrinterModel()), 48).papers
    title, name = paper.marks[0], paper.marks[1]
    assert not isinstance(title, QrCode | Raster)
    assert not isinstance(name, QrCode | Raster)
    assert (title.align, title.runs[0].style) == (Align.CENTER, BOLD)
    assert (name.align, name.runs[0].style) == (Align.CENTER, LARGE)


def test_a_band_is_printed_white_on_black() -> None:
    payload = write(Printout((centered("COPIA 1", BAND), Line("x"), Cut())), PrinterModel())
    band, after = read(payload).papers[0].marks
    assert not isinstance(band, QrCode | Raster)
    assert not isinstance(after, QrCode | Raster)
    assert band.runs[0].style.inverted
    assert not after.runs[0].style.inverted


def test_a_code_goes_as_text_to_a_printer_that_draws_it() -> None:
    (paper,) = read(write(SAMPLE, PrinterModel())).papers
    (code,) = [mark for mark in paper.marks if isinstance(mark, QrCode)]
    assert (code.text, code.error_correction, code.module_dots, code.align) == (
        "3Jt2c77ZeBsf",
        "M",
        6,
        Align.CENTER,
    )


def test_a_code_goes_as_a_picture_to_a_printer_that_does_not() -> None:
    (paper,) = read(write(SAMPLE, PrinterModel(native_qr=False))).papers
    assert paper.codes == ()
    assert [mark.align for mark in paper.marks if isinstance(mark, Raster)] == [Align.CENTER]


def test_a_printer_without_a_knife_feeds_to_where_a_hand_tears() -> None:
    payload = write(SAMPLE, PrinterModel(PaperWidth.MM58, cuts=False))
    assert b"\x1dV" not in payload
    assert payload.endswith(b"\n" * 5)


def test_each_cut_ends_a_paper() -> None:
    twice = Printout((Line("uno"), Cut(), Line("dos"), Cut()))
    papers = read(write(twice, PrinterModel())).papers
    assert [(paper.text, paper.cut) for paper in papers] == [("uno", True), ("dos", True)]


@pytest.mark.parametrize(
    ("kick", "sent"), [(KickDrawer(), b"\x1bp\x0022"), (KickDrawer(5, 50, 900), b"\x1bp\x01\x19\xff")]
)
def test_the_drawer_opens_on_its_pin_for_its_time(kick: KickDrawer, sent: bytes) -> None:
    payload = write(Printout((kick,)), PrinterModel())
    assert payload == INIT + CP858 + sent
    assert read(payload).drawer_kicks == 1


def test_a_name_cannot_command_the_printer() -> None:
    payload = write(Printout((Line("Ana\x1bp\x00\x19\xfa\x1dV\x00\x10\x04\x01"), Cut())), PrinterModel())
    reading = read(payload)
    assert (reading.drawer_kicks, len(reading.papers)) == (0, 1)


def test_a_pasted_emoji_is_seen_and_never_a_question_mark() -> None:
    payload = write(Printout((Line("Gala 🎻 de fin de año"), Cut())), PrinterModel())
    assert read(payload).papers[0].text == "Gala ■ de fin de año"


@pytest.mark.parametrize("paper", [PaperWidth.MM58, PaperWidth.MM80])
def test_a_ticket_with_a_native_code_takes_at_most_600_bytes(paper: PaperWidth) -> None:
    sale = sold()
    for one in sale.tickets:
        assert len(write(ticket(one, document_of(sale), IMPRINT), PrinterModel(paper))) <= 600
