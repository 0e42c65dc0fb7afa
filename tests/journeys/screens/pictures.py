"""Writing and comparing pictures of screens."""

import os
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

_COLOURS = 64


def are_written() -> bool:
    """Whether pictures are written in this run: TAQUILLA_WRITE_PICTURES=1."""
    return bool(os.environ.get("TAQUILLA_WRITE_PICTURES"))


def of_widget(widget: QWidget) -> Image.Image:
    """The widget as it is drawn."""
    drawn = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    lines = bytes(drawn.constBits())
    return Image.frombytes("RGB", (drawn.width(), drawn.height()), lines, "raw", "RGB", drawn.bytesPerLine())


def write(picture: Image.Image, file: Path) -> None:
    """Write a small PNG: few colours suffice for flat surfaces and text."""
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
