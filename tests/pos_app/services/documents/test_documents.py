"""Searching a document by what the customer has, and printing a counted copy."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.conflicts.cases import Choice
from domain.ids import DocumentId, VenueId
from domain.people.staff import Cashier, NotAllowed, Role
from domain.sale.cart import Customer
from pos_app.services.conflicts import conflict_desk
from pos_app.services.conflicts.conflict_desk import Decision
from pos_app.services.documents import documents
from pos_app.services.documents.documents import UnknownDocument
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.sales import document_rows
from pos_app.storage.sales.document_rows import CodeState
from sync.tables.catalogue import seat, venue
from tests.builders import stations
from tests.builders.stations import general_cart, pago_movil, seats_cart, sell
from tests.pos_app.conflicts import contest
from tests.pos_app.snapshots import kinds, refused


@pytest.fixture
def sold(till: Station) -> list[CompletedSale]:
    """Three documents: general places, two seats of a named customer, one place paid by phone."""
    named = replace(seats_cart(till, ["C-9", "C-10"]), customer=Customer("Íñigo Pérez", "V12345678"))
    return [
        sell(till, general_cart(till, 2)),
        sell(till, named),
        sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789")),
    ]


def numbers(station: Station, text: str) -> list[str]:
    return [document.number for document in documents.find(station, text)]


def test_an_empty_text_finds_the_latest_first(till: Station, sold: list[CompletedSale]) -> None:
    assert numbers(till, "  ") == ["A-00000003", "A-00000002", "A-00000001"]
    assert [document.number for document in documents.find(till, "", limit=1)] == ["A-00000003"]


@pytest.mark.parametrize("text", ["A-00000002", "a-00000002", "2", "00000002", "A-2", " A-00000002 "])
def test_a_number_is_found_however_it_is_typed(till: Station, sold: list[CompletedSale], text: str) -> None:
    assert numbers(till, text) == ["A-00000002"]


def test_a_number_of_another_series_is_not_found(till: Station, sold: list[CompletedSale]) -> None:
    assert numbers(till, "B-00000002") == []


def test_a_document_is_found_by_the_code_of_its_ticket(till: Station, sold: list[CompletedSale]) -> None:
    assert numbers(till, sold[1].sale.tickets[1].code) == ["A-00000002"]


@pytest.mark.parametrize("text", ["C-9", "c-10", "C9", "c10", "C 9", "c.10", " C - 9 ", "C/10", "C–9"])  # noqa: RUF001  # a typed dash
def test_a_document_is_found_by_a_seat_and_by_nothing_that_looks_like_one(
    till: Station, sold: list[CompletedSale], text: str
) -> None:
    assert numbers(till, text) == ["A-00000002"]


def test_a_seat_of_another_house_with_the_same_ordinal_is_another_seat(
    till: Station, sold: list[CompletedSale]
) -> None:
    elsewhere = {"tenant_id": till.tenant_id, "name": "Otra sala", "address": "", "id": VenueId(till.id)}
    other = {"tenant_id": till.tenant_id, "venue_id": till.id, "section_no": 0, "x_mm": 0, "y_mm": 0, "kind": 0}
    with till.database.write() as tx:
        tx.insert(venue, [elsewhere])
        tx.insert(seat, [{**other, "id": stations.seat_id("C-9"), "row": "Z", "number": "1"}])
    assert numbers(till, "Z-1") == []


def test_a_chair_of_a_table_is_found_as_it_is_written(till: Station) -> None:
    with till.database.write() as tx:
        tx.execute(seat.update().where(seat.c.row == "C").values(row="Mesa 3"))
        catalogue_changed(tx)
    sell(till, seats_cart(till, ["C-4"]))
    assert numbers(till, "Mesa 3-4") == ["A-00000001"]


@pytest.mark.parametrize("text", ["V12345678", "v12345678", "V-12345678"])
def test_a_document_is_found_by_its_customer(till: Station, sold: list[CompletedSale], text: str) -> None:
    assert numbers(till, text) == ["A-00000002"]


def test_a_document_is_found_by_the_reference_that_paid_it(till: Station, sold: list[CompletedSale]) -> None:
    assert numbers(till, "000123456789") == ["A-00000003"]


@pytest.mark.parametrize("spelt", [str.lower, str.upper, str.swapcase])
def test_a_ticket_is_found_in_any_letter_case(
    till: Station, sold: list[CompletedSale], spelt: Callable[[str], str]
) -> None:
    assert numbers(till, spelt(sold[1].sale.tickets[1].code)) == ["A-00000002"]


@pytest.mark.parametrize("text", ["N° 2", "Nº2", "Factura A-00000002", "N\u00b0\u00a0A\u201300000002", "#2"])
def test_a_number_is_found_with_the_words_before_it(till: Station, sold: list[CompletedSale], text: str) -> None:
    assert numbers(till, text) == ["A-00000002"]


@pytest.mark.parametrize("text", ["00-00000502", "00\u201300000502", "00-502", "00000502", "N° de control 00-00000502"])
def test_a_document_is_found_by_its_control_number(till: Station, sold: list[CompletedSale], text: str) -> None:
    assert numbers(till, text) == ["A-00000002"]


@pytest.mark.parametrize("text", ["6789", "456789", "123456789", "00000123456789", "0001-2345-6789", "Ref. 456789"])
def test_a_document_is_found_by_the_last_digits_of_its_reference(
    till: Station, sold: list[CompletedSale], text: str
) -> None:
    assert numbers(till, text) == ["A-00000003"]


@pytest.mark.parametrize("text", ["iñigo", "PEREZ", "pér", "Pérez Íñigo", "12345678", "12.345.678"])
def test_a_document_is_found_by_a_part_of_the_customer(till: Station, sold: list[CompletedSale], text: str) -> None:
    assert numbers(till, text) == ["A-00000002"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("maria", [4]), ("MAR PER", [4, 5]), ("pérez-gómez", [4]), ("gomez", [4]), ("perez-g", [4]), ("pe ma", [4, 5]),
        ("brien", [5]), ("o'b", [5]), ("perez mario o", [5]),
        ("érez", [2, 4, 5]), ("OMEZ", [4]), ("erez-góm", [4]), ("rie", [5]), ("érez mar", [4, 5]),
        ("ere ari ma", [4, 5]), ("érez brien", [5]), ("erez-gomezz", []), ("erez-gomez-ruiz", []), ("ez", []),
        ("ere ia", []), ("a", []),
        ("maria perez x", []), ("%", []), ("mar%", []), ("_aria", []), ("maria\U0010ffff", []),
    ],
)  # fmt: skip
def test_a_customer_is_found_by_any_part_of_the_name_and_by_short_beginnings(
    till: Station, sold: list[CompletedSale], text: str, places: list[int]
) -> None:
    for name in ("María Pérez-Gómez", "Mario O'Brien Perez"):
        sell(till, replace(general_cart(till, 1), customer=Customer(name, "V9876543")))
    assert numbers(till, text) == [f"A-{number:08}" for number in reversed(places)]


def test_the_newest_sales_are_found_among_more_names_than_are_looked_up(
    till: Station, sold: list[CompletedSale], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_rows, "_MOST_NAMES", 2)
    for name in ("Marta Sosa", "Ana Gil", "María Gil", "Mario Gil"):  # the last is neither first nor last by its words
        sell(till, replace(general_cart(till, 1), customer=Customer(name, "V9876543")))
    assert numbers(till, "mar") == ["A-00000007", "A-00000006", "A-00000004"]
    assert [document.number for document in documents.find(till, "mar", limit=1)] == ["A-00000007"]
    assert numbers(till, "gil mar") == ["A-00000007", "A-00000006"]


def test_a_moved_ticket_is_found_by_both_codes_and_both_seats(till: Station, sold: list[CompletedSale]) -> None:
    old = next(ticket for ticket in sold[1].sale.tickets if ticket.place.seat == "9")
    (case,) = contest(till, sold[1], "C-9", free=("D-4", "D-5"))
    (new, *_) = conflict_desk.settle(till, stations.rosa(till), case.id, Decision(Choice.MOVE)).tickets
    for text in (old.code, new.code, new.code.lower(), "C-9", f"{new.place.row}-{new.place.seat}"):
        assert numbers(till, text) == ["A-00000002"], text
    states = {text: documents.find(till, text)[0].searched_code for text in (old.code.lower(), new.code)}
    assert list(states.values()) == [CodeState.REPLACED, None]


def test_a_withdrawn_ticket_is_found_as_withdrawn(till: Station, sold: list[CompletedSale]) -> None:
    (case,) = contest(till, sold[1], "C-9")
    conflict_desk.settle(till, stations.rosa(till), case.id, Decision(Choice.MONEY_BACK))
    codes = {ticket.place.seat: ticket.code for ticket in sold[1].sale.tickets}
    (document,) = documents.find(till, codes["9"])
    assert (document.number, document.searched_code) == ("A-00000002", CodeState.WITHDRAWN)
    assert documents.find(till, codes["10"])[0].searched_code is None


@pytest.mark.parametrize("text", ["nada", "-", "9" * 500, "²", "' OR 1=1 --", "%", "🎭", "A" * 65_536])
def test_what_is_nowhere_finds_nothing(till: Station, sold: list[CompletedSale], text: str) -> None:
    assert numbers(till, text) == []


def test_a_line_of_the_history_says_what_was_sold(till: Station, sold: list[CompletedSale]) -> None:
    document = documents.find(till, "2")[0]
    assert (document.event, document.tickets, document.paid_with, document.paper, document.copies) == (
        *("Concierto", 2, ("cash_ves",), "queued", 0),
    )
    assert (document.control_number, document.total) == ("00-00000502", sold[1].document.grand_total)


def test_a_document_reads_back_as_it_was_recorded(till: Station, sold: list[CompletedSale]) -> None:
    assert [documents.load(till, s.document.id) for s in sold] == [(s.sale, s.document) for s in sold]


def test_an_unknown_document_is_refused(till: Station, ana: Cashier) -> None:
    nobody = DocumentId(till.id)
    refused(till, lambda: documents.load(till, nobody), UnknownDocument)
    refused(till, lambda: documents.reprint(till, ana, nobody), UnknownDocument)


def test_copies_are_counted_one_document_at_a_time(till: Station, sold: list[CompletedSale], ana: Cashier) -> None:
    first, second = sold[0].document.id, sold[1].document.id
    assert [documents.reprint(till, ana, document_id) for document_id in (first, second, first)] == [1, 1, 2]
    assert [document.copies for document in documents.find(till, "")] == [0, 1, 2]
    assert kinds(till).count("document_reprinted/1") == 3


def test_an_auditor_prints_no_copies(till: Station, sold: list[CompletedSale], ana: Cashier) -> None:
    auditor = replace(ana, role=Role.AUDITOR)
    refused(till, lambda: documents.reprint(till, auditor, sold[0].document.id), NotAllowed)
