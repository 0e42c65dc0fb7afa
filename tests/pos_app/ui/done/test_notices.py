"""What arrives while a finished sale is on the screen: a conflict goes to the status bar, and nothing moves."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.done.view import DoneView
from pos_app.ui.frame import Tone
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.status_part import Part, StatusPart
from pos_app.ui.wording import Message
from tests.pos_app.ui.sale_window import SaleWindow

CALM = (StatusPart(Part.PRINTER, "● Impresora lista", Tone.OK), StatusPart(Part.STATION, "Taquilla 1"))
CONFLICT = StatusPart(Part.CONFLICTS, "▲ 1 conflicto espera decisión", Tone.ATTENTION)


def places(at: SaleWindow) -> list[tuple[str, QRect]]:
    buttons = [button for button in at.window.shown.findChildren(QPushButton) if button.isVisible()]
    return [(b.accessibleName(), QRect(b.mapTo(at.window, QPoint(0, 0)), b.size())) for b in buttons]


def test_a_conflict_moves_and_covers_no_button_of_a_finished_sale(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    at = SaleWindow(qtbot, till, ana)
    at.window.status_bar.render_parts(CALM)
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    before = places(at)
    at.window.status_bar.render_parts((CONFLICT, *CALM))
    at.window.show_message(Message("", "Otra taquilla vendió el mismo asiento.", "", "Llame a un supervisor."))
    QApplication.processEvents()
    banner = at.window._banner
    over = QRect(banner.mapTo(at.window, QPoint(0, 0)), banner.size())
    assert places(at) == before
    assert [name for name, place in before if place.intersects(over)] == []
    conflict = next(b for b in at.window.status_bar.findChildren(QPushButton) if b.accessibleName() == CONFLICT.words)
    assert conflict.isVisible()
    assert at.shows(DoneView)()
