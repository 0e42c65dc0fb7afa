"""Papers on a screen, drawn dot for dot as the printer prints them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea

from pos_app.ui import theme, wording
from printing.paper import Paper
from printing.paper_picture import draw
from printing.preview import Preview
from printing.printout import PaperWidth


def picture(paper: Paper, width: PaperWidth) -> QLabel:
    """The picture of a paper; its accessible name is the text of the paper."""
    shown = QLabel()
    shown.setPixmap(_pixmap(paper, width, theme.size("paper_width")))
    shown.setAccessibleName(paper.text)
    shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return shown


class PaperView(QScrollArea):
    """One paper, as wide as the view has room for, its beginning on top."""

    def __init__(self) -> None:
        super().__init__()
        self._preview: Preview | None = None
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._picture)
        self.setWidgetResizable(True)
        self.setFixedWidth(theme.size("preview_width"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(wording.text("shift.paper"))
        self.hide()

    @property
    def paper_text(self) -> str:
        """The text of the paper shown; empty without one."""
        return self._preview.paper.text if self._preview else ""

    def show_paper(self, preview: Preview | None) -> None:
        """Draw a paper, or none."""
        if preview == self._preview:
            return
        self._preview = preview
        if preview is None:
            self._picture.clear()
        else:
            across = theme.size("preview_width") - self.verticalScrollBar().sizeHint().width() - theme.size("hair")
            self._picture.setPixmap(_pixmap(preview.paper, preview.width, across))
        self._picture.setAccessibleName(self.paper_text)
        self.verticalScrollBar().setValue(0)


def _pixmap(paper: Paper, width: PaperWidth, across: int) -> QPixmap:
    drawn = draw(paper, width)
    image = QImage(drawn.tobytes(), drawn.width, drawn.height, drawn.width, QImage.Format.Format_Grayscale8).copy()
    return QPixmap.fromImage(image).scaledToWidth(across, Qt.TransformationMode.SmoothTransformation)
