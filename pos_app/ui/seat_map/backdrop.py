"""What is painted under the seats: the background, the ground of each section, the stage."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from pos_app.seat_plan import Stage
from pos_app.ui import wording
from pos_app.ui.seat_map.camera import Camera
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.panels import SectionPanel

_LARGEST_LABEL_PX = 40


class Backdrop:
    """Paints the parts of a plan that do not change with the seats."""

    def __init__(self, panels: tuple[SectionPanel, ...], stage: Stage | None, colours: SeatColours) -> None:
        self._panels = panels
        self._stage = stage
        self._colours = colours
        self._stage_name = wording.text("seat_map.stage")

    def paint(self, image: QImage, padding_px: int, camera: Camera, part: QRect) -> None:
        """Paint a part of the viewport; the viewport begins `padding_px` inside the image."""
        painter = QPainter(image)
        painter.translate(QPoint(padding_px, padding_px))
        painter.setClipRect(part)
        painter.fillRect(part, QColor(self._colours.background))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QPoint(-camera.left_px, -camera.top_px))
        if self._stage:
            self._paint_stage(painter, self._stage, camera.scale)
        painter.scale(camera.scale, camera.scale)
        left, top = camera.to_plan(part.left(), part.top())
        right, bottom = camera.to_plan(part.right() + 1, part.bottom() + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.panel))
        for panel in self._panels:
            own = panel.bounds
            if own.left <= right and own.right >= left and own.top <= bottom and own.bottom >= top:
                painter.drawPath(panel.shape)
        painter.end()

    def _paint_stage(self, painter: QPainter, stage: Stage, scale: float) -> None:
        box = QRectF(stage.left_mm * scale, stage.top_mm * scale, stage.width_mm * scale, stage.height_mm * scale)
        radius = min(box.height() / 5, 14.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.stage))
        painter.drawRoundedRect(box, radius, radius)
        font = QFont(painter.font())
        widest = box.width() * 0.8 / (0.8 * max(len(self._stage_name), 1))
        font.setPixelSize(max(7, round(min(box.height() * 0.45, widest, _LARGEST_LABEL_PX))))
        font.setWeight(QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 118)
        painter.setFont(font)
        painter.setPen(QColor(self._colours.stage_text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._stage_name)
