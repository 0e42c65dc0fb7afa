"""Names that differ only at their end are told apart wherever a sale shows them, at every size of the window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from domain.ids import PerformanceId
from domain.people.staff import Cashier
from domain.sale.cart import Cart, CartLine
from pos_app.services.selling import browsing
from pos_app.station import Station
from pos_app.ui import look
from pos_app.ui.done.sold_panel import SoldPanel
from pos_app.ui.frame import ScreenName
from pos_app.ui.look import Look
from pos_app.ui.seat_map.bars import ZoneBox
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.rows import PerformanceRow
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.layouts import ElidedLabel
from tests.builders import stations
from tests.pos_app.priced_houses import reload_text
from tests.pos_app.ui.sale_window import SaleWindow
from tests.sync.setup.setups import SMALL

SIZES = [(1024, 540), (1024, 600), (1024, 768), (1366, 768)]
EVENT = "Festival Internacional de Música de Cámara de la Ciudad de Caracas, noche de los"
SIDES = ("izquierdo", "derecho")
ZONE = "Balcón preferencial lateral del piso superior"
TYPES = ("Adulto con carnet vigente de la institución", "Adulto con carnet vigente de la universidad")


def event(key: str, who: str, zones: str) -> str:
    types = "".join(f'\n[[event.ticket_type]]\nname = "{name}"\n' for name in TYPES)
    return (
        f'\n[[event]]\nkey = "{key}"\nname = "{EVENT} {who}"\nvenue = "{"otra" if key == "c" else "sala"}"\n'
        f'currency = "USD"\n\n[[event.performance]]\nkey = "n"\nday = 9\ntime = "19:00"\n{types}{zones}'
    )


def house() -> str:
    """Three events whose names differ at their end, with two zones whose names do; those of the last one have seats."""
    general = "".join(f'\n[[event.zone]]\nname = "{ZONE} {side}"\ncapacity = 500\nprice = 98765.43\n' for side in SIDES)
    seated = "".join(
        f'\n[[event.zone]]\nname = "{ZONE} {side}"\nsections = ["{side}"]\nprice = 98765.43\n' for side in SIDES
    )
    sections = "".join(
        f'\n[[venue.section]]\nname = "{side}"\nrows = 4\nseats = 10\nat = [{20_000 * place}, 0]\n'
        for place, side in enumerate(SIDES)
    )
    venue = f'\n[[venue]]\nkey = "otra"\nname = "Otra"\naddress = "Caracas"\n{sections}'
    events = event("a", "solistas", general), event("b", "cuartetos", general), event("c", "coros", seated)
    return SMALL.replace("\n[[event]]", f"{venue}\n[[event]]", 1) + "".join(events)


@pytest.fixture(params=SIZES, ids=str)
def at(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier) -> SaleWindow:
    look.apply(qapp, Look("es", Theme.LIGHT))
    reload_text(till, house())
    window = SaleWindow(qtbot, till, ana)
    window.window.resize(*request.param)
    qtbot.wait(20)
    return window


def cart_of_sides(till: Station) -> Cart:
    """A place of each type in each general zone of both events."""
    lines = []
    for card in browsing.performances(till):
        if card.event.startswith(EVENT) and "coros" not in card.event:
            kinds = stations.offering(till, PerformanceId(card.performance.id)).ticket_types
            lines += [CartLine(card.performance.id, zone.zone.id, kind.id, 1) for zone in card.zones for kind in kinds]
    return stations.cart_of(*lines)


def visible(at: SaleWindow) -> list[QLabel]:
    return [part for part in at.window.shown.findChildren(QLabel) if part.isVisible()]


def test_the_sale_that_is_done_tells_zones_and_types_apart(qtbot: QtBot, at: SaleWindow, till: Station) -> None:
    at.counter.sold = stations.sell(till, cart_of_sides(till))
    at.window.go(ScreenName.DONE)
    qtbot.wait(20)
    texts = [part.text() for part in visible(at)]
    panel = at.window.shown.findChild(SoldPanel)
    assert panel is not None
    if panel.isVisible():
        groups = [text for text in texts if text.startswith("1 x ")]
        assert len(set(groups)) == len(groups) > 1
    else:
        (summary,) = (text for text in texts if "1 x " in text)
        for night in summary.splitlines():
            groups = night.split(" · ")[3:]
            assert len(groups) == len(set(groups)) == len(SIDES) * len(TYPES)
            assert all(group.split("…")[1].strip().startswith(SIDES) for group in groups)
        assert len({night.split(" · ")[2] for night in summary.splitlines()}) == 2, "the events"


def test_a_zone_keeps_its_end_although_its_sibling_was_not_sold(qtbot: QtBot, at: SaleWindow, till: Station) -> None:
    cart = cart_of_sides(till)
    at.counter.sold = stations.sell(till, replace(cart, lines=cart.lines[:1]))
    at.window.go(ScreenName.DONE)
    qtbot.wait(20)
    shown = " ".join(part.text() for part in visible(at))
    assert "izquierdo" in shown.replace("\n", " ")


def test_events_of_the_list_are_told_apart(qtbot: QtBot, at: SaleWindow) -> None:
    rows = [row for row in at.window.shown.findChildren(PerformanceRow) if not row.isHidden()]
    names = [row.findChildren(ElidedLabel)[0] for row in rows]
    shown = {name.text() for name in names if name.accessibleName().startswith(EVENT)}
    assert len(shown) == 3, shown
    assert all(name.fontMetrics().horizontalAdvance(name.text()) <= name.width() for name in names)


def test_the_zones_above_the_map_are_told_apart_and_say_what_is_left(qtbot: QtBot, at: SaleWindow) -> None:
    for _ in range(3):
        at.press(Qt.Key.Key_PageDown, until=lambda: True)
    at.press(Qt.Key.Key_F6, until=at.shows(SeatMapView))
    qtbot.wait(20)
    box = at.window.shown.findChild(ZoneBox)
    assert box is not None
    shown = []
    for place in range(box.count()):
        box.setCurrentIndex(place)
        box.grab()
        shown.append(box.shown_text())
        assert box.shown_text().endswith(" · 40 libres"), box.shown_text()
        assert box.fontMetrics().horizontalAdvance(box.shown_text()) < box.width()
        assert box.toolTip() == box.itemText(place)
        assert SIDES[place] in box.toolTip()
    assert len(set(shown)) == len(SIDES)
