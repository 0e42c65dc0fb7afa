"""The look: the tokens of `resources/theme/*.toml` filled into `resources/theme.qss`, fonts, sizes for layouts."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import as_file, files
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

FONT_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


class Theme(StrEnum):
    """A set of colours."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(slots=True)
class _Chosen:
    theme: Theme = Theme.LIGHT


_chosen = _Chosen()


def in_use() -> Theme:
    """The theme that was applied last. No style sheet reaches the seat map, which asks for it."""
    return _chosen.theme


@cache
def colours(theme: Theme) -> dict[str, str]:
    """Every colour by its name."""
    return _read(theme)


@cache
def size(name: str) -> int:
    """A size in pixels for what a style sheet cannot set: margins and gaps of layouts, fixed widths."""
    return int(_read("sizes")[name])


@cache
def sheet(theme: Theme) -> str:
    """The style sheet with its colours and sizes filled in."""
    template = Template((files("resources") / "theme.qss").read_text(encoding="utf-8"))
    return template.substitute({**_read("sizes"), **colours(theme)})


def apply(application: QApplication, theme: Theme) -> None:
    """Apply style, font, palette and style sheet to the program.

    Nothing is done for the theme that is in use: Qt would style every widget again, also those of screens that
    another language replaces at once.
    """
    _chosen.theme = theme
    if application.styleSheet() == sheet(theme):
        return
    application.setStyle("Fusion")
    application.setFont(_font())
    application.setPalette(_palette(theme))
    application.setStyleSheet(sheet(theme))


def of_desktop() -> Theme:
    """The light or the dark theme, as the desktop is set."""
    dark = QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Theme.DARK if dark else Theme.LIGHT


def _read(name: str) -> dict[str, str]:
    text = (files("resources") / "theme" / f"{name}.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}


@cache
def _load_fonts() -> None:
    for name in FONT_FILES:
        with as_file(files("resources") / "fonts" / name) as path:
            QFontDatabase.addApplicationFont(str(path))


def _font() -> QFont:
    _load_fonts()
    font = QFont("DejaVu Sans")
    font.setPixelSize(size("words"))
    return font


def _palette(theme: Theme) -> QPalette:
    """The palette, for what Qt draws without the style sheet."""
    named = colours(theme)
    roles = {
        QPalette.ColorRole.Window: "page",
        QPalette.ColorRole.Base: "field",
        QPalette.ColorRole.AlternateBase: "panel",
        QPalette.ColorRole.Button: "button",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.Highlight: "chosen",
        QPalette.ColorRole.HighlightedText: "chosen_text",
        QPalette.ColorRole.ToolTipBase: "panel",
        QPalette.ColorRole.ToolTipText: "text",
    }
    palette = QPalette()
    for role, name in roles.items():
        palette.setColor(role, QColor(named[name]))
    return palette
