"""A bundle of a station with two lives, sales, refunds, copies and closings, and a copy of it for each test."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from domain.after_sale.refunds import Terms
from domain.payments.tenders import Tender
from domain.sale.cart import Cart
from domain.sale.closing import Offer
from pos_app.services.after_sale import exchanges, refunds
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.documents.papers import refund_paper, sale_papers
from pos_app.services.documents.print_queue import Turn, print_next
from pos_app.services.proof.evidence import write_evidence
from pos_app.services.selling.checkout import CompletedSale, Wanted
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.printer_model import PrinterModel
from printing.printout import PaperWidth
from sync import journal
from sync.facts import SaleRecorded, TicketsRefunded
from tests.builders import stations
from tests.builders.counts import NONE_LEFT
from tests.builders.printer import ScriptedPrinter, to_bytes
from tests.builders.refunds import refundable
from tests.builders.stations import cash_usd, cash_ves, general_cart, pago_movil, seats_cart, sell
from tests.pos_app.days import live_through_a_day
from tests.pos_app.lives import born_again
from tests.tools.bundles import Bundle


def give_back(till: Station, sold: CompletedSale, count: int) -> None:
    """Give some tickets of a sale back, in bolívares."""
    tickets = tuple(offer.sold.id for offer in refundable(till, sold.sale.id).tickets[:count])
    request = RefundRequest(sold.sale.id, tickets, "cash_ves", "No puede venir")
    refunds.refund(till, stations.ana(till), request, stations.rosa(till))


def swap(till: Station, sold: CompletedSale, cart: Cart, *tenders: Tender) -> None:
    """Exchange the tickets of a sale for those of a cart, and pay the difference."""
    tickets = tuple(ticket.id for ticket in sold.sale.tickets)
    request = RefundRequest(sold.sale.id, tickets, "cash_ves", "Prefiere otra zona", Terms(with_fee=True))
    exchanges.exchange(till, stations.ana(till), request, Wanted(cart, Offer(tenders)), stations.rosa(till))


def live_two_lives(till: Station) -> Station:
    """A day, a second life, and in it another day that ends with a Z."""
    stations.open_shift(till)
    live_through_a_day(till)
    printer = ScriptedPrinter()
    while print_next(till, printer, to_bytes) is Turn.PRINTED:
        pass
    born = born_again(till, 2)
    sold = sell(born, seats_cart(born, ["C-1", "C-2", "C-3"]), cash_usd("20"), cash_usd("100"))
    give_back(born, sold, 1)
    give_back(born, sold, 2)
    swap(born, sell(born, general_cart(born, 1), cash_ves("8570.06")), general_cart(born, 2), cash_ves("50000"))
    sell(born, general_cart(born, 2), cash_usd("1"), pago_movil("5000.01", "004512345678"), cash_usd("15"))
    shifts.count(born, stations.ana(born), NONE_LEFT)
    shifts.close_shift(born, stations.ana(born), "sin contar", approved_by=stations.rosa(born))
    till_reports.take_z(born, stations.rosa(born))
    stations.open_shift(born)
    sell(born, general_cart(born, 1))
    sell(born, general_cart(born, 1))
    return born


def codes_on_paper(station: Station) -> list[str]:
    """The QR text of every invoice and credit note, read from the bytes that a printer for 58 mm is sent."""
    with station.database.read() as tx:
        signed = [one for epoch in (1, 2) for one in journal.read(tx, station.tenant_id, station.id, epoch)]
        facts = [one.read().body for one in signed]
        sold = [sale_papers(tx, station, fact.sale.id)[0] for fact in facts if isinstance(fact, SaleRecorded)]
        notes = [refund_paper(tx, station, fact.refund.id) for fact in facts if isinstance(fact, TicketsRefunded)]
    papers = [read(write(paper, PrinterModel(PaperWidth.MM58))).papers[0] for paper in (*sold, *notes)]
    return [code for paper in papers for code in paper.codes]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the bundle, which no test changes."""
    folder = tmp_path_factory.mktemp("evidence")
    station = stations.new_station(folder / "profile")
    with closing(station.database):
        born = live_two_lives(station)
        write_evidence(born, folder / "bundle")
        (folder / "codes.txt").write_text("\n".join(codes_on_paper(born)), encoding="utf-8")
    return folder / "bundle"


@pytest.fixture
def codes(written: Path) -> list[str]:
    """The QR texts of the papers: of the sales in their order, then of the refunds."""
    return (written.parent / "codes.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def bundle(written: Path, tmp_path: Path) -> Bundle:
    """A copy to edit."""
    shutil.copytree(written, tmp_path / "bundle")
    return Bundle(tmp_path / "bundle")
