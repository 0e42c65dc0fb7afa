"""The refund right of a sale is at one place: where it was sold, at HQ, or where HQ lent it for one refund."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from domain.after_sale.holders import HolderChange, parse_holder
from domain.after_sale.refund_right import RefundRightAwaited, RefundRightElsewhere
from domain.after_sale.refunds import Terms, TicketEnded
from domain.conflicts.cases import ConflictKind
from domain.fiscal.documents import DocumentKind
from domain.fiscal.forms import control_after
from domain.ids import DocumentId, RefundId
from hq.books.check import check
from hq.stations.registering import NumberedStation, register
from pos_app.services.after_sale import lent_refunds, proposed_terms, refunds, tickets
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest, UnknownSale
from pos_app.services.after_sale.tickets import Handover, Reissue, Revocation
from pos_app.services.documents import documents, print_queue
from pos_app.services.documents.papers import papers
from pos_app.services.proof.evidence import write_evidence
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.documents.presenter import DocumentsPresenter
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.refund.presenter import RefundPresenter
from sync import journal
from sync.facts import RefundRightReturned, TicketsRefunded
from sync.line.hq_errors import SaleUnknown
from tests.builders import stations as small
from tests.builders.counters import keys_of
from tests.builders.stations import cash_ves, clock_of, general_cart, sell
from tests.pos_app.services.proof.tampering import flaw
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.tools.bundles import verdict


@pytest.fixture
def other(hq: HeadOffice, tmp_path: Path) -> Iterator[tuple[HeadOffice, Station]]:
    """Another station of the house with an open shift, and HQ as its staff sees it."""
    made = register(hq.office, hq.by_hand, NumberedStation(2, "Sala de Pruebas", "Taquilla 2", "A"))
    its = replace(hq, station_id=made.station_id)
    station = its.enrol(tmp_path / "second", made.code.text, keys_of(2), seed=2)
    with closing(station.database):
        its.grant(station, numbers=50)
        its.round(station)
        small.open_shift(station)
        its.round(station)
        yield its, replace(station, hq=its.line(station))


@pytest.fixture
def sold(hq: HeadOffice, till: Station) -> CompletedSale:
    """A sale of two tickets at the first station, which HQ has."""
    done = sell(till, general_cart(till, 2), cash_ves("20000"))
    hq.round(till)
    return done


def request(sold: CompletedSale, *indexes: int, terms: Terms | None = None) -> RefundRequest:
    chosen = tuple(sold.sale.tickets[i].id for i in indexes)
    return RefundRequest(sold.sale.id, chosen, "cash_ves", "No puede venir", terms or Terms(with_fee=True))


def give_back(station: Station, sold: CompletedSale, *indexes: int) -> CompletedRefund:
    return refunds.refund(station, small.ana(station), request(sold, *indexes), small.rosa(station))


def lend(hq: HeadOffice, till: Station, station: Station, sold: CompletedSale) -> None:
    """The station asks, the one that sold returns the right in its rounds, and the station asks again."""
    with pytest.raises(RefundRightAwaited):
        lent_refunds.ask(station, sold.document.printed_number)
    hq.round(till)
    hq.round(till)
    assert lent_refunds.ask(station, sold.document.printed_number) == sold.sale.id


def kinds(hq: HeadOffice) -> list[str]:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        statement = text("SELECT kind FROM conflict_case WHERE tenant_id = :tenant ORDER BY kind")
        return list(tx.execute(statement, {"tenant": hq.tenant_id}).scalars())


def append(station: Station, fact: Any) -> None:
    """Write a fact into the journal alone, as whoever holds the station's key can."""
    with station.database.write() as tx:
        journal.append(tx, station.author, fact, at=station.clock.now(), actor=small.ana(station).id)


def of_the_other(station: Station, sold: CompletedSale, done: CompletedRefund) -> TicketsRefunded:
    """A refund of the second ticket, as that of the first, under the next number."""
    ticket, note = sold.sale.tickets[1], done.document
    back = replace(done.refund.tickets[0], id=ticket.id, code=ticket.code)
    made = replace(done.refund, id=RefundId(station.ids.new()), tickets=(back,))
    control = control_after(note.control_number, 1) if note.control_number else ""
    document = replace(
        note, id=DocumentId(station.ids.new()), number=note.number + 1, control_number=control
    )  # fmt: skip
    return TicketsRefunded(made, document)


def test_what_became_of_the_tickets_is_lent_with_them_and_asking_again_lends_nothing_twice(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station]
) -> None:
    _, station = other
    ana, rosa = small.ana(till), small.rosa(till)
    sold = sell(till, general_cart(till, 3), cash_ves("40000"))
    first, second, third = (ticket.id for ticket in sold.sale.tickets)
    new = tickets.reissue(till, ana, Reissue(sold.sale.id, (first,), "Se perdió"), rosa).tickets[0]
    tickets.revoke(till, ana, Revocation(sold.sale.id, (second,), "Reventa"), rosa)
    hq.round(till)
    lend(hq, till, station, sold)
    assert lent_refunds.ask(station, sold.document.printed_number) == sold.sale.id
    with pytest.raises(RefundRightAwaited):
        lent_refunds.ask(replace(till, hq=hq.line(till)), sold.document.printed_number)
    offered = proposed_terms.proposal(station, sold.sale.id).offered
    assert [(one.sold.id, one.now.code == new.code) for one in offered.tickets] == [(first, True), (third, False)]


def test_another_station_refunds_what_hq_lent_it(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station], sold: CompletedSale, tmp_path: Path
) -> None:
    its, station = other
    lend(hq, till, station, sold)
    shown = proposed_terms.proposal(station, sold.sale.id)
    assert not shown.terms.release
    done = give_back(station, sold, 0)
    assert done.document.kind is DocumentKind.CREDIT_NOTE
    assert done.document.series == "NCA"
    assert done.refund.invoice.number == sold.document.printed_number
    its.round(station)
    hq.round(till)
    assert kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok
    assert verify(station).ok
    assert verify(till).ok
    write_evidence(station, tmp_path / "bundle")
    assert verdict(tmp_path / "bundle").flaw == "ok"


def test_its_paper_and_its_history_show_the_note(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station], sold: CompletedSale
) -> None:
    _, station = other
    lend(hq, till, station, sold)
    done = give_back(station, sold, 0, 1)
    (match,) = documents.find(station, done.document.printed_number)
    assert (match.beside, match.tickets) == (sold.document.printed_number, 2)
    job = next(job for job in print_queue.jobs(station) if job.kind is JobKind.REFUND)
    with station.database.read() as tx:
        (row,) = [row for row in print_jobs.of_subject(tx, done.refund.id) if row.id == job.id]
    assert len(papers(station, row)) == 1
    assert documents.reprint(station, small.ana(station), done.document.id) == 1


def test_the_right_is_used_once(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station], sold: CompletedSale
) -> None:
    its, station = other
    lend(hq, till, station, sold)
    give_back(station, sold, 0)
    with pytest.raises(UnknownSale):
        give_back(station, sold, 1)
    its.round(station)
    lent_refunds.ask(station, sold.sale.tickets[1].code.upper())
    with pytest.raises(TicketEnded):
        give_back(station, sold, 0)
    done = give_back(station, sold, 1)
    its.round(station)
    assert done.refund.tickets[0].id == sold.sale.tickets[1].id
    assert kinds(hq) == []
    assert verify(station).ok


def test_the_station_that_sold_gives_nothing_back_any_more_but_by_asking(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station], sold: CompletedSale
) -> None:
    its, station = other
    lend(hq, till, station, sold)
    with pytest.raises(RefundRightElsewhere):
        give_back(till, sold, 0)
    with pytest.raises(RefundRightElsewhere):
        tickets.reissue(till, small.rosa(till), Reissue(sold.sale.id, (sold.sale.tickets[0].id,), "La perdió"))
    online = replace(till, hq=hq.line(till))
    with pytest.raises(RefundRightAwaited) as awaited:
        lent_refunds.ask(online, sold.document.printed_number)
    assert awaited.value.station == "Taquilla 2"
    give_back(station, sold, 0)
    its.round(station)
    assert lent_refunds.ask(online, sold.document.printed_number) == sold.sale.id
    give_back(online, sold, 1)
    hq.round(till)
    assert kinds(hq) == []
    assert verify(till).ok


def test_a_station_that_is_cut_off_keeps_the_right_and_nobody_else_gets_it(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station], sold: CompletedSale
) -> None:
    _, station = other
    for _ in range(3):
        with pytest.raises(RefundRightAwaited, match="Taquilla 1"):
            lent_refunds.ask(station, sold.document.printed_number)
    give_back(till, sold, 0)  # offline, before it hears of the wish
    hq.round(till)
    hq.round(till)
    lent_refunds.ask(station, sold.document.printed_number)
    with pytest.raises(TicketEnded):
        give_back(station, sold, 0)


def test_what_was_lent_and_not_used_goes_back(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station], sold: CompletedSale
) -> None:
    its, station = other
    lend(hq, till, station, sold)
    clock_of(station).advance(seconds=int(timedelta(minutes=16).total_seconds()))
    its.round(station)
    its.round(station)
    with pytest.raises(UnknownSale):
        give_back(station, sold, 0)
    assert lent_refunds.ask(replace(till, hq=hq.line(till)), sold.document.printed_number) == sold.sale.id


def test_asking_again_after_a_lost_answer_is_asking_once(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station], sold: CompletedSale
) -> None:
    its, station = other
    lend(hq, till, station, sold)
    for _ in range(2):
        assert lent_refunds.ask(station, sold.document.printed_number) == sold.sale.id
    its.round(station)
    assert lent_refunds.ask(station, sold.document.printed_number) == sold.sale.id
    with hq.office.database.tenant(hq.tenant_id) as tx:
        assert tx.execute(text("SELECT count(*) FROM lent_refund")).scalar_one() == 1


def test_a_text_that_names_no_sale_is_refused(other: tuple[HeadOffice, Station]) -> None:
    _, station = other
    for typed in ("A-99999", "no es un código"):
        with pytest.raises(SaleUnknown):
            lent_refunds.ask(station, typed)


def test_a_gift_is_given_back_only_where_it_was_sold(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station], sold: CompletedSale
) -> None:
    _, station = other
    gift = Handover(sold.sale.id, (sold.sale.tickets[0].id,), HolderChange.GIFT, parse_holder("María Ñáñez"))
    tickets.change_holder(till, small.ana(till), gift)
    hq.round(till)
    lend(hq, till, station, sold)
    with pytest.raises(TicketEnded):
        give_back(station, sold, 0)
    give_back(station, sold, 1)


def test_a_refund_without_the_right_is_a_case(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station], sold: CompletedSale
) -> None:
    """The station keeps the right in its journal, and refunds the other ticket with it once more."""
    its, station = other
    lend(hq, till, station, sold)
    done = give_back(station, sold, 0)
    its.round(station)
    append(station, of_the_other(station, sold, done))
    its.round(station)
    assert kinds(hq) == [ConflictKind.REFUND]
    assert (flaw(station) or ("",))[0] is Flaw.REFUND_MISMATCH


def test_the_station_that_sold_cannot_refund_after_it_gave_the_right_away(
    hq: HeadOffice, till: Station, sold: CompletedSale
) -> None:
    done = give_back(till, sold, 0)
    append(till, RefundRightReturned(sold.sale.id))
    append(till, of_the_other(till, sold, done))
    hq.round(till)
    assert kinds(hq) == [ConflictKind.REFUND]
    assert (flaw(till) or ("",))[0] is Flaw.REFUND_MISMATCH


def test_a_right_is_not_returned_twice(hq: HeadOffice, till: Station, sold: CompletedSale) -> None:
    for _ in range(2):
        append(till, RefundRightReturned(sold.sale.id))
    hq.round(till)
    assert kinds(hq) == [ConflictKind.REFUND]
    assert (flaw(till) or ("",))[0] is Flaw.REFUND_MISMATCH


def test_at_the_counter_one_key_asks_and_the_screen_of_refunds_pays(
    hq: HeadOffice, till: Station, other: tuple[HeadOffice, Station], sold: CompletedSale
) -> None:
    _, station = other
    frame, after_sale = FakeFrame(small.ana(station), small.rosa(station)), AfterSale()
    history = DocumentsPresenter(station, frame, run_inline, after_sale)
    history.enter(sold.document.printed_number)
    assert (history.state.rows, history.state.may_ask) == ((), True)
    history.ask_hq()
    assert (frame.codes, frame.screens) == (["DEV-22"], [])
    hq.round(till)
    hq.round(till)
    history.ask_hq()
    assert frame.screens == [ScreenName.REFUND]
    screen = RefundPresenter(station, frame, run_inline, after_sale)
    screen.enter()
    assert not screen.state.frees_places
    screen.mark_all()
    quote = screen.state.quote
    screen.confirm()
    screen.confirm()  # beyond the till: the same again
    assert quote is not None
    assert screen.state.made is not None
    assert screen.state.made.refund.given_back == quote.given_back
