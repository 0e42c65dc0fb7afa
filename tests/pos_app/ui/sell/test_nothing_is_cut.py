"""The sell screen with large amounts and long names: no key is cut and nothing lies over anything else."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from domain.sale.cart import CartLine
from pos_app.services.selling import browsing
from pos_app.station import Station
from pos_app.ui import look
from pos_app.ui.counter import price_and_keep
from pos_app.ui.look import Look
from pos_app.ui.sell.rows import PerformanceRow, ZoneRow
from pos_app.ui.theme import Theme
from pos_app.ui.type_list import TypeRow
from pos_app.ui.widgets.fitted_figure import FittedFigure
from pos_app.ui.widgets.key_button import KeyButton
from tests.builders import stations
from tests.pos_app.priced_houses import one_zone_event, reload_text
from tests.pos_app.ui.sale_window import SaleWindow
from tests.pos_app.ui.sell.test_room import LONG, house

SIZES = [(1024, 540), (1024, 600), (1024, 768), (1366, 768)]
TYPES = (
    '\n[[event.ticket_type]]\nname = "Adulto mayor de sesenta años con carnet vigente"\npercent = -15\n'
    '\n[[event.ticket_type]]\nname = "Estudiante de la universidad nacional"\npercent = -10\nneeds_document = true\n'
)
STAGE = (
    '\n[[event.zone.stage]]\nname = "Preventa especial"\npercent = -1\nup_to_sold = 400\n'
    '\n[[event.zone.stage]]\nname = "Regular"\npercent = 0\n'
)
_TURNS = 60
"""A page that is not settled after so many steps of 10 ms stays as it is."""


def large_house() -> str:
    text = house(5, 12, "98765.43")
    own_type = '\n[[event.ticket_type]]\nname = "Adulto con carnet vigente de la institución"\n'
    assert own_type in text
    text = text.replace(own_type, own_type + TYPES)
    text = text.replace("price = 98765.43\n", "price = 98765.43\n" + STAGE).replace(
        "price = 25\n", "price = 98765.43\n"
    )
    return text + one_zone_event("euro", LONG, "EUR", "Balcón lateral izquierdo").replace(
        "price = 15", "price = 98765.43"
    )


def place_of(part: QWidget, above: QWidget) -> QRect:
    return QRect(part.mapTo(above, QPoint(0, 0)), part.size())


def in_sight(shown: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    return [
        part
        for kind in kinds
        for part in shown.findChildren(kind)
        if part.isVisible() and not part.visibleRegion().isEmpty()
    ]


def faults(shown: QWidget) -> Iterator[str]:
    """Keys that lose letters, rows and keys that lie over one another or out of the page, figures that are cut."""
    for key in in_sight(shown, KeyButton):
        yield from cut_words(key)
    rows = in_sight(shown, PerformanceRow, ZoneRow, TypeRow)
    for row in rows:
        yield from faults_of_row(row)
    for one, other in combinations([*rows, *in_sight(shown, KeyButton)], 2):
        if not drawn_part(one, shown).intersected(drawn_part(other, shown)).isEmpty():
            yield f"over: {one.accessibleName()} {other.accessibleName()}"
    for part in in_sight(shown, KeyButton, FittedFigure):
        if not shown.rect().contains(place_of(part, shown)):
            yield f"outside: {part.accessibleName()}"
    yield from cut_figures(shown)


def cut_words(key: QWidget) -> Iterator[str]:
    for part in (part for part in key.findChildren(QLabel) if part.text()):
        if part.width() < part.sizeHint().width() or not key.rect().contains(place_of(part, key)):
            yield f"cut: {part.text()} {part.width()} of {part.sizeHint().width()}"


def faults_of_row(row: QWidget) -> Iterator[str]:
    words = [part for part in row.findChildren(QLabel) if part.text()]
    for first, second in combinations(words, 2):
        if place_of(first, row).intersects(place_of(second, row)):
            yield f"in a row: {first.text()} over {second.text()}"
    for part in words:
        if not row.rect().contains(place_of(part, row)):
            yield f"out of its row: {part.text()}"
        if part.fontMetrics().horizontalAdvance(part.text()) > part.width():
            yield f"cut in a row: {part.text()}"


def cut_figures(shown: QWidget) -> Iterator[str]:
    for figure in shown.findChildren(FittedFigure):
        widest = max(map(figure.fontMetrics().horizontalAdvance, figure.text().split("\n")))
        if figure.isVisible() and (widest > figure.width() or figure.height() < figure.sizeHint().height() - 1):
            yield f"figure: {figure.text()}"


def drawn_part(part: QWidget, above: QWidget) -> QRegion:
    return part.visibleRegion().translated(part.mapTo(above, QPoint(0, 0)))


def settled(qtbot: QtBot, shown: QWidget) -> list[str]:
    """What is at fault once the page is laid out, which takes several turns of the event loop."""
    seen: list[str] = []
    for _ in range(_TURNS):
        qtbot.wait(10)
        if not (seen := list(faults(shown))):
            break
    return seen


def one_line(at: SaleWindow) -> None:
    at.press("1", until=lambda: at.counter.cart.tickets == 1)


def put(at: SaleWindow, station: Station, *events: int) -> None:
    """Up to 99 places in each of the first two zones of these performances, by their place in the list."""
    cards = [browsing.performances(station)[event] for event in events]
    lines = [
        CartLine(
            card.performance.id,
            zone.zone.id,
            stations.offering(station, card.performance.id).ticket_types[0].id,
            min(99, zone.left),
        )
        for card in cards
        for zone in card.zones[:2]
    ]
    cart = stations.cart_of(*lines)
    at.counter.put(cart, price_and_keep(station, stations.ana(station), cart))
    at.sell.cart.open()


def many(at: SaleWindow) -> None:
    put(at, at.sell._station, 2)


def types(at: SaleWindow) -> None:
    one_line(at)
    at.press(Qt.Key.Key_Asterisk, until=lambda: at.sell.cart.state.types is not None)


def next_types(at: SaleWindow) -> None:
    at.press(Qt.Key.Key_Slash, until=lambda: at.sell.cart.state.types is not None)
    at.press("2", until=lambda: at.sell.next_type is not None)


def customer(at: SaleWindow) -> None:
    many(at)
    at.press(Qt.Key.Key_F4, until=lambda: at.sell.cart.state.asks_for_customer)


def too_many(at: SaleWindow) -> None:
    one_line(at)
    at.press("9999", until=lambda: at.sell.cart.state.short is not None)


def three_currencies(at: SaleWindow) -> None:
    """Totals in dollars, euros and bolívares."""
    put(at, at.sell._station, 1, 2)


def seats_from_a_price(at: SaleWindow) -> None:
    """Zones of which the least price is shown."""
    many(at)
    for _ in at.sell.state.choices.cards:
        at.press(Qt.Key.Key_PageUp, until=lambda: True)


def empty(_: SaleWindow) -> None:
    """Nothing in the cart."""


@pytest.fixture(params=["es", "en"])
def at(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier
) -> Iterator[SaleWindow]:
    look.apply(qapp, Look(request.param, Theme.LIGHT))
    reload_text(till, large_house())
    window = SaleWindow(qtbot, till, ana)
    window.press(Qt.Key.Key_PageDown, until=lambda: window.sell.state.choices.selected == 1)
    yield window
    look.apply(qapp, Look("es", Theme.LIGHT))


STATES = (empty, one_line, many, three_currencies, seats_from_a_price, types, next_types, customer, too_many)


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_and_nothing_overlaps(qtbot: QtBot, at: SaleWindow, state: Callable[[SaleWindow], None]) -> None:
    state(at)
    seen = []
    for size in (*SIZES, *reversed(SIZES)):
        at.window.resize(*size)
        seen += [(size, f"at once: {fault}") for fault in faults(at.window.shown)]
        seen += [(size, fault) for fault in settled(qtbot, at.window.shown)]
    assert seen == []
