"""Two nights, two seats, two ticket types never look the same: on cart rows, on payment and after the sale."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from domain.ids import PerformanceId
from domain.people.staff import Cashier
from domain.sale.sale import Place
from pos_app.services.selling import checkout
from pos_app.services.setup import load_setup
from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.counter import price_and_keep
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.cart_table import CartTable
from pos_app.ui.sold_text import ENDLESS, Admission, Room, group_text, row_lines, summary
from sync import setup
from tests.builders import stations
from tests.pos_app.ui.in_sight import drawn
from tests.pos_app.ui.sale_window import SaleWindow
from tests.sync.setup.setups import ON, changed

LONG = "Noche de Gaitas y Tambores con la Orquesta Sinfónica Juvenil del Conservatorio Simón Bolívar"
SECOND_NIGHT = '\n[[event.performance]]\nkey = "domingo"\nday = 8\ntime = "18:30"\n'
TWO_LONG_NIGHTS = changed(
    ('\n[[event.performance]]\nkey = "cancelada"', SECOND_NIGHT + '\n[[event.performance]]\nkey = "cancelada"'),
    ('name = "Concierto"\n', f'name = "{LONG}"\n'),
    ('name = "General"\n', f'name = "General {LONG}"\n'),
)


def place_of(station: Station, seat: str = "") -> Place:
    cart = stations.seats_cart(station, [seat]) if seat else stations.general_cart(station, 1)
    return checkout.quote(station, cart).lines[0].place


def room(width: int) -> Room:
    """A line that is `width` characters wide."""

    def cut_end(text: str, most: int) -> str:
        return text if len(text) <= most else text[: max(most - 1, 0)] + "…"

    def cut_middle(text: str, most: int) -> str:
        return text if len(text) <= most else text[: most // 2] + "…" + text[len(text) - (most - 1 - most // 2) :]

    return Room(width, len, cut_end, cut_middle)


def test_a_row_names_zone_seat_type_date_time_and_event(till: Station) -> None:
    assert row_lines(place_of(till, "A-1"), "Adulto", ENDLESS) == (
        "Platea · A-1 · Adulto",
        "sáb 28 nov · 20:00 · Concierto",
    )


def test_the_section_of_a_seat_is_named_where_the_zone_is_called_otherwise(till: Station) -> None:
    place = replace(place_of(till, "A-1"), zone="VIP")
    assert row_lines(place, "Adulto", ENDLESS)[0] == "VIP · Platea A-1 · Adulto"


def test_a_long_zone_is_broken_between_words_and_neither_seat_nor_type_is_cut(till: Station) -> None:
    place = replace(place_of(till, "A-1"), zone="Palco preferencial izquierdo", section="", event=LONG)
    assert row_lines(place, "Adulto", room(26)) == (
        "Palco preferencial",
        "izquierdo · A-1 · Adulto",
        "sáb 28 nov · 20:00 · Noch…",
    )
    assert row_lines(place, "Adulto", room(30)) == (
        "Palco preferencial izquierdo",
        "A-1 · Adulto",
        "sáb 28 nov · 20:00 · Noche de…",
    )


def test_only_what_does_not_fit_on_two_lines_is_cut_of_a_zone(till: Station) -> None:
    place = replace(place_of(till, "A-1"), zone=LONG, section="")
    assert row_lines(place, "Adulto", room(26))[:3] == (
        "Noche de Gaitas y Tambores",
        "con la Orques…imón Bolívar",
        "A-1 · Adulto",
    )
    one_word = replace(place, zone="Z" * 40)
    assert row_lines(one_word, "Adulto", room(26))[:2] == ("Z" * 13 + "…" + "Z" * 12, "A-1 · Adulto")


def test_a_long_type_gets_a_line_and_is_cut_in_its_middle(till: Station) -> None:
    lines = row_lines(place_of(till, "A-1"), "Adulto mayor de 60 años con carnet", room(26))
    assert lines == ("Platea · A-1", "Adulto mayor …s con carnet", "sáb 28 nov · 20:00 · Conc…")


def test_the_summary_has_a_line_for_each_night_with_types_and_seats(till: Station) -> None:
    seats = [Admission(place_of(till, name), "Adulto", 1) for name in ("A-1", "A-2")]
    general = place_of(till)
    sunday = replace(
        general, performance_id=PerformanceId(UUID(int=7)), starts_at=general.starts_at + timedelta(days=1)
    )
    admissions = (*seats, Admission(sunday, "Adulto", 3), Admission(sunday, "Cortesía", 1))
    assert summary(admissions).splitlines() == [
        "sáb 28 nov · 20:00 · Concierto · 2 x Platea Adulto (A-1, A-2)",
        "dom 29 nov · 20:00 · Concierto · 3 x General Adulto · 1 x General Cortesía",
    ]


def test_the_summary_of_many_performances_ends_with_their_number(till: Station) -> None:
    general = place_of(till)
    many = [Admission(replace(general, performance_id=PerformanceId(UUID(int=i))), "Adulto", 1) for i in range(5)]
    assert summary(many).splitlines()[3:] == ["y 2 funciones más"]
    assert summary(many, most=4).splitlines()[4:] == ["y 1 función más"]


def test_the_summary_cuts_names_and_counts_on(till: Station) -> None:
    names = [f"{row}-{number}" for row in "BC" for number in range(1, 6)]
    seats = [Admission(replace(place_of(till, name), event=LONG), "Adulto", 1) for name in names]
    assert summary(seats) == (
        "sáb 28 nov · 20:00 · Noche de Gaitas y Tambores con la Orque… · 10 x Platea Adulto"
        " (B-1, B-2, B-3, B-4, B-5, C-1 …)"
    )


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier) -> SaleWindow:
    theme.apply(qapp, theme.Theme.LIGHT)
    load_setup.load(
        till, setup.read(TWO_LONG_NIGHTS, on=ON), name="two-nights.toml", sha256="00", by=stations.supervisor(till)
    )
    return SaleWindow(qtbot, till, ana)


def choose_both_nights(at: SaleWindow, station: Station) -> None:
    at.press("23", until=lambda: at.counter.cart.tickets == 3)
    at.press(Qt.Key.Key_Return, until=lambda: not at.sell.cart.counts_places)
    at.press(Qt.Key.Key_PageDown, until=lambda: at.sell.state.choices.selected == 1)
    at.press("2", until=lambda: at.counter.cart.tickets == 4)
    cart = at.counter.cart
    cart = replace(cart, lines=(*cart.lines, *stations.seat_lines(station, ["A-1", "B-10"])))
    at.counter.put(cart, price_and_keep(station, stations.ana(station), cart))
    at.sell.cart.open()


def test_rows_of_the_smallest_window_show_date_time_seat_and_type(at: SaleWindow, till: Station) -> None:
    choose_both_nights(at, till)
    table = at.window.findChild(CartTable)
    assert isinstance(table, CartTable)
    rows = [drawn(table, row) for row in range(table.rowCount())]
    assert [row[-1].split(" · ")[:2] for row in rows] == [
        ["sáb 28 nov", "20:00"],
        ["dom 29 nov", "18:30"],
        ["sáb 28 nov", "20:00"],
        ["sáb 28 nov", "20:00"],
    ]
    assert [" · ".join(row[:-1]).split(" · ")[-1] for row in rows] == ["Adulto"] * 4
    assert [row[0].split(" · ")[1:] for row in rows[2:]] == [["A-1", "Adulto"], ["B-10", "Adulto"]]
    widest = max(table.fontMetrics().horizontalAdvance(line) for row in rows for line in row)
    assert widest <= table.columnWidth(1)
    assert max(table.rowHeight(row) for row in range(table.rowCount())) <= 2 * theme.size("touch")


def texts_in_front(at: SaleWindow) -> str:
    """The visible texts, with the lines of a cart as they are drawn."""
    labels = [shown.text() for shown in at.window.shown.findChildren(QLabel) if shown.isVisible()]
    tables = [table for table in at.window.shown.findChildren(CartTable) if table.isVisible()]
    rows = [drawn(table, row) for table in tables for row in range(table.rowCount())]
    return "\n".join([*labels, *(line for row in rows for line in row)])


def test_payment_and_done_name_both_nights_and_the_seats(at: SaleWindow, till: Station) -> None:
    choose_both_nights(at, till)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    before = texts_in_front(at)
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    after = texts_in_front(at)
    for shown in (before, after):
        for part in ("sáb 28 nov · 20:00", "dom 29 nov · 18:30"):
            assert part in shown
    assert {"Platea · A-1 · Adulto", "Platea · B-10 · Adulto"} <= set(before.splitlines())
    assert "2 x Platea Adulto (A-1, B-10)" in after


def test_the_customer_form_of_the_payment_gets_the_place_of_the_summary(at: SaleWindow, till: Station) -> None:
    choose_both_nights(at, till)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.payment.ask_for_customer()
    assert "sáb 28 nov" not in texts_in_front(at)
    at.payment.take_customer("", "")
    assert "sáb 28 nov" in texts_in_front(at)


def test_seats_are_named_in_the_order_of_the_house(till: Station) -> None:
    chosen = ["10", "9", "11", "2"]
    place = place_of(till, "A-3")
    group = [Admission(replace(place, seat=seat), "Adulto", 1) for seat in chosen]
    assert group_text(group, group).endswith("(A-2, A-9, A-10, A-11)")
