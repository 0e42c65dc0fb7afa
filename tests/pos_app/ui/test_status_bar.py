"""The status bar draws its parts with the width they need; a change during a reading causes another reading."""

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.frame import Tone
from pos_app.ui.status import StatusPresenter
from pos_app.ui.status_bar import StatusBar
from pos_app.ui.status_part import Part, StatusPart
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
    (printer,) = (button for button in bar.findChildren(QPushButton) if not button.isHidden())
    assert printer.width() >= printer.sizeHint().width()


def test_a_narrow_bar_leaves_out_what_asks_for_nothing(bar: StatusBar) -> None:
    calm = {
        Part.PENDING: "⇅ 12 registros por enviar",
        Part.RATE: "Bs. 857,0058 · 21/11/2026",
        Part.STATION: "Taquilla 1",
    }
    loud = {
        Part.CONNECTION: "○ Sin red hace 14 h · vende 3 h más: puestos", Part.CONFLICTS: "▲ 2 conflictos",
        Part.PRINTER: "▲ Tapa abierta · 3 en cola", Part.NUMBERS: "▲ Quedan 4 números",
    }  # fmt: skip
    bar.render_parts(
        (
            *(StatusPart(part, words) for part, words in calm.items()),
            *(StatusPart(part, words, Tone.ATTENTION) for part, words in loud.items()),
            StatusPart(Part.SHIFT, "Turno 12 · María de los Ángeles Fernández"),
        )
    )
    shown = {part for part, button in bar._buttons.items() if not button.isHidden()}
    assert set(loud) <= shown < {*loud, *calm, Part.SHIFT}
    assert bar.sizeHint().width() <= bar.width()
    bar.resize(1920, 56)
    QApplication.processEvents()
    assert all(not bar._buttons[part].isHidden() for part in (*calm, Part.SHIFT))


def test_a_short_part_keeps_its_place_when_a_long_one_gave_way(bar: StatusBar) -> None:
    bar.render_parts(
        (
            StatusPart(Part.CONNECTION, "○ La central no responde 05:10 · vende 18 h más", Tone.ATTENTION),
            StatusPart(Part.PENDING, "⇅ 12 registros por enviar"),
            StatusPart(Part.PRINTER, "● Impresora lista"),
            StatusPart(Part.RATE, "Bs. 857,0058 · 30/11/2026"),
            StatusPart(Part.SHIFT, "Turno 12 · María de los Ángeles Fernández"),
            StatusPart(Part.STATION, "T 1"),
        )
    )
    layout = bar.layout()
    assert layout is not None
    for width in range(700, 1500, 20):
        bar.resize(width, 56)
        QApplication.processEvents()
        free = bar.width() - layout.sizeHint().width()
        hidden = [bar._buttons[part] for part in (Part.STATION, Part.SHIFT) if bar._buttons[part].isHidden()]
        assert all(button.sizeHint().width() > free - 8 for button in hidden)


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
