"""The status bar draws what it is told, in the room it needs, and is read again when something moved meanwhile."""

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.status import StatusPresenter
from pos_app.ui.status_bar import Part, StatusBar, StatusPart
from pos_app.ui.theme import Theme
from printing.devices import Cause, PrinterStatus
from tests.pos_app.ui.later import RunLater

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> StatusBar:
    theme.apply(qapp, Theme.LIGHT)
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(1024, 56)
    bar.show()
    return bar


def test_longer_words_are_not_cut_in_the_room_of_shorter_ones(bar: StatusBar) -> None:
    bar.render_parts((StatusPart(Part.PRINTER, "● Lista"),))
    QApplication.processEvents()
    bar.render_parts((StatusPart(Part.PRINTER, "● Imprimiendo · 2 en cola"),))
    (printer,) = (each for each in bar.findChildren(QPushButton) if not each.isHidden())
    assert printer.width() >= printer.sizeHint().width()


def test_what_changed_while_it_was_read_is_read_again(till: Station) -> None:
    later = RunLater()
    drawn: list[tuple[StatusPart, ...]] = []
    status = PrinterStatus(Cause.PAPER_OUT)
    presenter = StatusPresenter(till, later, lambda: status, drawn.append)
    presenter.refresh()
    presenter.refresh()
    presenter.refresh()
    later.catch_up()
    assert len(drawn) == 2
