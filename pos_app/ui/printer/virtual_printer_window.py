"""A window for the virtual printer: pictures of its papers, and buttons for its faults."""

from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from pos_app.ui import look, theme, wording
from pos_app.ui.paper_view import picture
from pos_app.ui.widgets.layouts import column, fill, label, row
from pos_app.ui.widgets.while_shown import WhileShown
from printing.virtual_printer import Fault, VirtualPrinter

_LOOK_MS = 250
_MOST_SHOWN = 30
_FAULTS = (Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.PAPER_LOW, Fault.OFF)


class VirtualPrinterWindow(QWidget):
    """Shows the newest paper on top and looks for new ones while it is open."""

    def __init__(self, printer: VirtualPrinter, station: str = "") -> None:
        super().__init__()
        self._printer, self._station = printer, station
        self._shown = 0
        self._title, self._count = label(role="title"), label(role="muted")
        self._scroll = QScrollArea()
        self._papers = QVBoxLayout()
        self._papers.setSpacing(theme.size("space"))
        self.faults = {fault: self._switch(fault) for fault in _FAULTS}
        fill(self, self._arranged())
        self._reword()
        self.resize(theme.size("paper_width") + theme.size("side_width"), theme.size("smallest_height"))
        WhileShown(self, _LOOK_MS, self.look)
        self.look()

    def look(self) -> None:
        """Show the papers that came out since the last look."""
        papers = self._printer.papers
        for paper in papers[self._shown :]:
            self._papers.insertWidget(0, picture(paper, self._printer.width))
        self._shown = len(papers)
        faults = self._printer.faults
        for fault, button in self.faults.items():
            with QSignalBlocker(button):
                button.setChecked(fault in faults)
        self._count.setText(wording.text("virtual_printer.papers", count=self._shown))
        while self._papers.count() > _MOST_SHOWN:
            item = self._papers.takeAt(self._papers.count() - 1)
            if item is not None and (oldest := item.widget()) is not None:
                oldest.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if look.is_changed_by(event):
            self._reword()
            self.look()

    def _reword(self) -> None:
        """Take the language in use."""
        title = wording.text("virtual_printer.title")
        self.setWindowTitle(" · ".join(filter(None, (self._station, title))))
        self._title.setText(title)
        self._scroll.setAccessibleName(title)
        for fault, button in self.faults.items():
            button.setText(wording.text(f"virtual_printer.fault_{fault}"))
            button.setAccessibleName(button.text())

    def _switch(self, fault: Fault) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.toggled.connect(partial(self._switched, fault))
        return button

    def _switched(self, fault: Fault, on: bool) -> None:  # noqa: FBT001  # what a Qt toggle sends
        self._printer.switch(fault, on=on)
        self.look()

    def _arranged(self) -> QVBoxLayout:
        roll = QWidget()
        roll.setLayout(column(self._papers, None))
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setWidget(roll)
        scroll.setMinimumWidth(theme.size("paper_width") + theme.size("touch"))
        body = row(column(self._count, *self.faults.values(), None), gap="wide")
        body.addWidget(scroll, 1)
        page = column(self._title, gap="space")
        page.addLayout(body, 1)
        return page
