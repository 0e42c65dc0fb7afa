"""The reason for PySide6's pin: release 6.12.0 on Python 3.11 loses a reference to None in each void call.

Under Python 3.11 None is reference-counted like any other object. With PySide6 6.12.0, `setText`, `fillRect`,
`update` and every other void call release one reference too many. After some 5,000 calls the count reaches zero and
the interpreter ends with "none_dealloc". From Python 3.12 on None is immortal and the loss has no effect.
Before the pin is lifted, this file must pass on Python 3.11 with the new release.
"""

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 200
NOISE = 20  # other code may take or release a reference meanwhile; the fault costs one for each call

counts_none = pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")


def references_lost(call: Callable[[], None]) -> int:
    call()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return before - sys.getrefcount(None)


@counts_none
def test_setting_a_text_loses_no_reference_to_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    assert abs(references_lost(lambda: label.setText("Bs. 1.234,50"))) <= NOISE


@counts_none
def test_painting_a_rectangle_loses_no_reference_to_none(qtbot: QtBot) -> None:
    assert qtbot is not None
    image = QImage(16, 16, QImage.Format.Format_RGB32)
    colour, area = QColor("black"), QRect(0, 0, 16, 16)
    with QPainter(image) as painter:
        assert abs(references_lost(lambda: painter.fillRect(area, colour))) <= NOISE


def test_the_pin_stands_in_the_project_and_in_the_lock() -> None:
    root = Path(__file__).parent.parent
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert "PySide6-Essentials==6.11.3" in project["project"]["optional-dependencies"]["station"]
    assert "pyside6-essentials==6.11.3 " in (root / "requirements.lock").read_text(encoding="utf-8")
